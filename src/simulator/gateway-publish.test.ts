import type * as mqtt from 'mqtt-packet'
import { afterEach, describe, expect, it } from 'vitest'
import { hours, minutes, seconds } from '#time/duration'
import { publishPacket, type RawClient } from '../../test/fixtures/raw-client.ts'
import { startTestGateway, type TestGateway, versions } from '../../test/fixtures/test-gateway.ts'
import type { GatewayOptions } from './gateway-options.ts'

let gateway: TestGateway
const start = async (options: Partial<GatewayOptions> = {}) => {
  gateway = await startTestGateway(options)
  return gateway
}
afterEach(() => gateway[Symbol.asyncDispose]())

const goodbye = async (client: RawClient, code: number) => {
  await client.closed
  expect(client.packets).toMatchObject(client.version === 5 ? [{ cmd: 'disconnect', reasonCode: code }] : [])
}
const publishes = (packets: readonly mqtt.Packet[]) =>
  packets.flatMap(packet => (packet.cmd === 'publish' ? [packet] : []))
const pubacks = (packets: readonly mqtt.Packet[]) => packets.filter(({ cmd }) => cmd === 'puback')

describe.each(versions)('PUBLISH of MQTT %s', (_, protocolVersion) => {
  const five = protocolVersion === 5
  const connected = async (options: Partial<GatewayOptions> = {}) => {
    const { connect } = await start(options)
    return connect('client', { protocolVersion, keepalive: 1200 })
  }

  it('takes 131 072 bytes, and ends the connection for one more', async () => {
    const client = await connected()
    await client.subscribe('a')
    client.send(publishPacket('a', Buffer.alloc(131_072, 'x'), 1))
    expect((await client.heard('publish')).payload).toHaveLength(131_072)
    await client.heard('puback')
    client.send(publishPacket('a', Buffer.alloc(131_073), 1))
    await goodbye(client, 0x97)
  })

  it('of a packet beyond 149 504 bytes ends the connection, with the code of choice', async () => {
    const client = await connected({ oversizeCode: 0x95 })
    client.send(publishPacket('a', Buffer.alloc(150_000), 0))
    await goodbye(client, 0x95)
  })

  it.each([
    ['257 bytes', 'x'.repeat(257)],
    ['8 slashes', 'a/a/a/a/a/a/a/a/a'],
    ['a wildcard', 'a/+'],
  ])('on a topic that cannot be: %s', async (_, topic) => {
    const client = await connected()
    client.send(publishPacket(topic, 'x', 1))
    if (!five) return goodbye(client, 0)
    expect(await client.heard('puback')).toMatchObject({ reasonCode: 0x90 })
    client.send(publishPacket(topic, 'x', 0))
    await goodbye(client, 0x90)
  })

  it('on 256 bytes and 7 slashes is delivered', async () => {
    const client = await connected()
    const topic = `a/a/a/a/a/a/a/${'x'.repeat(242)}`
    await client.subscribe(topic)
    client.send(publishPacket(topic, 'x'))
    expect((await client.heard('publish')).topic).toBe(topic)
  })

  it('under $ ends the connection, and so does RETAIN there', async () => {
    const { connect } = await start()
    const one = await connect('one', { protocolVersion })
    one.send(publishPacket('$SYS/x', 'x'))
    await goodbye(one, 0x90)
    const two = await connect('two', { protocolVersion })
    two.send(publishPacket('$aws/things/x/shadow/get', 'x'))
    expect(await two.rest()).toEqual([])
    two.send(publishPacket('$aws/things/x/shadow/get', 'x', 0, { retain: true }))
    await goodbye(two, 0x90)
  })

  it('under $ can be ignored', async () => {
    const client = await connected({ reservedTopics: 'ignore' })
    client.send(publishPacket('$SYS/x', 'x', 1))
    expect(await client.rest()).toEqual([])
  })

  it('at QoS 2 gets no answer and reaches nobody', async () => {
    const client = await connected()
    await client.subscribe('a')
    client.send(publishPacket('a', 'x', 2))
    expect(await client.rest()).toEqual([])
  })

  it('more than a hundred times a second is lost in silence', async () => {
    const { connect, clock } = await start()
    const [sender, receiver] = [await connect('sender', { protocolVersion }), await connect('receiver')]
    await receiver.subscribe('a')
    const burst = async () => {
      for (let i = 0; i < 110; i++) sender.send(publishPacket('a', String(i), 1, { messageId: i + 1 }))
      return pubacks(await sender.rest())
    }
    expect(await burst()).toHaveLength(100)
    expect(publishes(await receiver.rest())).toHaveLength(100)
    await clock.advance(seconds(0.5))
    expect(await burst()).toHaveLength(50)
    expect(gateway.simulator.connections).toHaveLength(2)
  })

  it('with DUP is one like any other', async () => {
    const client = await connected()
    await client.subscribe('a')
    client.send(publishPacket('a', 'x', 1), publishPacket('a', 'x', 1, { dup: true }))
    const heard = publishes(await client.rest())
    expect(heard.map(({ dup }) => dup)).toEqual([false, false])
  })

  it('half a megabyte a second passes, the rest has to wait', async () => {
    const { connect, clock } = await start()
    const client = await connect('client', { protocolVersion })
    const send = (id: number) => client.send(publishPacket('a', Buffer.alloc(131_000), 1, { messageId: id }))
    for (let id = 1; id <= 6; id++) send(id)
    for (let id = 1; id <= 5; id++) expect((await client.heard('puback')).messageId).toBe(id)
    await clock.advance(seconds(0.2))
    expect(client.packets).toEqual([])
    await clock.advance(seconds(0.1))
    expect((await client.heard('puback')).messageId).toBe(6)
  })
})

