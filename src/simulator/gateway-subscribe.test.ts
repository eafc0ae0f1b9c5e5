import type * as mqtt from 'mqtt-packet'
import { afterEach, describe, expect, it } from 'vitest'
import { minutes, seconds } from '#time/duration'
import { publishPacket, type RawClient, subscribePacket } from '../../test/fixtures/raw-client.ts'
import { startTestGateway, type TestGateway, versions } from '../../test/fixtures/test-gateway.ts'
import type { GatewayOptions } from './gateway-options.ts'

let gateway: TestGateway
const start = async (options: Partial<GatewayOptions> = {}) => {
  gateway = await startTestGateway(options)
  return gateway
}
afterEach(() => gateway[Symbol.asyncDispose]())

const filters = (count: number, prefix = 'f') => Array.from({ length: count }, (_, i) => `${prefix}${i}`)
const goodbye = async (client: RawClient, code: number) => {
  await client.closed
  expect(client.packets).toMatchObject(client.version === 5 ? [{ cmd: 'disconnect', reasonCode: code }] : [])
}
const messages = async (client: RawClient) =>
  (await client.rest()).flatMap(packet => (packet.cmd === 'publish' ? [packet.payload.toString()] : []))

describe.each(versions)('SUBSCRIBE of MQTT %s', (_, protocolVersion) => {
  const five = protocolVersion === 5
  const connected = async (options: Partial<GatewayOptions> = {}) => {
    const { connect } = await start(options)
    return connect('client', { protocolVersion })
  }

  it('takes eight filters, and grants QoS 1 at most', async () => {
    const client = await connected()
    expect(await client.subscribe(...filters(8))).toEqual(Array(8).fill(1))
    client.send(subscribePacket(['a'], 0))
    expect((await client.heard('suback')).granted).toEqual([0])
  })

  it('with nine filters: 3.1.1 is hung up on, 5 refused', async () => {
    const client = await connected()
    if (five) {
      expect(await client.subscribe(...filters(9))).toEqual(Array(9).fill(0x97))
      expect(gateway.simulator.connections[0]?.filters).toEqual([])
      return
    }
    client.send(subscribePacket(filters(9)))
    await goodbye(client, 0x97)
  })

  it('with nine filters can end either', async () => {
    const client = await connected({ tooManyFilters: 'disconnect' })
    client.send(subscribePacket(filters(9)))
    await goodbye(client, 0x97)
  })

  const fifty = async (options: Partial<GatewayOptions> = {}) => {
    const client = await connected(options)
    for (let i = 0; i < 7; i++) await client.subscribe(...filters(7, `f${i}`))
    await client.subscribe('last')
    expect(gateway.simulator.connections[0]?.filters).toHaveLength(50)
    return client
  }

  it('beyond 50 is refused, one that is there already is not', async () => {
    const client = await fifty()
    expect(await client.subscribe('last', 'more', 'f00')).toEqual([1, five ? 0x97 : 0x80, 1])
    client.send({ cmd: 'unsubscribe', messageId: 2, unsubscriptions: ['last'] })
    await client.heard('unsuback')
    expect(await client.subscribe('more')).toEqual([1])
  })

  it('beyond 50 can end the connection', async () => {
    const client = await fifty({ tooManySubscriptions: 'disconnect' })
    client.send(subscribePacket(['more']))
    await goodbye(client, 0x97)
  })

  it('beyond 50 can be granted and never heard of', async () => {
    const client = await fifty({ tooManySubscriptions: 'ignore' })
    expect(await client.subscribe('more')).toEqual([1])
    client.send(publishPacket('more', 'lost'), publishPacket('last', 'found'))
    expect(await messages(client)).toEqual(['found'])
  })

  it('at QoS 2 gets no SUBACK, nor its neighbours', async () => {
    const client = await connected()
    const [one] = subscribePacket(['a'], 2).subscriptions
    client.send({ ...subscribePacket(['b']), subscriptions: [{ topic: 'b', qos: 1 }, one ?? { topic: 'a', qos: 2 }] })
    client.send(publishPacket('a', 'x'), publishPacket('b', 'x'))
    expect(await client.rest()).toEqual([])
  })

  it.each([
    ['257 bytes', 'x'.repeat(257)],
    ['8 slashes', 'a/a/a/a/a/a/a/a/a'],
    ['a # in the middle', 'a/#/b'],
    ['half a wildcard', 'a+'],
    ['a shared one without a name', '$share//a'],
  ])('with a filter that cannot be: %s', async (_, filter) => {
    const client = await connected()
    if (five) expect(await client.subscribe('good', filter)).toEqual([1, 0x8f])
    else {
      client.send(subscribePacket(['good', filter]))
      await goodbye(client, 0)
    }
  })

  it('under $ ends the connection where AWS has nothing', async () => {
    const client = await connected()
    expect(await client.subscribe('$aws/things/+/shadow/#')).toEqual([1])
    client.send(subscribePacket(['$SYS/#']))
    await goodbye(client, 0x8f)
  })

  it('under $ can be refused instead', async () => {
    const client = await connected({ reservedTopics: 'ignore' })
    expect(await client.subscribe('$SYS/#', 'a')).toEqual([0x80, 1])
  })

  it('a/# takes a/ and a/b, not a', async () => {
    const client = await connected()
    await client.subscribe('a/#')
    for (const topic of ['a', 'a/', 'a/b', 'a/b/c']) client.send(publishPacket(topic, topic))
    expect(await messages(client)).toEqual(['a/', 'a/b', 'a/b/c'])
  })

  it('# and + take nothing under $', async () => {
    const { connect } = await start()
    const client = await connect('client', { protocolVersion })
    await client.subscribe('#', '+/events/presence/+/+')
    await connect('passes-by')
    expect(await messages(client)).toEqual([])
  })

  it('again changes the QoS, and matching twice delivers once at the better one', async () => {
    const client = await connected()
    const heard = async () => {
      client.send(publishPacket('a', 'x', 1))
      return (await client.rest()).flatMap(packet => (packet.cmd === 'publish' ? [packet.qos] : []))
    }
    client.send(subscribePacket(['a'], 1), subscribePacket(['a'], 0))
    expect(await heard()).toEqual([0])
    client.send(subscribePacket(['#'], 1), subscribePacket(['+'], 0))
    expect(await heard()).toEqual([1])
  })

  it('is live with its SUBACK, or a little later when the gateway is so', async () => {
    const { connect, clock } = await start({ matchingLag: seconds(1) })
    const client = await connect('client', { protocolVersion })
    expect(await client.subscribe('a')).toEqual([1])
    client.send(publishPacket('a', 'too early'))
    expect(await messages(client)).toEqual([])
    await clock.advance(seconds(1))
    client.send(publishPacket('a', 'heard'))
    expect(await messages(client)).toEqual(['heard'])
    client.send(subscribePacket(['a']), { cmd: 'unsubscribe', messageId: 2, unsubscriptions: ['a'] })
    await clock.advance(seconds(1))
    client.send(publishPacket('a', 'not any more'))
    expect(await messages(client)).toEqual([])
  })

  it('taken back nine at a time gets no UNSUBACK', async () => {
    const client = await connected()
    await client.subscribe('a')
    client.send({ cmd: 'unsubscribe', messageId: 2, unsubscriptions: [...filters(8), 'a'] })
    client.send(publishPacket('a', 'still here'))
    expect(await messages(client)).toEqual(['still here'])
    expect(client.packets.map(({ cmd }) => cmd)).not.toContain('unsuback')
  })
})

