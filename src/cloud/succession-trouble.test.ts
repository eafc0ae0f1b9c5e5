import { expect, it } from 'vitest'
import { hours, minutes, seconds } from '#time/duration'
import type { Line } from '../../test/fixtures/scripted-gateway.ts'
import { follow } from '../../test/fixtures/test-connection.ts'
import { asked, credentials, outcome, testLink, wishes } from '../../test/fixtures/test-link.ts'

/** A link that is online, and whose replacement has come as far as `at`, where the gateway falls silent. */
async function replacing(at: 'connect' | 'subscribe') {
  const link = await testLink({}, { random: () => 0 })
  await link.made.subscribe(wishes('a'))
  const [old] = link.gateway.lines as [Line]
  link.gateway.script[at] = 'silence'
  await Promise.all([link.gateway.heard(at, 2), link.clock.advance(hours(23))])
  return { ...link, old }
}

it.each(['connect', 'subscribe'] as const)(
  'is not online over a connection that ended while the %s of its replacement stayed unanswered',
  async at => {
    const { gateway, made, clock, state, old } = await replacing(at)
    const lost = state('waiting')
    old.cut()
    await lost
    gateway.script[at] = 'answer'
    const online = state('online')
    await clock.advance(seconds(1))
    await online
    expect(made.health()).toMatchObject({ drops: 1, connections: 2, replacements: 0 })
    await made.publish('topic', '{}')
  },
)

it('goes on over the old connection while its replacement gets no answer to what it asks for', async () => {
  const { gateway, made, clock } = await replacing('subscribe')
  expect(made.health().subscriptions).toMatchObject([{ filter: 'a', state: 'granted' }])
  const question = follow(made.subscribe(wishes('a')))
  await clock.settle()
  expect(question.settled).toBe(true)
  // What is new waits for the connection to come, or else for the one that stays.
  const more = follow(made.subscribe(wishes('b')))
  await gateway.heard('subscribe', 3)
  gateway.script.subscribe = 'answer'
  await clock.advance(seconds(30))
  await gateway.heard('subscribe', 4)
  await more.outcome
  expect(asked(gateway)).toEqual(['a', 'a', 'b', 'b'])
  expect(made.health()).toMatchObject({ state: 'online', replacements: 0, drops: 0, clientId: 'test' })
})

it('never takes the id of the connection that is still there, however often its replacement fails', async () => {
  const { gateway, made, clock } = await replacing('subscribe')
  await clock.advance(seconds(30))
  await gateway.until(() => gateway.sockets === 1)
  for (let more = 3; more < 6; more++) {
    await Promise.all([gateway.heard('subscribe', more), clock.advance(minutes(5))])
    await clock.advance(seconds(30))
    await gateway.until(() => gateway.sockets === 1)
  }
  expect(gateway.of('connect').map(({ clientId }) => clientId)).toEqual([
    'test',
    'test-b',
    'test-b',
    'test-b',
    'test-b',
  ])
  expect(made.health()).toMatchObject({ state: 'online', drops: 0, clientId: 'test' })
})

it('learns from a replacement that is refused, as from any other connection', async () => {
  const rejections: unknown[] = []
  const session = {
    async awsCredentials({ rejected }: { rejected?: unknown } = {}) {
      rejections.push(rejected)
      return credentials
    },
  }
  const { gateway, made, clock } = await testLink({}, { random: () => 0, session })
  await made.subscribe(wishes('a'))
  gateway.script.upgrade = { status: '403 Forbidden', type: 'application/json', body: '{}' }
  await Promise.all([gateway.until(() => gateway.upgrades === 2), clock.advance(hours(23))])
  gateway.script.upgrade = 'answer'
  await gateway.until(() => gateway.sockets === 1)
  const again = gateway.heard('subscribe', 2)
  await clock.advance(minutes(5))
  await again
  await clock.settle()
  expect(rejections).toEqual([undefined, undefined, credentials])
  expect(made.health()).toMatchObject({ state: 'online', replacements: 1, drops: 0 })
})

it('leaves nothing when it is closed in the very turn in which it comes online again', async () => {
  for (let turns = 0; turns < 24; turns++) {
    const { gateway, made, clock, state } = await testLink({})
    await made.subscribe(wishes('a'))
    gateway.script.subscribe = 'silence'
    const late = made.subscribe(wishes('b'))
    const closing = late.then(async () => {
      for (let turn = 0; turn < turns; turn++) await undefined
      await made.close()
    })
    await gateway.heard('subscribe', 2)
    const lost = state('waiting')
    gateway.line.cut()
    await lost
    gateway.script.subscribe = 'answer'
    await clock.advance(seconds(1))
    const closed = follow(outcome(closing))
    await gateway.until(() => gateway.sockets === 0)
    await clock.settle()
    await clock.advance(seconds(5))
    expect([turns, closed.settled, made.state, clock.pending]).toEqual([turns, true, 'closed', 0])
  }
})
