import * as mqtt from 'mqtt-packet'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { seconds } from '#time/duration'
import { type ManualClock, manualClock } from '../../test/fixtures/manual-clock.ts'
import { signedUrl, signIn, type Token } from '../../test/fixtures/plain-client.ts'
import { connectPacket, publishPacket, RawClient, subscribePacket } from '../../test/fixtures/raw-client.ts'
import { type Simulator, startSimulator } from './index.ts'

let clock: ManualClock
let simulator: Simulator
let token: Token
beforeEach(async () => {
  clock = manualClock()
  simulator = await startSimulator({ clock, heaters: [] })
  token = await signIn(simulator)
})
afterEach(() => simulator.close())

const opened = () => RawClient.open(signedUrl(simulator, token, clock.now()))
const connected = (clientId: string, options?: Partial<mqtt.IConnectPacket>) =>
  RawClient.connect(signedUrl(simulator, token, clock.now()), clientId, options)

describe('CONNECT', () => {
  it('of a level that does not exist gets the answer of an older broker, and the end', async () => {
    const client = await opened()
    const bytes = mqtt.generate(connectPacket('nine'))
    bytes[8] = 9
    client.socket.send(bytes)
    await client.closed
    expect(Buffer.concat(client.bytes).toString('hex')).toBe('20020001')
  })

  it('of MQTT 3.1 is taken', async () => {
    const client = await connected('three', { protocolId: 'MQIsdp', protocolVersion: 3 })
    expect(client.bytes[0]?.toString('hex')).toBe('20020000')
  })

  it('must come first, and once', async () => {
    const hasty = await opened()
    hasty.send(subscribePacket(['a']))
    await hasty.closed
    const twice = await connected('twice')
    twice.send(connectPacket('twice'))
    await twice.closed
    expect(simulator.connections).toEqual([])
  })

  it('with a name in use closes the older connection', async () => {
    const older = await connected('same')
    await clock.advance(seconds(1))
    const newer = await connected('same')
    await older.closed
    await newer.subscribe('a')
    expect(simulator.connections).toEqual([{ clientId: 'same', filters: ['a'], protocol: '3.1.1' }])
  })
})

describe('messages', () => {
  it('survive frames that split and join packets, and a subscription is live with its SUBACK', async () => {
    const client = await opened()
    const all = [connectPacket('pieces'), subscribePacket(['a/b']), publishPacket('a/b', 'x')]
    const bytes = Buffer.concat(all.map(packet => mqtt.generate(packet)))
    for (let i = 0; i < bytes.length; i += 5) client.socket.send(bytes.subarray(i, i + 5))
    expect((await client.heard('publish')).payload.toString()).toBe('x')
    expect(client.packets.map(({ cmd }) => cmd)).toEqual(['connack', 'suback'])
  })

  it('come back to the sender, once, at the QoS that both sides know', async () => {
    const client = await connected('self')
    client.send(subscribePacket(['a/+'], 0), subscribePacket(['a/#'], 1))
    expect((await client.heard('suback')).granted).toEqual([0])
    expect((await client.heard('suback')).granted).toEqual([1])
    client.send(publishPacket('a/b', 'one', 1), publishPacket('a/b', 'two', 0))
    expect((await client.heard('puback')).messageId).toBe(9)
    const [one, two] = [await client.heard('publish'), await client.heard('publish')]
    expect([one.payload.toString(), one.qos, one.messageId]).toEqual(['one', 1, 1])
    expect([two.payload.toString(), two.qos]).toEqual(['two', 0])
    client.send({ cmd: 'unsubscribe', messageId: 3, unsubscriptions: ['a/#', 'a/+'] })
    await client.heard('unsuback')
    client.send(publishPacket('a/b', 'three'), { cmd: 'pingreq' })
    await client.heard('pingresp')
    expect(client.packets).toEqual([])
  })

  it('on the parent of a/# do not match it', async () => {
    const client = await connected('parent')
    await client.subscribe('a/#')
    client.send(publishPacket('a', 'parent'), publishPacket('a/b', 'child'))
    expect((await client.heard('publish')).payload.toString()).toBe('child')
  })

  it.each([
    ['nine filters in a SUBSCRIBE', () => subscribePacket(Array.from('abcdefghi'))],
    ['a payload beyond 128 KiB', () => publishPacket('a', Buffer.alloc(131_073))],
    ['a wildcard in a topic', () => publishPacket('a/#', 'x')],
    ['a packet that clients do not send', (): mqtt.Packet => ({ cmd: 'pingresp' })],
  ])('%s ends the connection', async (_, packet) => {
    const client = await connected('greedy')
    client.send(packet())
    await client.closed
    expect(simulator.connections).toEqual([])
  })

  it('at QoS 2 get no answer at all', async () => {
    const client = await connected('two')
    await client.subscribe('a')
    client.send(publishPacket('a', 'lost', 2), publishPacket('a', 'kept'))
    expect((await client.heard('publish')).payload.toString()).toBe('kept')
    expect(client.packets).toEqual([])
  })
})