describe.each(versions)('deliveries to MQTT %s', (_, protocolVersion) => {
  const five = protocolVersion === 5
  const ack = (client: RawClient, packets: readonly mqtt.IPublishPacket[]) =>
    client.send(...packets.map(({ messageId = 0 }): mqtt.Packet => ({ cmd: 'puback', messageId, reasonCode: 0 })))
  const pair = async (options: Partial<GatewayOptions> = {}) => {
    const { connect, clock } = await start(options)
    const receiver = await connect('receiver', { protocolVersion, keepalive: 1200 })
    await receiver.subscribe('a')
    const senders = [await connect('one', { keepalive: 1200 }), await connect('two', { keepalive: 1200 })]
    const say = async (count: number, qos: 0 | 1) => {
      for (let i = 0; i < count; i++)
        senders[i % 2]?.send(publishPacket('a', String(i), qos, qos === 0 ? {} : { messageId: 1 + i }))
      for (const sender of senders) await sender.rest()
    }
    return { receiver, clock, say, heard: async () => publishes(await receiver.rest()) }
  }

  it('stop at a hundred a second, and what is beyond is lost', async () => {
    const { say, heard, clock } = await pair()
    await say(120, 0)
    expect(await heard()).toHaveLength(100)
    await clock.advance(seconds(5))
    expect(await heard()).toHaveLength(0)
  })

  it('can wait instead', async () => {
    const { say, heard, clock } = await pair({ outboundExcess: 'delay' })
    await say(120, 0)
    expect(await heard()).toHaveLength(100)
    await clock.advance(seconds(1))
    expect(await heard()).toHaveLength(20)
  })

  it('pause when a hundred wait for their PUBACK', async () => {
    const { say, heard, receiver } = await pair({ publishesPerSecond: 500 })
    await say(110, 1)
    const first = await heard()
    expect(first).toHaveLength(100)
    ack(receiver, first.slice(0, 3))
    const next = await heard()
    expect(next).toHaveLength(3)
    ack(receiver, first.slice(3))
    const last = await heard()
    const all = [...first, ...next, ...last].map(({ payload }) => Number(payload.toString()))
    expect(all.sort((a, b) => a - b)).toEqual([...Array(110).keys()])
  })

  it('are repeated until they are acknowledged, for an hour, with the same id and without DUP', async () => {
    const { say, heard, clock, receiver } = await pair()
    await say(2, 1)
    const [one, two] = await heard()
    if (one === undefined || two === undefined) throw new Error('nothing came')
    ack(receiver, [one])
    await clock.advance(seconds(29))
    expect(await heard()).toEqual([])
    await clock.advance(seconds(1))
    expect(await heard()).toMatchObject([{ messageId: two.messageId, dup: false, payload: two.payload }])
    let repeats = 1
    for (let i = 0; i < 12; i++) {
      await clock.advance(minutes(10))
      repeats += (await heard()).length
    }
    expect(repeats).toBeGreaterThan(115)
    expect(repeats).toBeLessThan(120)
    expect(clock.now()).toBeGreaterThan(hours(1))
  })

  it.each([
    ['all', true],
    ['3.1.1', !five],
    ['nobody', false],
  ] as const)('are repeated on the same connection for %s', async (redeliverTo, expected) => {
    const { say, heard, clock, receiver } = await pair({ redeliverTo })
    await say(1, 1)
    await heard()
    await clock.advance(seconds(31))
    expect((await heard()).length > 0).toBe(expected)
    await clock.advance(hours(0.3))
    expect(await receiver.rest()).toHaveLength(expected ? 36 : 0)
  })

  it('can be repeated under a new id', async () => {
    const { say, heard, clock, receiver } = await pair({ redeliveryId: 'new', redelivery: seconds(5) })
    await say(1, 1)
    const [first] = await heard()
    await clock.advance(seconds(5))
    const [second] = await heard()
    expect(second?.messageId).not.toBe(first?.messageId)
    if (second) ack(receiver, [second])
    await clock.advance(seconds(60))
    expect(await heard()).toEqual([])
  })
})

describe.each(versions)('retained messages for MQTT %s', (_, protocolVersion) => {
  const kept = async () => {
    const { connect, clock } = await start()
    const sender = await connect('sender', { protocolVersion })
    sender.send(publishPacket('a/b', 'kept', 1, { retain: true }))
    await sender.rest()
    return { connect, clock, sender }
  }

  it('come with the subscription of the very topic, flagged, and never through a wildcard', async () => {
    const { connect } = await kept()
    const client = await connect('client', { protocolVersion })
    client.send(publishPacket('none', 'x'))
    await client.subscribe('#', 'a/+', 'a/#')
    expect(await client.rest()).toEqual([])
    await client.subscribe('a/b')
    expect(publishes(await client.rest())).toMatchObject([{ topic: 'a/b', retain: true, qos: 1 }])
    await client.subscribe('a/b')
    expect(publishes(await client.rest())).toHaveLength(1)
  })

  it('are not flagged when they are delivered live, and end with an empty one, which is delivered', async () => {
    const { connect, sender } = await kept()
    const client = await connect('client', { protocolVersion })
    await client.subscribe('a/#')
    sender.send(publishPacket('a/b', '', 1, { retain: true }))
    expect(await client.heard('publish')).toMatchObject({ retain: false, payload: Buffer.alloc(0) })
    await client.subscribe('a/b')
    expect(publishes(await client.rest())).toEqual([])
  })
})
