import { expect, it } from 'vitest'
import { AuthenticationError, TimeoutError } from '#schema/errors'
import { deadline } from '#time/clock'
import { seconds } from '#time/duration'
import { silentLogger } from '#wire/logger'
import { manualClock } from '../../test/fixtures/manual-clock.ts'
import { Link, type LinkSetup, type LinkState } from './link.ts'

const credentials = {
  accessKeyId: 'AKIDEXAMPLE',
  secretKey: 'secret',
  sessionToken: 'token',
  expiresAt: Number.MAX_VALUE,
}

/** A link to a port where nobody listens, on a clock that a test moves. */
function link(options: Partial<LinkSetup> = {}) {
  const clock = manualClock()
  const waits: unknown[] = []
  const states: LinkState[] = []
  let reached = (_: LinkState) => {}
  const made = new Link({
    gateway: new URL('ws://127.0.0.1:9/mqtt'),
    region: 'us-east-1',
    clientId: 'test',
    session: { awsCredentials: async () => credentials },
    keepAlive: seconds(60),
    operationTimeout: seconds(30),
    clock,
    random: () => 1,
    logger: { ...silentLogger, warn: ({ wait }) => void waits.push(wait) },
    onMessage: () => {},
    ...options,
  })
  made.on('state', state => {
    states.push(state)
    reached(state)
  })
  const state = (wanted: LinkState) =>
    new Promise<void>(resolve => {
      if (made.state === wanted) return resolve()
      reached = now => now === wanted && resolve()
    })
  return { made, clock, waits, states, state }
}

it('waits twice as long after each failure, up to two minutes', async () => {
  const { made, clock, waits, state } = link()
  const subscribed = made.subscribe(['a']).catch((error: Error) => error)
  for (const wait of [1, 2, 4, 8, 16, 32, 64, 120]) {
    await state('waiting')
    await clock.advance(seconds(wait) - 1)
    expect(made.state).toBe('waiting')
    const again = state('signing-in')
    await clock.advance(1)
    await again
  }
  await state('waiting')
  expect(waits).toEqual(['1 s', '2 s', '4 s', '8 s', '16 s', '32 s', '1 min 4 s', '2 min', '2 min'])
  await made.close()
  expect(await subscribed).toMatchObject({ message: 'The connection was closed by this program.' })
  expect(made.state).toBe('closed')
  expect(clock.pending).toBe(0)
})

it('jitters the wait by chance', async () => {
  const { made, waits, state } = link({ random: () => 0.25 })
  void made.subscribe(['a']).catch(() => {})
  await state('waiting')
  expect(made.cause?.message).toMatch(/ECONNREFUSED/)
  await made.close()
  expect(waits).toEqual(['250 ms'])
})

it('tells why there is no connection to who has waited long enough', async () => {
  const { made, clock, state } = link()
  const limit = deadline(clock, seconds(5), () => new TimeoutError('No answer within 5 s.'))
  const published = made.publish('topic', '{}', limit.signal)
  await state('waiting')
  await Promise.all([
    clock.advance(seconds(5)),
    expect(published).rejects.toThrow(/no connection to the gateway.*ECONNREFUSED/i),
  ])
  await made.close()
})

it('rests when the sign-in is refused, and asks no second time', async () => {
  let asked = 0
  const { made, states } = link({
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
  const { made, clock } = link()
  await Promise.all([made.close(), made.close()])
  await expect(made.subscribe(['a'])).rejects.toThrow('closed by this program')
  expect(clock.pending).toBe(0)
})
