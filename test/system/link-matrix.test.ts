/** What becomes of the link: every state × everything that can happen in it, through real sockets on a clock that is driven. */
import { describe, expect, it } from 'vitest'
import type { LinkState } from '#cloud/link-health'
import type { CommandResult } from '#heater/outcome'
import { hours, minutes, seconds } from '#time/duration'
import { Stage } from './link-stage.ts'

type State = Exclude<LinkState, 'closed'>
type Event = (typeof events)[number]
/** `waiting … online`: the first state that is entered, and the one in which it comes to rest. Behind the bar: a command's outcome. */
type Change = 'stays' | LinkState | `${LinkState} … ${LinkState}`
type Cell = Change | `${Change} | ${CommandResult}`

const events = [
  'socket close',
  'upgrade 403',
  'time-out',
  'bad password',
  'close()',
  'command',
  'credentials expire',
  '24 h',
] as const

/** Where an event can't happen, or must not matter, it `stays`. In the five states that are on their way, and in those only, a command waits or is under way when it happens. */
const matrix: Readonly<Record<State, Readonly<Record<Event, Cell>>>> = {
  idle: {
    'socket close': 'stays',
    'upgrade 403': 'stays',
    'time-out': 'stays',
    'bad password': 'stays',
    'close()': 'closing … closed',
    command: 'signing-in … online | confirmed',
    'credentials expire': 'stays',
    '24 h': 'stays',
  },
  'signing-in': {
    'socket close': 'waiting … online | confirmed',
    'upgrade 403': 'connecting … online | confirmed',
    'time-out': 'waiting … online | confirmed',
    'bad password': 'auth-failed | failed',
    'close()': 'closing … closed | failed',
    command: 'connecting … online | confirmed',
    'credentials expire': 'connecting … online | confirmed',
    '24 h': 'waiting … online | expired',
  },
  connecting: {
    'socket close': 'waiting … online | confirmed',
    'upgrade 403': 'waiting … online | confirmed',
    'time-out': 'waiting … online | confirmed',
    'bad password': 'waiting … auth-failed | failed',
    'close()': 'closing … closed | failed',
    command: 'waiting … online | confirmed',
    'credentials expire': 'waiting … online | confirmed',
    '24 h': 'waiting … online | expired',
  },
  subscribing: {
    'socket close': 'waiting … online | confirmed',
    'upgrade 403': 'waiting … online | confirmed',
    'time-out': 'waiting … online | confirmed',
    'bad password': 'waiting … auth-failed | failed',
    'close()': 'closing … closed | failed',
    command: 'waiting … online | confirmed',
    'credentials expire': 'waiting … online | confirmed',
    '24 h': 'waiting … online | expired',
  },
  online: {
    'socket close': 'waiting … online | confirmed',
    'upgrade 403': 'stays | confirmed',
    'time-out': 'waiting … online | unconfirmed',
    'bad password': 'stays | confirmed',
    'close()': 'closing … closed | failed',
    command: 'stays | confirmed',
    'credentials expire': 'stays | confirmed',
    '24 h': 'stays | confirmed',
  },
  waiting: {
    'socket close': 'signing-in … online | confirmed',
    'upgrade 403': 'signing-in … online | confirmed',
    'time-out': 'signing-in … online | confirmed',
    'bad password': 'signing-in … auth-failed | failed',
    'close()': 'closing … closed | failed',
    command: 'signing-in … online | confirmed',
    'credentials expire': 'signing-in … online | confirmed',
    '24 h': 'signing-in … online | expired',
  },
  closing: {
    'socket close': 'closed',
    'upgrade 403': 'closed',
    'time-out': 'closed',
    'bad password': 'closed',
    'close()': 'closed',
    command: 'closed | failed',
    'credentials expire': 'closed',
    '24 h': 'closed',
  },
  'auth-failed': {
    'socket close': 'stays',
    'upgrade 403': 'stays',
    'time-out': 'stays',
    'bad password': 'stays',
    'close()': 'closing … closed',
    command: 'stays | failed',
    'credentials expire': 'stays',
    '24 h': 'stays',
  },
  'gave-up': {
    'socket close': 'stays',
    'upgrade 403': 'stays',
    'time-out': 'stays',
    'bad password': 'stays',
    'close()': 'closing … closed',
    command: 'stays | expired',
    'credentials expire': 'stays',
    '24 h': 'stays',
  },
}

const states = Object.keys(matrix) as readonly State[]
const isOnItsWay = (state: LinkState) =>
  ['signing-in', 'connecting', 'subscribing', 'online', 'waiting'].includes(state)

