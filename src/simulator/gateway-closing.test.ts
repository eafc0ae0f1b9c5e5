import { afterEach, expect, it } from 'vitest'
import { seconds } from '#time/duration'
import { publishPacket } from '../../test/fixtures/raw-client.ts'
import { startTestGateway, type TestGateway } from '../../test/fixtures/test-gateway.ts'

let gateway: TestGateway
afterEach(() => gateway[Symbol.asyncDispose]())

it.each([
  [true, 1005],
  [false, 1006],
])('the gateway says goodbye with a Close frame: %s', async (closeFrame, code) => {
  gateway = await startTestGateway({ closeFrame })
  const [client, leaving] = [await gateway.connect('me'), await gateway.connect('leaving')]
  client.send(publishPacket('a/#', 'x'))
  expect(await client.closed).toBe(code)
  leaving.send({ cmd: 'disconnect' })
  expect(await leaving.closed).toBe(1005)
})

it('a client that reads nothing is given up, and harms nobody', async () => {
  gateway = await startTestGateway({ publishesPerSecond: 10_000, bytesPerSecond: 1_000_000_000, inFlight: 65_000 })
  const { connect, simulator, clock } = gateway
  const [deaf, sender] = [await connect('deaf'), await connect('sender')]
  deaf.send({ cmd: 'subscribe', messageId: 1, subscriptions: [{ topic: 'a', qos: 0 }] })
  await deaf.heard('suback')
  deaf.socket.pause()
  const payload = Buffer.alloc(131_000)
  for (let i = 0; i < 400 && simulator.connections.length === 2; i++) {
    sender.send(publishPacket('a', payload))
    await sender.rest()
  }
  expect(simulator.connections.map(({ clientId }) => clientId)).toEqual(['sender'])
  await clock.advance(seconds(1))
})
