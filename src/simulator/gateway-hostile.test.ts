import fc from 'fast-check'
import * as mqtt from 'mqtt-packet'
import { afterEach, expect, it } from 'vitest'
import { seconds } from '#time/duration'
import { connectPacket, publishPacket, RawClient, subscribePacket } from '../../test/fixtures/raw-client.ts'
import { startTestGateway, type TestGateway, versions } from '../../test/fixtures/test-gateway.ts'

let gateway: TestGateway
afterEach(() => gateway[Symbol.asyncDispose]())

const properties = { messageExpiryInterval: 5, contentType: 'x', userProperties: { a: 'b' }, topicAlias: 1 }
const will = { topic: 'will', payload: Buffer.from('x'), qos: 1, retain: true } as const

it.each(versions)('mutated packets of MQTT %s end nobody’s connection but their own', async (_, protocolVersion) => {
  gateway = await startTestGateway({ connectInterval: seconds(0) })
  const good = await gateway.connect('good')
  await good.subscribe('good')
  const packets: mqtt.Packet[] = [
    connectPacket('hostile', { protocolVersion, will, username: '' }),
    { ...subscribePacket(['a/#', '$share/g/a', '$aws/events/#']), properties: { userProperties: { a: 'b' } } },
    publishPacket('a/b', 'hello', 1, { retain: true, properties }),
    { cmd: 'unsubscribe', messageId: 3, unsubscriptions: ['a/#'] },
    { cmd: 'puback', messageId: 1, reasonCode: 0 },
    { cmd: 'disconnect', reasonCode: 0, properties: { sessionExpiryInterval: 1 } },
  ]
  const frames = packets.map(packet => mqtt.generate(packet, { protocolVersion }))
  const change = fc.record({ frame: fc.nat(), at: fc.nat(), byte: fc.nat(255), cut: fc.boolean() })
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), async changes => {
      const mutated = frames.map(frame => Buffer.from(frame))
      for (const { frame, at, byte, cut } of changes) {
        const bytes = mutated[frame % mutated.length] ?? Buffer.alloc(0)
        if (cut) mutated[frame % mutated.length] = bytes.subarray(0, at % (bytes.length + 1))
        else if (bytes.length > 0) bytes[at % bytes.length] = byte
      }
      const hostile = await RawClient.open(gateway.url())
      for (const bytes of mutated) hostile.socket.send(bytes)
      hostile.socket.terminate()
      good.send(publishPacket('good', 'still here'))
      expect(await good.message()).toBe('still here')
      await gateway.clock.advance(1100)
    }),
    { numRuns: 150, seed: 7 },
  )
  await gateway.clock.advance(seconds(40))
  expect(gateway.simulator.connections.map(({ clientId }) => clientId)).toEqual(['good'])
})