/** Puts the link, which is idle, into a state in which it stays until `release`. */
const bring: Readonly<Record<State, (stage: Stage) => void | Promise<void>>> = {
  idle() {},
  'signing-in'(stage) {
    stage.holdRenewals()
    stage.listen()
  },
  connecting(stage) {
    stage.cloud.faults.on('upgrade-hang')
    stage.listen()
  },
  subscribing(stage) {
    stage.cloud.faults.on('suback-missing')
    stage.listen()
  },
  async online(stage) {
    await stage.goOnline()
    // A command stays under way.
    stage.cloud.faults.on('heater-delays', { delay: seconds(3) })
  },
  waiting(stage) {
    stage.cloud.faults.on('gateway-away')
    stage.listen()
  },
  async closing(stage) {
    await stage.goOnline()
    stage.cloud.faults.on('puback-missing')
    void stage.client.close()
  },
  'auth-failed': stage => stage.refusePassword(),
  // It was told to try once.
  'gave-up'(stage) {
    stage.cloud.faults.on('gateway-away')
    stage.listen()
  },
}

/** What happens. Unless it is time that passes, what held the link in its state is over at that moment. */
const happen: Readonly<Record<Event, (stage: Stage) => void | Promise<void>>> = {
  'socket close'(stage) {
    stage.release()
    stage.cutAll()
  },
  'upgrade 403'(stage) {
    stage.release()
    stage.refuseUpgrade()
  },
  async 'time-out'(stage) {
    stage.fallSilent()
    await stage.clock.until(() => stage.states.length > 0, minutes(10)).catch(() => {})
    stage.release()
  },
  async 'bad password'(stage) {
    stage.release()
    stage.changePassword()
    // Only a person does that.
    if (stage.client.link.state === 'auth-failed') await stage.client.signIn().catch(() => {})
  },
  'close()'(stage) {
    void stage.client.close()
  },
  command(stage) {
    stage.release()
    if (!isOnItsWay(stage.client.link.state)) stage.command()
  },
  'credentials expire'(stage) {
    stage.cloud.expireAwsCredentials()
    stage.release()
  },
  async '24 h'(stage) {
    await stage.clock.advance(hours(25))
    stage.release()
  },
}

const changeOf = (states: readonly LinkState[]): Change => {
  const [first, last] = [states[0], states.at(-1)]
  if (first === undefined || last === undefined) return 'stays'
  return states.length === 1 ? first : `${first} … ${last}`
}

let lived = 0

for (const state of states)
  describe(state, () => {
    for (const event of events) {
      const cell = matrix[state][event]
      it(`${event}: ${cell}`, async () => {
        const stage = await Stage.set(state === 'gave-up' ? 0 : undefined)
        await bring[state](stage)
        await stage.clock.advance(0)
        if (isOnItsWay(state)) stage.command()
        await stage.clock.advance(0)
        expect(stage.client.link.state).toBe(state)

        stage.states.length = 0
        await happen[event](stage)
        await stage.clock.advance(hours(2))
        const outcomes = stage.outcomes.map(({ result }) => ` | ${result}`)
        expect(changeOf(stage.states) + outcomes.join('')).toBe(cell)
        // The password was sent to sign in, and once more at most when it had become a wrong one.
        if (state === 'online' && event === '24 h')
          expect(stage.client.link.health()).toMatchObject({ connections: 1, drops: 0, replacements: 1 })
        expect(stage.signIns).toBeLessThanOrEqual(event === 'bad password' || state === 'auth-failed' ? 2 : 1)

        const { left, took } = await stage.closed()
        expect(left).toEqual({ state: 'closed', timers: 0, sockets: 0, connections: 0 })
        expect(took).toBeLessThanOrEqual(seconds(4))
        expect(stage.outcomes).toHaveLength(outcomes.length)
        lived++
      })
    }
  })

it('goes on when the 24 h end meets it because it could not be replaced', async () => {
  const stage = await Stage.set()
  await stage.goOnline()
  await stage.clock.advance(hours(22))
  expect(stage.client.link.health()).toMatchObject({ connections: 1, replacements: 0 })
  stage.cloud.faults.on('upgrade-hang', { duration: hours(3) })
  stage.states.length = 0
  await stage.clock.advance(hours(4))
  expect(changeOf(stage.states)).toBe('waiting … online')
  expect(stage.client.link.health()).toMatchObject({ connections: 2, drops: 1, replacements: 0, attempt: 0 })
  await stage.closed()
})

it('has every cell', () => {
  expect(states).toHaveLength(9)
  expect(events).toHaveLength(8)
  for (const state of states) expect(Object.keys(matrix[state])).toEqual(events)
  expect(lived).toBe(72)
})
