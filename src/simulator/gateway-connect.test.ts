import * as mqtt from 'mqtt-packet'
import { afterEach, describe, expect, it } from 'vitest'
import { hours, minutes, seconds } from '#time/duration'
import { connectPacket, publishPacket, subscribePacket } from '../../test/fixtures/raw-client.ts'
import { startTestGateway, type TestGateway, versions } from '../../test/fixtures/test-gateway.ts'
import type { GatewayOptions } from './gateway-options.ts'
import type { SimulatorOptions } from './options.ts'

let gateway: TestGateway
const start = async (options: Partial<GatewayOptions> = {}, more: SimulatorOptions = {}) => {
  gateway = await startTestGateway(options, more)
  return gateway
}
afterEach(() => gateway[Symbol.asyncDispose]())

const ids = () => gateway.simulator.connections.map(({ clientId }) => clientId)

describe.each(versions)('CONNECT of MQTT %s', (_, protocolVersion) => {
  it.each([
    ['0 is the longest there is', 0, 1800],
    ['1 is too short', 1, 45],
    ['29 is too short', 29, 45],
    ['30 is taken', 30, 45],
    ['60 is taken', 60, 90],
    ['1200 is taken', 1200, 1800],
    ['65535 is too long', 65_535, 1800],
  ])('keep-alive %s', async (_, keepalive, ends) => {
    const { clock, connect } = await start()
    const client = await connect('alive', { protocolVersion, keepalive })
    await clock.advance(seconds(ends - 1))
    expect(ids()).toEqual(['alive'])
    await clock.advance(seconds(1))
    await client.closed
    expect(ids()).toEqual([])
    if (protocolVersion === 5) expect(await client.heard('disconnect')).toMatchObject({ reasonCode: 0x8d })
  })

  it('keep-alive is met by every kind of packet', async () => {
    const { clock, connect } = await start()
    const client = await connect('alive', { protocolVersion, keepalive: 30 })
    await client.subscribe('a')
    const { topic, messageId } = { topic: 'a', messageId: 1 }
    const packets: mqtt.Packet[] = [
      publishPacket('b', 'x'),
      subscribePacket([topic]),
      { cmd: 'pingreq' },
      { cmd: 'puback', messageId, reasonCode: 0 },
    ]
    for (const packet of packets) {
      await clock.advance(seconds(44))
      client.send(packet)
      await clock.settle()
    }
    await clock.advance(seconds(44))
    expect(ids()).toEqual(['alive'])
  })

  it('with an id that is in use throws the other one out', async () => {
    const { clock, connect } = await start()
    const will = { topic: 'will', payload: Buffer.from('thrown out'), qos: 1, retain: false } as const
    const older = await connect('same', { protocolVersion, will })
    await clock.advance(seconds(1))
    const watcher = await connect('watcher')
    await watcher.subscribe('will')
    const newer = await connect('same', { protocolVersion })
    await older.closed
    const goodbye = protocolVersion === 5 ? [{ cmd: 'disconnect', reasonCode: 0x8e }] : []
    expect(older.packets).toMatchObject(goodbye)
    expect(await watcher.message()).toBe('thrown out')
    expect(await newer.rest()).toEqual([])
    expect(ids()).toEqual(['watcher', 'same'])
  })

  it('is taken once a second for each id', async () => {
    const { clock, connect, open } = await start()
    await connect('hasty', { protocolVersion })
    await connect('other', { protocolVersion })
    await clock.advance(999)
    const refused = await open(protocolVersion)
    refused.send(connectPacket('hasty', { protocolVersion }))
    await refused.closed
    if (protocolVersion === 5) expect(await refused.heard('connack')).toMatchObject({ reasonCode: 0x97 })
    else expect(refused.bytes).toEqual([])
    expect(ids()).toEqual(['hasty', 'other'])
    await clock.advance(1)
    await connect('hasty', { protocolVersion })
  })

  it('ends the connection when it comes twice', async () => {
    const { connect } = await start()
    const client = await connect('twice', { protocolVersion })
    client.send(connectPacket('twice', { protocolVersion }))
    await client.closed
    expect(client.packets).toMatchObject(protocolVersion === 5 ? [{ cmd: 'disconnect', reasonCode: 0x82 }] : [])
  })

  it.each([
    ['close', []],
    ['take', ['pingresp']],
  ] as const)('with more behind it, before any CONNACK: %s', async (earlyPackets, answers) => {
    const { open } = await start({ earlyPackets })
    const client = await open(protocolVersion)
    client.send(connectPacket('eager', { protocolVersion }), { cmd: 'pingreq' })
    await client.heard('connack')
    if (earlyPackets === 'close') await client.closed
    else await client.heard('pingresp').then(packet => client.packets.push(packet))
    const said = client.packets.map(({ cmd }) => cmd).filter(cmd => cmd !== 'disconnect')
    expect(said).toEqual(answers)
  })

  it.each([
    ['that begins with $', '$mine'],
    ['that AWS once made up', '$GEN/0123'],
    ['longer than 128 bytes', 'x'.repeat(129)],
    ['longer than 128 bytes in UTF-8', 'ü'.repeat(65)],
  ])('is refused an id %s', async (_, clientId) => {
    const { open } = await start()
    const client = await open(protocolVersion)
    client.send(connectPacket(clientId, { protocolVersion }))
    await client.closed
    if (protocolVersion === 5) expect(await client.heard('connack')).toMatchObject({ reasonCode: 0x85 })
    else expect(client.bytes).toEqual([])
  })

  it('may be 128 bytes long, and without an id is given one', async () => {
    const { connect } = await start()
    await connect('x'.repeat(128), { protocolVersion })
    await connect('', { protocolVersion })
    expect(ids()).toEqual(['x'.repeat(128), expect.stringMatching(/^\$GEN\/[0-9a-f-]{36}$/)])
  })

  it('lasts 24 hours, and is closed at the first packet either way after that', async () => {
    const { clock, connect, simulator } = await start({}, { tokenLifetimes: { authorization: hours(48) } })
    const talker = await connect('talker', { protocolVersion, keepalive: 1200 })
    const listener = await connect('listener', { protocolVersion, keepalive: 1200 })
    await listener.subscribe('a')
    const day = async () => {
      for (let quarter = 0; quarter < 96; quarter++) {
        await clock.advance(minutes(15) - (quarter === 95 ? 1 : 0))
        for (const client of [talker, listener]) if (quarter < 95) expect(await client.rest()).toEqual([])
      }
    }
    await day()
    expect(simulator.connections).toHaveLength(2)
    expect(await talker.rest()).toEqual([])
    await clock.advance(1)
    expect(simulator.connections).toHaveLength(2)
    const fresh = await connect('fresh', { protocolVersion })
    talker.send({ cmd: 'pingreq' })
    fresh.send(publishPacket('a', 'too late'))
    await Promise.all([talker.closed, listener.closed])
    for (const client of [talker, listener])
      expect(client.packets).toMatchObject(protocolVersion === 5 ? [{ cmd: 'disconnect', reasonCode: 0x98 }] : [])
    expect(ids()).toEqual(['fresh'])
  })
})

