import { describe, expect, it } from 'vitest'
import { AuthenticationError, TimeoutError } from '#schema/errors'
import { deadline } from '#time/clock'
import { minutes, parseDuration, seconds } from '#time/duration'
import { asked, credentials, lonelyLink, outcome, testLink, wishes } from '../../test/fixtures/test-link.ts'

it('waits twice as long after each failure: up to eight seconds for five minutes, then up to two minutes', async () => {
  const { made, clock, waits, state } = lonelyLink()
  const subscribed = outcome(made.subscribe(wishes('a')))
  await state('waiting')
  const began = clock.now()
  const gentle: unknown[] = []
  while (waits.length < 46) {
    if (clock.now() - began < minutes(5)) gentle.push(waits.at(-1))
    const again = state('signing-in')
    await clock.advance(spanOf(waits.at(-1)))
    await again
    await state('waiting')
  }
  expect(gentle.slice(0, 5)).toEqual(['1 s', '2 s', '4 s', '8 s', '8 s'])
  expect(new Set(gentle.slice(3))).toEqual(new Set(['8 s']))
  expect(waits.slice(gentle.length, gentle.length + 5)).toEqual(['16 s', '32 s', '1 min 4 s', '2 min', '2 min'])
  await made.close()
  expect(await subscribed).toMatchObject({ message: 'The connection was closed by this program.' })
  expect([made.state, clock.pending]).toEqual(['closed', 0])
})

/** `1 min 4 s` → 64000. */
const spanOf = (text: unknown) => parseDuration(String(text).replaceAll(' ', '').replace('min', 'm')) ?? Number.NaN

it('jitters the wait by chance', async () => {
  const { made, waits, state } = lonelyLink({ random: () => 0.25 })
  void made.subscribe(wishes('a')).catch(() => {})
  await state('waiting')
  expect(made.cause?.message).toMatch(/ECONNREFUSED/)
  await made.close()
  expect(waits).toEqual(['250 ms'])
})

it('tells why there is no connection to who has waited long enough', async () => {
  const { made, clock, state } = lonelyLink()
  const limit = deadline(clock, seconds(5), () => new TimeoutError('No answer within 5 s.'))
  const published = made.publish('topic', '{}', { signal: limit.signal })
  await state('waiting')
  await Promise.all([
    clock.advance(seconds(5)),
    expect(published).rejects.toThrow(/no connection to the gateway.*ECONNREFUSED/i),
  ])
  await made.close()
})

it('rests when the sign-in is refused, and asks no second time', async () => {
  let asked = 0
  const { made, states } = lonelyLink({
    session: {
      awsCredentials: () => {
        asked++
        return Promise.reject(new AuthenticationError('refused'))
      },
    },
  })
  await expect(made.publish('topic', '{}')).rejects.toThrow('refused')
  await expect(made.publish('topic', '{}')).rejects.toThrow('refused')
  expect(asked).toBe(1)
  expect(states).toEqual(['signing-in', 'auth-failed'])
  await made.close()
})

it('can be closed before anything happened, and twice', async () => {
  const { made, clock } = lonelyLink()
  await Promise.all([made.close(), made.close()])
  await expect(made.subscribe(wishes('a'))).rejects.toThrow('closed by this program')
  expect(clock.pending).toBe(0)
})

