import type * as mqtt from 'mqtt-packet'
import { afterEach, describe, expect, it } from 'vitest'
import { hours, minutes, seconds } from '#time/duration'
import { connectPacket, publishPacket, type RawClient } from '../../test/fixtures/raw-client.ts'
import { startTestGateway, type TestGateway, versions } from '../../test/fixtures/test-gateway.ts'
import type { GatewayOptions } from './gateway-options.ts'

let gateway: TestGateway
const start = async (options: Partial<GatewayOptions> = {}) => {
  gateway = await startTestGateway(options)
  return gateway
}
afterEach(() => gateway[Symbol.asyncDispose]())

const publishes = (packets: readonly mqtt.Packet[]) =>
  packets.flatMap(packet => (packet.cmd === 'publish' ? [packet] : []))
const texts = async (client: RawClient) => publishes(await client.rest()).map(({ payload }) => payload.toString())

describe.each(versions)('a session of MQTT %s', (_, protocolVersion) => {
  const kept = { clean: false, properties: { sessionExpiryInterval: 3600 }, protocolVersion, keepalive: 1200 }

  /** @returns the client and whether it found a session. */
  const enter = async (options: Partial<mqtt.IConnectPacket> = {}) => {
    const version = options.protocolVersion === 3 ? 4 : (options.protocolVersion ?? protocolVersion)
    const client = await gateway.open(version)
    client.send(connectPacket('me', { ...kept, ...options }))
    return { client, present: (await client.heard('connack')).sessionPresent }
  }
  const leave = async (client: RawClient) => {
    client.send({ cmd: 'disconnect', reasonCode: 0 })
    await client.closed
    await gateway.clock.settle()
  }
  const say = async (...payloads: readonly string[]) => {
    const sender = await gateway.connect(`sender-${gateway.clock.now()}`, { keepalive: 1200 })
    for (const payload of payloads) sender.send(publishPacket('a', payload, 1))
    await sender.rest()
    sender.socket.terminate()
  }

  it('keeps subscriptions and what is of QoS 1 for a client that comes back', async () => {
    const { clock, connect } = await start()
    const { client, present } = await enter()
    expect(present).toBe(false)
    await client.subscribe('a')
    await leave(client)
    const sender = await connect('sender')
    sender.send(publishPacket('a', 'one', 1), publishPacket('a', 'lost', 0), publishPacket('a', 'two', 1))
    await sender.rest()
    await clock.advance(minutes(10))
    const back = await enter()
    expect(back.present).toBe(true)
    await clock.advance(seconds(1))
    expect(await texts(back.client)).toEqual(['one', 'two'])
    await say('three')
    expect(await texts(back.client)).toEqual(['three'])
  })

  it('sends ten stored messages a second, and new ones at once', async () => {
    const { clock } = await start()
    const { client } = await enter()
    await client.subscribe('a')
    await leave(client)
    await say(...Array.from({ length: 25 }, (_, i) => `old ${i}`))
    await clock.advance(seconds(1))
    const back = await enter()
    expect(await texts(back.client)).toEqual([])
    await say('new')
    expect(await texts(back.client)).toEqual(['new'])
    await clock.advance(seconds(1))
    expect(await texts(back.client)).toHaveLength(10)
    await clock.advance(seconds(1))
    expect(await texts(back.client)).toHaveLength(10)
    await clock.advance(seconds(1))
    expect(await texts(back.client)).toEqual(['old 20', 'old 21', 'old 22', 'old 23', 'old 24'])
  })

  it('keeps what was under way when the connection broke, and sends it again', async () => {
    const { clock } = await start()
    const { client } = await enter()
    await client.subscribe('a')
    await say('unacknowledged')
    const [first] = publishes(await client.rest())
    client.socket.terminate()
    await clock.advance(seconds(20))
    const { client: back } = await enter()
    expect(await texts(back)).toEqual([])
    await clock.advance(seconds(10))
    const [again] = publishes(await back.rest())
    expect(again).toMatchObject({ messageId: first?.messageId, dup: false })
    expect(again?.payload.toString()).toBe('unacknowledged')
  })

  it('is over after an hour, and half an hour later when the gateway is so', async () => {
    for (const [options, after, expected] of [
      [{}, hours(1) - 1, true],
      [{}, hours(1), false],
      [{ sessionOvertime: minutes(30) }, hours(1.5) - 1, true],
      [{ sessionOvertime: minutes(30) }, hours(1.5), false],
    ] as const) {
      const { clock } = await start(options)
      const { client } = await enter()
      await client.subscribe('a')
      await leave(client)
      await clock.advance(after - 1)
      await clock.advance(1)
      expect(gateway.simulator.connections).toEqual([])
      await gateway.renew()
      expect((await enter()).present).toBe(expected)
      await gateway[Symbol.asyncDispose]()
    }
    await start()
  })

  it('goes over to the newer connection with the same id', async () => {
    const { clock } = await start()
    const { client } = await enter()
    await client.subscribe('a')
    await clock.advance(seconds(1))
    const newer = await enter()
    await client.closed
    expect(newer.present).toBe(true)
    await say('heard')
    expect(await texts(newer.client)).toEqual(['heard'])
  })

  it('is forgotten by a clean start', async () => {
    const { clock } = await start()
    const { client } = await enter()
    await client.subscribe('a')
    await leave(client)
    await say('stored')
    await clock.advance(seconds(1))
    const clean = await enter({ clean: true })
    expect(clean.present).toBe(false)
    expect(gateway.simulator.connections[0]?.filters).toEqual([])
    await clock.advance(seconds(1))
    expect(await texts(clean.client)).toEqual([])
  })

  it('does not pass from one version to the other', async () => {
    const { clock } = await start()
    const { client } = await enter()
    await client.subscribe('a')
    await leave(client)
    await clock.advance(seconds(1))
    expect((await enter({ protocolVersion: protocolVersion === 5 ? 4 : 5 })).present).toBe(false)
    await clock.advance(seconds(1))
    expect((await enter()).present).toBe(false)
  })

  it('keeps the newest when there are too many', async () => {
    const { clock } = await start({ storedMessages: 3 })
    const { client } = await enter()
    await client.subscribe('a')
    await leave(client)
    await say('1', '2', '3', '4', '5')
    await clock.advance(seconds(1))
    const back = await enter()
    await clock.advance(seconds(1))
    expect(await texts(back.client)).toEqual(['3', '4', '5'])
  })

  it('that is clean keeps nothing and leaves nothing behind', async () => {
    const { clock } = await start()
    const clean = { clean: true, properties: {} }
    const { client } = await enter(clean)
    await client.subscribe('a')
    await leave(client)
    expect(clock.pending).toBe(0)
    await clock.advance(seconds(1))
    expect((await enter()).present).toBe(false)
  })

  it('keeps the message that met the end of the day', async () => {
    const { clock } = await start({ lifetime: minutes(10) })
    const { client } = await enter()
    await client.subscribe('a')
    await clock.advance(minutes(10))
    await say('stored')
    await client.closed
    const back = await enter()
    expect(back.present).toBe(true)
    await clock.advance(seconds(1))
    expect(await texts(back.client)).toEqual(['stored'])
  })
})

it('an MQTT 5 session can be shorter, and none is the default', async () => {
  const { open, clock } = await start()
  const enter = async (properties: mqtt.IConnectPacket['properties'] = {}) => {
    const client = await open(5)
    client.send(connectPacket('me', { protocolVersion: 5, clean: false, properties }))
    const { sessionPresent } = await client.heard('connack')
    client.socket.terminate()
    await clock.settle()
    return sessionPresent
  }
  expect(await enter({ sessionExpiryInterval: 10 })).toBe(false)
  await clock.advance(seconds(9))
  expect(await enter()).toBe(true)
  await clock.advance(seconds(1))
  expect(await enter({ sessionExpiryInterval: 10 })).toBe(false)
  await clock.advance(seconds(10))
  expect(await enter()).toBe(false)
})
