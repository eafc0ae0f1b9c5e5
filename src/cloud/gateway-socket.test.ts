import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import * as mqtt from 'mqtt-packet'
import { expect, it } from 'vitest'
import { WebSocketServer } from 'ws'
import { seconds } from '#time/duration'
import { manualClock } from '../../test/fixtures/manual-clock.ts'
import { answerTo } from '../../test/fixtures/scripted-gateway.ts'
import { openMqttConnection } from './mqtt-connection.ts'

it('sends each packet in one frame, however many pieces MQTT.js writes it in', async () => {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 })
  await once(server, 'listening')
  /** What has come, in order. */
  const heard: string[] = []
  server.on('connection', socket => {
    const parser = mqtt.parser()
    parser.on('packet', packet => {
      heard.push(packet.cmd)
      const answer = answerTo(packet)
      if (answer) socket.send(mqtt.generate(answer))
    })
    socket.on('message', (frame: Buffer) => {
      heard.push('frame')
      parser.parse(frame)
    })
  })
  const connection = await openMqttConnection({
    gateway: new URL(`ws://127.0.0.1:${(server.address() as AddressInfo).port}/mqtt`),
    region: 'us-east-1',
    credentials: { accessKeyId: 'key', secretKey: 'secret', sessionToken: 'token' },
    clientId: 'whole',
    keepAlive: seconds(60),
    operationTimeout: seconds(30),
    clock: manualClock(),
    will: { topic: 'a/will', payload: '{}' },
    onMessage: () => {},
  })
  await connection.subscribe(['a', 'b'])
  await connection.publish('a/topic', 'x'.repeat(100_000))
  expect(heard).toEqual(['frame', 'connect', 'frame', 'subscribe', 'frame', 'publish'])
  await connection.close()
  server.close()
})