describe('a connection that comes and goes', () => {
  it('backs off from a gateway that takes it in and throws it out after 50 ms, and begins anew after 30 s', async () => {
    const { gateway, made, clock, waits, state } = await testLink({})
    void outcome(made.subscribe(wishes('a')))
    /** Stays online so long, then is cut; the state that follows has been entered. */
    const online = async (span: number) => {
      await state('online')
      await clock.advance(span)
      const cut = state('waiting')
      gateway.line.cut()
      await cut
    }
    const again = async (wait: number) => {
      const next = state('online')
      await clock.advance(seconds(wait))
      await next
    }
    for (const wait of [1, 2, 4, 8]) {
      await online(50)
      await again(wait)
    }
    // One millisecond short of a good connection.
    await online(seconds(30) - 1)
    await again(8)
    await online(seconds(30))
    await again(1)
    await online(50)
    expect(waits).toEqual(['1 s', '2 s', '4 s', '8 s', '8 s', '1 s', '2 s'])
    expect(gateway.upgrades).toBe(7)
  })

  it('subscribes again on each connection before it is online', async () => {
    const { gateway, made, clock, state } = await testLink({})
    await Promise.all([made.subscribe(wishes('a')), made.subscribe(wishes('b'))])
    const cut = state('waiting')
    gateway.line.cut()
    await cut
    const next = state('online')
    await clock.advance(seconds(1))
    await next
    expect(asked(gateway)).toEqual(['a b', 'a b'])
  })

  it('renews credentials at once when the upgrade is refused with 403, but waits the second time', async () => {
    const refusals: unknown[] = []
    const { gateway, made, clock, waits, state } = await testLink(
      { upgrade: { status: '403 Forbidden', type: 'application/json', body: '{"message":"no"}' } },
      {
        session: {
          awsCredentials: async ({ rejected } = {}) => {
            refusals.push(rejected)
            return { ...credentials }
          },
        },
      },
    )
    void outcome(made.subscribe(wishes('a')))
    await state('waiting')
    const connecting = state('connecting')
    await clock.advance(0)
    await connecting
    await state('waiting')
    expect(gateway.upgrades).toBe(2)
    expect(waits).toEqual(['0 s', '1 s'])
    expect(refusals).toEqual([undefined, credentials])
  })
})

describe('signing in anew', () => {
  const refusing = () => {
    let accepted = false
    const session = {
      awsCredentials: async () => {
        if (!accepted) throw new AuthenticationError('refused')
        return credentials
      },
    }
    return {
      session,
      accept: () => {
        accepted = true
      },
    }
  }

  it('leaves auth-failed, and the next call connects', async () => {
    const { session, accept } = refusing()
    const { made, states } = await testLink({}, { session })
    await expect(made.publish('topic', '{}')).rejects.toThrow('refused')
    accept()
    await expect(made.publish('topic', '{}')).rejects.toThrow('refused')
    made.signedIn()
    expect(made.state).toBe('idle')
    await made.publish('topic', '{}')
    expect(states).toEqual(['signing-in', 'auth-failed', 'idle', 'signing-in', 'connecting', 'subscribing', 'online'])
  })

  it('serves who signs in and asks at the very moment that it failed', async () => {
    const { session, accept } = refusing()
    const { made } = await testLink({}, { session })
    let second: Promise<void> | undefined
    made.once('state', () =>
      made.once('state', () => {
        accept()
        made.signedIn()
        second = made.publish('topic', '{}')
      }),
    )
    await expect(made.publish('topic', '{}')).rejects.toThrow('refused')
    await second
    expect(made.state).toBe('online')
  })

  it('changes nothing in any other state', async () => {
    const { made } = await testLink({})
    await made.publish('topic', '{}')
    made.signedIn()
    expect(made.state).toBe('online')
  })
})

it('opens one connection, also when somebody asks as soon as it begins', async () => {
  const { gateway, made } = await testLink({})
  const more: Promise<void>[] = []
  made.on('state', state => {
    if (state === 'signing-in') more.push(made.publish('more', '{}'))
  })
  await made.publish('topic', '{}')
  await Promise.all(more)
  expect(gateway.of('publish').map(({ topic }) => topic)).toEqual(['topic', 'more'])
  expect(gateway.upgrades).toBe(1)
})

it('gives up without retries, says it once, and connects afresh when told, not sooner than AWS takes a CONNECT', async () => {
  const { gateway, made, clock, states, state } = await testLink({}, { reconnect: false })
  await made.publish('topic', '{}')
  const rests = state('gave-up')
  gateway.line.cut()
  await rests
  await expect(made.publish('topic', '{}')).rejects.toThrow('connection')
  await clock.advance(minutes(10))
  expect(gateway.upgrades).toBe(1)
  await made.connect()
  const again = state('gave-up')
  gateway.line.cut()
  await again
  const connected = made.connect()
  await clock.advance(seconds(1) - 1)
  expect(gateway.upgrades).toBe(2)
  await Promise.all([clock.advance(1), connected])
  expect(states.filter(one => one === 'gave-up')).toHaveLength(2)
})