describe('the last will', () => {
  const will = { topic: 'will', payload: Buffer.from('gone'), qos: 1, retain: false } as const
  const dies = async (end: (dying: RawClient) => unknown) => {
    const watcher = await connected('watcher', { keepalive: 1200 })
    await watcher.subscribe('will', 'end')
    const dying = await connected('dying', { will })
    await end(dying)
    await dying.closed
    return watcher
  }

  it.each<[string, (dying: RawClient) => unknown]>([
    ['a cut network', dying => dying.socket.terminate()],
    ['a takeover', () => clock.advance(seconds(1)).then(() => connected('dying'))],
    ['a broken rule', dying => dying.send({ cmd: 'pingresp' })],
    ['silence beyond 1.5 times the keep-alive', () => clock.advance(seconds(90))],
  ])('is sent after %s', async (_, end) => {
    const { payload, topic } = await (await dies(end)).heard('publish')
    expect([topic, payload.toString()]).toEqual(['will', 'gone'])
  })

  it.each<[string, (dying: RawClient) => unknown]>([
    ['DISCONNECT', dying => dying.send({ cmd: 'disconnect' })],
    ['a Close frame', dying => dying.socket.close()],
  ])('is not sent after %s', async (_, end) => {
    const watcher = await dies(end)
    watcher.send(publishPacket('end', 'end'))
    expect((await watcher.heard('publish')).topic).toBe('end')
  })
})

it('drops every connection when told to', async () => {
  const clients = [await connected('one'), await connected('two')]
  simulator.dropConnections()
  expect(await Promise.all(clients.map(({ closed }) => closed))).toEqual([1006, 1006])
  expect(simulator.connections).toEqual([])
})

it('a keep-alive is met by any packet, and lasts half as long again', async () => {
  const client = await connected('alive', { keepalive: 40 })
  await clock.advance(seconds(59))
  client.send({ cmd: 'pingreq' })
  await client.heard('pingresp')
  await clock.advance(seconds(59))
  expect(simulator.connections).toHaveLength(1)
  await clock.advance(seconds(1))
  await client.closed
  expect(simulator.connections).toEqual([])
})

it('closes twice and leaves neither connection nor timer', async () => {
  const client = await connected('left')
  await Promise.all([simulator.close(), simulator.close()])
  await client.closed
  await simulator.close()
  expect(clock.pending).toBe(0)
  await expect(fetch(simulator.url)).rejects.toThrow()
})

describe('a hostile client', () => {
  it.each([
    ['a SUBSCRIBE without filters', Buffer.from('82020001', 'hex')],
    ['a packet that claims 200 MB', Buffer.concat([Buffer.from('30ffffff5f', 'hex'), Buffer.alloc(400_000)])],
  ])('ends its own connection only: %s', async (_, bytes) => {
    const [hostile, other] = [await connected('hostile'), await connected('other')]
    hostile.socket.send(bytes)
    await hostile.closed
    await other.subscribe('still/there')
    expect(simulator.connections.map(({ clientId }) => clientId)).toEqual(['other'])
  })
})
