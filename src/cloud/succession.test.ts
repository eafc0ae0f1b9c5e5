import { describe, expect, it } from 'vitest'
import { hours, minutes, seconds } from '#time/duration'
import { asked, credentials, testLink, wishes } from '../../test/fixtures/test-link.ts'

const ids = (packets: readonly { readonly clientId: string }[]) => packets.map(({ clientId }) => clientId)
const message = (payload: string) =>
  ({ cmd: 'publish', topic: 'a', payload, qos: 0, dup: false, retain: false }) as const

describe('a connection that is 23 hours old', () => {
  it('is replaced by one under another id before it is left, without a word lost or heard twice', async () => {
    const heard: string[] = []
    const { gateway, made, clock, states } = await testLink(
      {},
      { random: () => 0, onMessage: (_, payload) => heard.push(String(Buffer.from(payload))) },
    )
    await made.subscribe(wishes('a', 'cmd/{clientId}/res'))
    const [old] = gateway.lines
    const next = gateway.heard('connect', 2)
    await clock.advance(hours(23))
    await next
    await gateway.heard('subscribe', 2)
    await clock.settle()
    expect(ids(gateway.of('connect'))).toEqual(['test', 'test-b'])
    expect(asked(gateway)).toEqual(['a cmd/test/res', 'a cmd/test-b/res'])
    expect([made.clientId, made.health().replacements]).toEqual(['test-b', 1])
    // Both hear it; one hands it on.
    old?.send(message('both'))
    gateway.line.send(message('both'), message('new alone'))
    old?.send(message('old alone'))
    await made.publish('topic', '{}')
    await clock.advance(seconds(10))
    await gateway.heard('disconnect')
    expect(heard.sort()).toEqual(['both', 'new alone', 'old alone'])
    await clock.advance(seconds(10))
    gateway.line.send(message('both'))
    await made.publish('topic', '{}')
    expect(heard.filter(text => text === 'both')).toHaveLength(2)
    // The link was online all the time, and a day later the first id is free again.
    expect(states).toEqual(['signing-in', 'connecting', 'subscribing', 'online'])
    await Promise.all([gateway.heard('connect', 3), clock.advance(hours(23))])
    expect(ids(gateway.of('connect'))).toEqual(['test', 'test-b', 'test'])
  })

  it('stays when no other can be had, and is replaced later', async () => {
    const { gateway, made, clock, states } = await testLink({}, { random: () => 0 })
    await made.subscribe(wishes('a'))
    gateway.script.connect = 'refuse'
    const refused = gateway.heard('connect', 2)
    await clock.advance(hours(23))
    await refused
    await clock.settle()
    expect(made.state).toBe('online')
    await made.publish('topic', '{}')
    gateway.script.connect = 'answer'
    await Promise.all([gateway.heard('subscribe', 2), clock.advance(minutes(5))])
    await clock.settle()
    expect(made.health()).toMatchObject({ state: 'online', replacements: 1, drops: 0, clientId: 'test-b' })
    expect(states).toHaveLength(4)
  })
})

describe('where sockets end with their credentials', () => {
  it('the next one is replaced in time', async () => {
    let now = () => 0
    const session = {
      awsCredentials: async () => ({ ...credentials, expiresAt: now() + hours(1), renewAt: now() + minutes(55) }),
    }
    const { gateway, made, clock, state } = await testLink({}, { random: () => 0, session })
    now = clock.now
    await made.subscribe(wishes('a'))
    await clock.advance(hours(1) + seconds(1))
    const lost = state('waiting')
    gateway.line.cut()
    await lost
    const online = state('online')
    await clock.advance(seconds(1))
    await online
    const next = gateway.heard('connect', 3)
    await clock.advance(minutes(58))
    await next
    await gateway.heard('subscribe', 3)
    await clock.settle()
    expect(made.health()).toMatchObject({ replacements: 1, drops: 1, connections: 2 })
  })
})