it('a WebSocket without a CONNECT is closed after a while', async () => {
  const { clock, open } = await start()
  const client = await open()
  await clock.advance(seconds(30))
  await client.closed
  expect(clock.pending).toBe(0)
})

it('a text frame is no MQTT', async () => {
  const { connect } = await start()
  const client = await connect('texter')
  client.socket.send('hello')
  await client.closed
})

it('MQTT 3.1.1 without an id wants a clean session', async () => {
  const { open } = await start()
  const client = await open()
  client.socket.send(Buffer.from('100c00044d5154540400003c0000', 'hex'))
  await client.closed
  expect(Buffer.concat(client.bytes).toString('hex')).toBe('20020002')
})

it('a CONNECT that comes too fast can get a return code of MQTT 3.1.1', async () => {
  const { connect, open } = await start({ throttledConnect: 3 })
  await connect('hasty')
  const refused = await open()
  refused.send(connectPacket('hasty'))
  await refused.closed
  expect(Buffer.concat(refused.bytes).toString('hex')).toBe('20020003')
})

describe('a gateway without MQTT 5', () => {
  it.each([
    ['connack-1', '20020001'],
    ['connack-84', '2003008400'],
  ] as const)('says %s', async (mqtt5, bytes) => {
    const { open, connect } = await start({ mqtt5 })
    const client = await open(5)
    client.send(connectPacket('five', { protocolVersion: 5 }))
    await client.closed
    expect(Buffer.concat(client.bytes).toString('hex')).toBe(bytes)
    await connect('five')
  })

  it('or nothing at all', async () => {
    const { clock, open, simulator } = await start({ mqtt5: 'mute' })
    const client = await open(5)
    client.send(connectPacket('five', { protocolVersion: 5 }))
    await clock.advance(seconds(29))
    expect([client.bytes, client.socket.readyState, simulator.connections]).toEqual([[], client.socket.OPEN, []])
    await clock.advance(seconds(1))
    await client.closed
    expect(client.bytes).toEqual([])
  })
})

describe('AWS credentials', () => {
  const over = { tokenLifetimes: { authorization: hours(1) } }

  it('are looked at only when a connection is opened', async () => {
    const { clock, connect, url } = await start({}, over)
    const client = await connect('stays', { keepalive: 1200 })
    await clock.advance(minutes(25))
    await client.rest()
    await clock.advance(minutes(25))
    await client.rest()
    await clock.advance(minutes(25))
    expect(await client.rest()).toEqual([])
    await expect(connect('late')).rejects.toThrow('403')
    expect(url().search).toContain('X-Amz-Security-Token')
  })

  it.each(versions)('end an MQTT %s connection with them when the gateway is so', async (_, protocolVersion) => {
    const { clock, connect, simulator } = await start({ endWithCredentials: true }, over)
    const client = await connect('goes', { protocolVersion, keepalive: 1200 })
    await clock.advance(minutes(20))
    await client.rest()
    await clock.advance(minutes(20))
    await client.rest()
    await clock.advance(minutes(20) - 1)
    expect(simulator.connections).toHaveLength(1)
    await clock.advance(1)
    await client.closed
    expect(client.packets).toMatchObject(protocolVersion === 5 ? [{ cmd: 'disconnect', reasonCode: 0x87 }] : [])
  })

  it('end it also when they are ended before their time', async () => {
    const { connect, simulator } = await start({ endWithCredentials: true })
    const client = await connect('goes')
    simulator.expireAwsCredentials()
    await client.closed
  })
})

it('MQTT 3.1 is told by its own name', async () => {
  const { open } = await start()
  const client = await open()
  client.socket.send(mqtt.generate(connectPacket('old', { protocolId: 'MQIsdp', protocolVersion: 3 })))
  expect(await client.heard('connack')).toMatchObject({ returnCode: 0 })
})
