import { afterEach, describe, expect, it } from 'vitest'
import { minutes, seconds } from '#time/duration'
import { connectPacket, publishPacket, subscribePacket } from '../../test/fixtures/raw-client.ts'
import { startTestGateway, type TestGateway } from '../../test/fixtures/test-gateway.ts'
import type { GatewayOptions } from './gateway-options.ts'

let gateway: TestGateway
const start = async (options: Partial<GatewayOptions> = {}) => {
  gateway = await startTestGateway(options)
  return gateway
}
afterEach(() => gateway[Symbol.asyncDispose]())

const five = { protocolVersion: 5 } as const

describe('CONNACK', () => {
  const connack = async (options: object, chosen: Partial<GatewayOptions> = {}) => {
    const { open } = await start(chosen)
    const client = await open(5)
    client.send(connectPacket('five', { ...five, ...options }))
    return { bytes: client.bytes, ...(await client.heard('connack')) }
  }

  it('is AWS’s to the byte for a keep-alive of 120 s', async () => {
    const { bytes } = await connack({ keepalive: 120, properties: { sessionExpiryInterval: 1200 } })
    const seen = '20 1b 00 00 18 21 0064 24 01 25 01 27 00024800 22 0008 28 01 29 00 2a 01 13 0078'
    expect(Buffer.concat(bytes).toString('hex')).toBe(seen.replaceAll(' ', ''))
  })

  it('tells the keep-alive that holds, and a session expiry that was cut', async () => {
    const properties = { sessionExpiryInterval: 0xffff_ffff }
    expect((await connack({ keepalive: 5, properties })).properties).toMatchObject({
      serverKeepAlive: 30,
      sessionExpiryInterval: 604_800,
    })
  })

  it('may leave the keep-alive out when it is the one that was asked for', async () => {
    const { properties } = await connack({ keepalive: 60 }, { echoKeepAlive: false })
    expect(properties).not.toHaveProperty('serverKeepAlive')
  })

  it('tells the client id that AWS made up', async () => {
    const { open, simulator } = await start()
    const client = await open(5)
    client.send(connectPacket('', five))
    const { properties } = await client.heard('connack')
    expect(properties?.assignedClientIdentifier).toMatch(/^\$GEN\//)
    expect(simulator.connections[0]?.clientId).toBe(properties?.assignedClientIdentifier)
  })

  it.each([
    ['a will of QoS 2', 0x9b, { will: { topic: 'a', payload: Buffer.from('x'), qos: 2 } }],
    ['a will on a filter', 0x90, { will: { topic: 'a/#', payload: Buffer.from('x') } }],
    ['its own way to sign in', 0x80, { properties: { authenticationMethod: 'SCRAM' } }],
    ['no room for messages', 0x80, { properties: { receiveMaximum: 0 } }],
  ])('refuses %s', async (_, reasonCode, options) => {
    expect(await connack(options)).toMatchObject({ reasonCode })
  })
})

describe('an unbearable packet is told why', () => {
  const dies = async (send: Parameters<TestGateway['connect']>[1], ...packets: Parameters<typeof publishPacket>[]) => {
    const { connect } = await start()
    const client = await connect('five', { ...five, ...send })
    for (const packet of packets) client.send(publishPacket(...packet))
    await client.closed
    return client.heard('disconnect')
  }

  it('alias 0 and one beyond 8', async () => {
    for (const topicAlias of [0, 9])
      expect(await dies({}, ['a', 'x', 0, { properties: { topicAlias } }])).toMatchObject({ reasonCode: 0x94 })
  })

  it('an alias that stands for nothing, and no topic at all', async () => {
    expect(await dies({}, ['', 'x', 0, { properties: { topicAlias: 3 } }])).toMatchObject({ reasonCode: 0x82 })
    expect(await dies({}, ['', 'x'])).toMatchObject({ reasonCode: 0x82 })
  })

  it('a packet id of 0, a subscription identifier, a response topic that is a filter', async () => {
    expect(await dies({}, ['a', 'x', 1, { messageId: 0 }])).toMatchObject({ reasonCode: 0x81 })
    const properties = { subscriptionIdentifier: 1 }
    expect(await dies({}, ['a', 'x', 0, { properties }])).toMatchObject({ reasonCode: 0x82 })
    expect(await dies({}, ['a', 'x', 0, { properties: { responseTopic: 'a/+' } }])).toMatchObject({ reasonCode: 0x82 })
  })

  it('a subscription identifier in SUBSCRIBE', async () => {
    const { connect } = await start()
    const client = await connect('five', five)
    client.send({ ...subscribePacket(['a']), properties: { subscriptionIdentifier: 1 } })
    await client.closed
    expect(await client.heard('disconnect')).toMatchObject({ reasonCode: 0xa1 })
  })

  it('AUTH', async () => {
    const { connect } = await start()
    const client = await connect('five', five)
    client.socket.send(Buffer.from('f0021800', 'hex'))
    await client.closed
    expect(await client.heard('disconnect')).toMatchObject({ reasonCode: 0x82 })
  })

  it('in words when wanted', async () => {
    const { connect, open, clock } = await start({ reasonStrings: true })
    const client = await connect('five', five)
    client.send(publishPacket('a/+', 'x', 1))
    expect((await client.heard('puback')).properties?.reasonString).toMatch(/0x90/)
    const refused = await open(5)
    refused.send(connectPacket('five', five))
    expect((await refused.heard('connack')).properties?.reasonString).toMatch(/0x97/)
    await clock.advance(seconds(1))
    await gateway.connect('five', five)
    expect((await client.heard('disconnect')).properties?.reasonString).toMatch(/0x8e/)
  })
})

it('a topic alias stands for its topic on this connection, and can be changed', async () => {
  const { connect } = await start()
  const client = await connect('five', five)
  await client.subscribe('a', 'b')
  const say = (topic: string, payload: string) =>
    client.send(publishPacket(topic, payload, 1, { properties: { topicAlias: 8 } }))
  for (const [topic, payload] of [
    ['a', '1'],
    ['', '2'],
    ['b', '3'],
    ['', '4'],
  ] as const)
    say(topic, payload)
  const heard = []
  for (let i = 0; i < 4; i++) heard.push(await client.heard('publish'))
  expect(heard.map(({ topic, payload }) => topic + payload)).toEqual(['a1', 'a2', 'b3', 'b4'])
})

it('what travels with a message reaches MQTT 5 and not 3.1.1', async () => {
  const { connect } = await start()
  const [sender, newer, older] = [await connect('s', five), await connect('n', five), await connect('o')]
  await newer.subscribe('a')
  await older.subscribe('a')
  const properties = {
    payloadFormatIndicator: true,
    messageExpiryInterval: 60,
    contentType: 'text/plain',
    responseTopic: 'b',
    correlationData: Buffer.from('7'),
    userProperties: { one: ['1', '2'], two: '3' },
  }
  sender.send(publishPacket('a', 'x', 1, { properties: { ...properties, topicAlias: 1 } }))
  const { properties: heard } = await newer.heard('publish')
  expect(JSON.parse(JSON.stringify(heard))).toEqual(JSON.parse(JSON.stringify(properties)))
  expect((await older.heard('publish')).properties).toBeUndefined()
})

describe('message expiry', () => {
  it('is sent on as what is left of it, cut to a week and to a second at least', async () => {
    const { connect } = await start()
    const client = await connect('five', five)
    await client.subscribe('a')
    for (const messageExpiryInterval of [0, 1, 600, 0xffff_ffff])
      client.send(publishPacket('a', 'x', 0, { properties: { messageExpiryInterval } }))
    const left = []
    for (let i = 0; i < 4; i++) left.push((await client.heard('publish')).properties?.messageExpiryInterval)
    expect(left).toEqual([1, 1, 600, 604_800])
  })

  it('ends retained and stored messages, and tells what is left of the others', async () => {
    const { connect, clock } = await start()
    const session = { ...five, clean: false, properties: { sessionExpiryInterval: 3600 } }
    const away = await connect('away', session)
    await away.subscribe('a/#')
    away.send({ cmd: 'disconnect', reasonCode: 0 })
    await away.closed
    const sender = await connect('s', { ...five, keepalive: 1200 })
    for (const [topic, messageExpiryInterval] of [
      ['a/short', 60],
      ['a/long', 600],
    ] as const)
      sender.send(publishPacket(topic, topic, 1, { retain: true, properties: { messageExpiryInterval } }))
    await clock.advance(minutes(2))
    const back = await connect('away', session)
    await clock.advance(seconds(10))
    const stored = await back.heard('publish')
    expect(stored).toMatchObject({ topic: 'a/long', properties: { messageExpiryInterval: 479 } })
    expect((await back.rest()).map(({ cmd }) => cmd)).toEqual([])
    await back.subscribe('a/short', 'a/long')
    expect((await back.rest()).map(packet => 'topic' in packet && packet.topic)).toEqual(['a/long'])
  })
})

describe('a subscription', () => {
  it('may leave out what the client says itself', async () => {
    const { connect } = await start()
    const [client, other] = [await connect('five', five), await connect('other', five)]
    client.send({ ...subscribePacket([]), subscriptions: [{ topic: 'a', qos: 1, nl: true }] })
    await client.heard('suback')
    client.send(publishPacket('a', 'mine', 1))
    await client.heard('puback')
    other.send(publishPacket('a', 'theirs', 1))
    expect(await client.message()).toBe('theirs')
  })

  it('may keep the retain flag, and say when retained messages are wanted', async () => {
    const { connect } = await start()
    const client = await connect('five', five)
    client.send(publishPacket('a', 'kept', 1, { retain: true }))
    await client.heard('puback')
    const ask = async (rh: number, rap = false) => {
      client.send({ ...subscribePacket([]), subscriptions: [{ topic: 'a', qos: 1, rh, rap }] })
      await client.heard('suback')
      return (await client.rest()).map(packet => packet.cmd === 'publish' && packet.retain)
    }
    expect([await ask(2), await ask(1), await ask(0)]).toEqual([[], [], [true]])
    client.send({ cmd: 'unsubscribe', messageId: 2, unsubscriptions: ['a'] })
    expect(await client.heard('unsuback')).toMatchObject({ granted: [0] })
    expect(await ask(1, true)).toEqual([true])
    client.send(publishPacket('a', 'again', 1, { retain: true }))
    expect((await client.heard('publish')).retain).toBe(true)
  })

  it('that never was can be taken back', async () => {
    const { connect } = await start()
    const client = await connect('five', five)
    client.send({ cmd: 'unsubscribe', messageId: 2, unsubscriptions: ['never', 'a'] })
    expect(await client.heard('unsuback')).toMatchObject({ granted: [0, 0] })
  })
})

describe('the client’s own limits', () => {
  it('no packet larger than it takes is sent to it', async () => {
    const { connect } = await start()
    const client = await connect('small', { ...five, properties: { maximumPacketSize: 40 } })
    await client.subscribe('a')
    client.send(publishPacket('a', 'x'.repeat(50), 1), publishPacket('a', 'fits', 1))
    expect(await client.message()).toBe('fits')
    expect((await client.rest()).filter(({ cmd }) => cmd === 'publish')).toEqual([])
  })

  it('no more messages than it takes wait for its PUBACK', async () => {
    const { connect } = await start()
    const client = await connect('slow', { ...five, properties: { receiveMaximum: 2 } })
    await client.subscribe('a')
    for (const payload of '12345') client.send(publishPacket('a', payload, 1))
    for (let i = 0; i < 5; i++) await client.heard('puback')
    const heard = async () => (await client.rest()).flatMap(packet => (packet.cmd === 'publish' ? [packet] : []))
    const [first, second] = await heard()
    expect([first, second].map(packet => packet?.payload.toString())).toEqual(['1', '2'])
    for (const { messageId = 0 } of [first, second].filter(packet => packet !== undefined))
      client.send({ cmd: 'puback', messageId, reasonCode: 0 })
    expect((await heard()).map(({ payload }) => payload.toString())).toEqual(['3', '4'])
  })
})

describe('DISCONNECT of the client', () => {
  const will = { topic: 'will', payload: Buffer.from('gone'), qos: 1, retain: false } as const

  it('0x04 asks for the will', async () => {
    const { connect } = await start()
    const watcher = await connect('watcher', five)
    await watcher.subscribe('will')
    const client = await connect('five', { ...five, will })
    client.send({ cmd: 'disconnect', reasonCode: 0x04 })
    expect(await watcher.message()).toBe('gone')
  })

  it.each([
    ['ends the session with 0', 3600, 0, false],
    ['lengthens the session', 1, 3600, true],
    ['leaves the session', 3600, undefined, true],
  ])('%s', async (_, before, after, present) => {
    const { connect, clock } = await start()
    const session = { ...five, clean: false, properties: { sessionExpiryInterval: before } }
    const client = await connect('five', session)
    const properties = after === undefined ? {} : { sessionExpiryInterval: after }
    client.send({ cmd: 'disconnect', reasonCode: 0, properties })
    await client.closed
    await clock.advance(minutes(1))
    const { open } = gateway
    const back = await open(5)
    back.send(connectPacket('five', session))
    expect(await back.heard('connack')).toMatchObject({ sessionPresent: present })
  })

  it('may not ask for a session that there wasn’t', async () => {
    const { connect } = await start()
    const client = await connect('five', five)
    client.send({ cmd: 'disconnect', reasonCode: 0, properties: { sessionExpiryInterval: 10 } })
    await client.closed
    expect(await client.heard('disconnect')).toMatchObject({ reasonCode: 0x82 })
  })
})

describe('a will that waits', () => {
  const will = { topic: 'will', payload: Buffer.from('gone'), qos: 1, retain: false } as const
  const session = { ...five, clean: false, properties: { sessionExpiryInterval: 3600 } }
  const dies = async (willDelayInterval: number, properties = session.properties) => {
    const { connect, clock } = await start()
    const watcher = await connect('watcher', { keepalive: 1200 })
    await watcher.subscribe('will')
    const client = await connect('five', {
      ...session,
      properties,
      will: { ...will, properties: { willDelayInterval } },
    })
    client.socket.terminate()
    await clock.settle()
    return { watcher, clock, connect }
  }

  it('is sent after its delay', async () => {
    const { watcher, clock } = await dies(60)
    await clock.advance(seconds(59))
    expect(await watcher.rest()).toEqual([])
    await clock.advance(seconds(1))
    expect(await watcher.message()).toBe('gone')
  })

  it('is not sent when the client comes back', async () => {
    const { watcher, clock, connect } = await dies(60)
    await clock.advance(seconds(30))
    await connect('five', session)
    await clock.advance(seconds(60))
    expect(await watcher.rest()).toEqual([])
  })

  it('waits no longer than the session', async () => {
    const { watcher, clock, connect } = await dies(60, { sessionExpiryInterval: 0 })
    expect(await watcher.message()).toBe('gone')
    await clock.advance(seconds(1))
    const again = await connect('five', { ...session, will: { ...will, properties: { willDelayInterval: 600 } } })
    again.socket.terminate()
    await clock.advance(seconds(1))
    expect(await watcher.rest()).toEqual([])
    await connect('five', { ...session, clean: true })
    expect(await watcher.message()).toBe('gone')
  })
})

it('the service going away says so', async () => {
  const { connect, simulator } = await start()
  const client = await connect('five', five)
  await simulator.close()
  await client.closed
  expect(await client.heard('disconnect')).toMatchObject({ reasonCode: 0x8b })
})

it('an administrator can end one connection', async () => {
  const { connect, simulator } = await start()
  const [client, other] = [await connect('five', five), await connect('other', five)]
  expect([simulator.deleteConnection('five'), simulator.deleteConnection('nobody')]).toEqual([true, false])
  await client.closed
  expect(await client.heard('disconnect')).toMatchObject({ reasonCode: 0x98 })
  expect(await other.rest()).toEqual([])
})