it('QoS 2 can end a connection of MQTT 5', async () => {
  const { connect } = await start({ qos2: 'disconnect' })
  const [one, two] = [await connect('one', { protocolVersion: 5 }), await connect('two', { protocolVersion: 5 })]
  one.send(subscribePacket(['a'], 2))
  await goodbye(one, 0x9b)
  two.send(publishPacket('a', 'x', 2))
  await goodbye(two, 0x9b)
})

describe.each(versions)('a shared subscription of MQTT %s', (_, protocolVersion) => {
  const join = async (clientId: string, options: Partial<mqtt.IConnectPacket> = {}) => {
    const client = await gateway.connect(clientId, { protocolVersion, keepalive: 1200, ...options })
    expect(await client.subscribe('$share/group/a/#')).toEqual([1])
    return client
  }

  it('gives each message to one member, and all of them to who is not in it', async () => {
    const { connect } = await start()
    const members = [await join('one'), await join('two')]
    const outside = await connect('outside')
    await outside.subscribe('a/b')
    for (let i = 0; i < 40; i++) outside.send(publishPacket('a/b', String(i)))
    expect(await messages(outside)).toHaveLength(40)
    const [one, two] = await Promise.all(members.map(messages))
    expect([...(one ?? []), ...(two ?? [])].map(Number).sort((a, b) => a - b)).toEqual([...Array(40).keys()])
    expect(one?.length).toBeGreaterThan(5)
    expect(two?.length).toBeGreaterThan(5)
  })

  it('keeps messages of QoS 1 for a member that is away, and sends 20 of them a second', async () => {
    const { connect, clock } = await start()
    const session = { clean: false, properties: { sessionExpiryInterval: 3600 } }
    const away = await join('away', session)
    away.socket.terminate()
    const sender = await connect('sender')
    await clock.settle()
    for (let i = 0; i < 30; i++) sender.send(publishPacket('a/b', String(i), 1), publishPacket('a/b', 'lost', 0))
    await sender.rest()
    await clock.advance(minutes(1))
    const back = await gateway.connect('away', { protocolVersion, keepalive: 1200, ...session })
    await clock.advance(seconds(1))
    expect(await messages(back)).toEqual([...Array(20).keys()].map(String))
    await clock.advance(seconds(1))
    expect(await messages(back)).toHaveLength(10)
  })

  it('brings no retained messages, and ends with its last member', async () => {
    const { connect } = await start()
    const sender = await connect('sender')
    sender.send(publishPacket('a/b', 'kept', 1, { retain: true }))
    await sender.rest()
    const member = await gateway.connect('member', { protocolVersion })
    await member.subscribe('$share/group/a/b')
    expect(await messages(member)).toEqual([])
    member.send({ cmd: 'unsubscribe', messageId: 2, unsubscriptions: ['$share/group/a/b'] })
    await member.heard('unsuback')
    sender.send(publishPacket('a/b', 'nobody', 1))
    await sender.rest()
    expect(await messages(member)).toEqual([])
  })
})
