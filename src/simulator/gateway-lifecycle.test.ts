import { afterEach, describe, expect, it } from 'vitest'
import { hours, minutes, seconds } from '#time/duration'
import { connectPacket, publishPacket, type RawClient, subscribePacket } from '../../test/fixtures/raw-client.ts'
import { startTestGateway, type TestGateway } from '../../test/fixtures/test-gateway.ts'
import type { GatewayOptions } from './gateway-options.ts'

let gateway: TestGateway
let watcher: RawClient
const start = async (options: Partial<GatewayOptions> = {}) => {
  gateway = await startTestGateway(options)
  watcher = await gateway.connect('watcher', { keepalive: 1200 })
  await watcher.subscribe('$aws/events/presence/+/+', '$aws/events/subscriptions/+/me', 'will')
  await watcher.rest()
  return gateway
}
afterEach(() => gateway[Symbol.asyncDispose]())

const event = async (type: string) => {
  for (;;) {
    const { topic, payload } = await watcher.heard('publish')
    if (topic.includes(`/${type}/`)) return { topic, ...JSON.parse(payload.toString()) }
  }
}

it('tells of coming, subscribing and going', async () => {
  const { connect, clock } = await start()
  const client = await connect('me')
  const base = {
    clientId: 'me',
    timestamp: clock.now(),
    sessionIdentifier: expect.stringMatching(/^[0-9a-f-]{36}$/),
    principalIdentifier: expect.any(String),
    versionNumber: 0,
  }
  const came = await event('connected')
  const topic = '$aws/events/presence/connected/me'
  expect(came).toEqual({ ...base, topic, eventType: 'connected', ipAddress: '127.0.0.1' })
  await client.subscribe('a', 'b')
  expect(await event('subscribed')).toMatchObject({ eventType: 'subscribed', topics: ['a', 'b'] })
  client.send({ cmd: 'unsubscribe', messageId: 1, unsubscriptions: ['a'] })
  expect(await event('unsubscribed')).toMatchObject({ eventType: 'unsubscribed', topics: ['a'] })
  client.send({ cmd: 'disconnect' })
  expect(await event('disconnected')).toEqual({
    ...base,
    topic: '$aws/events/presence/disconnected/me',
    sessionIdentifier: came.sessionIdentifier,
    eventType: 'disconnected',
    clientInitiatedDisconnect: true,
    disconnectReason: 'CLIENT_INITIATED_DISCONNECT',
  })
})

it('counts a client’s visits, and forgets them after an hour', async () => {
  const { connect, clock } = await start({ connectInterval: seconds(0) })
  const visit = async () => {
    const client = await connect('me')
    const { versionNumber } = await event('connected')
    client.socket.close()
    expect((await event('disconnected')).versionNumber).toBe(versionNumber)
    return versionNumber
  }
  expect([await visit(), await visit(), await visit()]).toEqual([0, 1, 2])
  await clock.advance(minutes(29))
  await watcher.rest()
  await clock.advance(minutes(29))
  await watcher.rest()
  expect(await visit()).toBe(3)
  for (let i = 0; i < 3; i++) {
    await clock.advance(hours(1 / 3))
    await watcher.rest()
  }
  await clock.advance(1)
  await gateway.renew()
  await connect('me')
  expect((await event('connected')).versionNumber).toBe(0)
})

it('tells of who may not connect', async () => {
  const { open } = await start({ policy: { connect: { deny: ['bad'] } } })
  const client = await open()
  client.send(connectPacket('bad'))
  expect(await event('connect_failed')).toMatchObject({
    eventType: 'connect_failed',
    connectFailureReason: 'AUTHORIZATION_FAILED',
    ipAddress: '127.0.0.1',
  })
})

it('says nothing of an id with a wildcard in it', async () => {
  const { connect } = await start()
  await connect('a+b')
  await connect('me')
  expect((await event('connected')).clientId).toBe('me')
})

describe('disconnectReason, and whether the will is sent:', () => {
  type Ends = (client: RawClient) => unknown
  const will = { topic: 'will', payload: Buffer.from('gone'), qos: 1, retain: false } as const
  const denied: Partial<GatewayOptions> = { policy: { publish: { deny: ['secret'] } } }
  it.each<[string, string, boolean, Ends, Partial<GatewayOptions>?]>([
    ['DISCONNECT', 'CLIENT_INITIATED_DISCONNECT', false, client => client.send({ cmd: 'disconnect', reasonCode: 0 })],
    ['a Close frame', 'CLIENT_INITIATED_DISCONNECT', false, client => client.socket.close()],
    ['a second CONNECT', 'CLIENT_ERROR', true, client => client.send(connectPacket('me'))],
    ['too much', 'CLIENT_ERROR', true, client => client.send(publishPacket('a', Buffer.alloc(131_073)))],
    ['nine filters', 'CLIENT_ERROR', true, client => client.send(subscribePacket(Array.from('abcdefghi')))],
    ['a cut network', 'CONNECTION_LOST', true, client => client.socket.terminate()],
    ['a takeover', 'DUPLICATE_CLIENTID', true, () => gateway.connect('me')],
    ['silence', 'MQTT_KEEP_ALIVE_TIMEOUT', true, () => gateway.clock.advance(seconds(90))],
    ['denial', 'AUTH_ERROR', true, client => client.send(publishPacket('secret', 'x')), denied],
    ['an administrator', 'API_INITIATED_DISCONNECT', true, () => gateway.simulator.deleteConnection('me')],
  ])('%s: %s, %s', async (_, reason, sent, end, options = {}) => {
    const { connect, clock } = await start(options)
    const client = await connect('me', { will })
    await clock.advance(seconds(1))
    await end(client)
    const heard = []
    do heard.push(await watcher.heard('publish'))
    while (!heard.at(-1)?.topic.includes('/disconnected/'))
    expect(heard.some(({ topic }) => topic === 'will')).toBe(sent)
    expect(JSON.parse(String(heard.at(-1)?.payload))).toMatchObject({
      clientId: 'me',
      disconnectReason: reason,
      clientInitiatedDisconnect: !sent,
    })
  })

  it('age: WEBSOCKET_TTL_EXPIRATION, true', async () => {
    const { connect, clock } = await start({ lifetime: seconds(10) })
    const client = await connect('me', { will })
    await clock.advance(seconds(5))
    watcher = await connect('younger')
    await watcher.subscribe('will', '$aws/events/presence/disconnected/me')
    await clock.advance(seconds(5))
    client.send({ cmd: 'pingreq' })
    expect(await watcher.message()).toBe('gone')
    expect((await event('disconnected')).disconnectReason).toBe('WEBSOCKET_TTL_EXPIRATION')
  })
})
