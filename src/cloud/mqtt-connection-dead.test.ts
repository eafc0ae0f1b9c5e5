import * as mqtt from 'mqtt-packet'
import { expect, it } from 'vitest'
import { seconds } from '#time/duration'
import type { Line } from '../../test/fixtures/scripted-gateway.ts'
import { follow, testConnection } from '../../test/fixtures/test-connection.ts'

/** MQTT 5, which the scripted gateway doesn't speak by itself. */
const say = (line: Line, packet: mqtt.Packet) => line.sendBytes(mqtt.generate(packet, { protocolVersion: 5 }))

it('forgives no unanswered ping because another one was sent after it', async () => {
  const { clock, open } = await testConnection({ publish: 'silence', pingreq: 'silence' })
  const connection = await open()
  const end = follow(connection.closed)
  // Each time-out of a message asks for a ping; they come faster than one is given up.
  for (let i = 0; i < 4; i++) {
    void connection.publish('a', '{}').catch(() => {})
    await clock.advance(seconds(10))
  }
  expect(end.settled).toBe(false)
  // The first message was given up at 30 s.
  await clock.advance(seconds(5))
  expect(await end.outcome).toMatchObject({ message: 'The gateway answered no ping for 15 s.' })
})

it('is over when the gateway says DISCONNECT, although it leaves the socket open', async () => {
  const { gateway, clock, open } = await testConnection(
    { connect: line => say(line, { cmd: 'connack', reasonCode: 0, sessionPresent: false } as mqtt.Packet) },
    { protocol: '5' },
  )
  const connection = await open()
  const end = follow(connection.closed)
  say(gateway.line, { cmd: 'disconnect', reasonCode: 0x8b } as mqtt.Packet)
  await gateway.empty()
  await clock.settle()
  expect(end.settled).toBe(true)
  expect(await end.outcome).toMatchObject({ name: 'ConnectionError', code: 0x8b })
})
