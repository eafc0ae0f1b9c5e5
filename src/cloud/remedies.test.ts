import { expect, it } from 'vitest'
import { AuthenticationError, ConnectionError, TimeoutError } from '#schema/errors'
import { minutes, seconds } from '#time/duration'
import { ConnectRefusedError, DisconnectedError, TakenOverError, UpgradeRefusedError } from './gateway-errors.ts'
import { Remedies } from './remedies.ts'

const now = Date.UTC(2026, 0, 1)

it.each<[string, Error, string]>([
  ['a refused password', new AuthenticationError('no'), 'ask-a-person'],
  ['a refused upgrade', new UpgradeRefusedError(403, 'no', now), 'renew-credentials'],
  ['an upgrade refused for another reason', new UpgradeRefusedError(503, undefined, now), 'wait'],
  ['a CONNACK of 3.1.1 that knows us not', new ConnectRefusedError(5, '3.1.1'), 'renew-credentials'],
  ['one of 5', new ConnectRefusedError(0x87, '5'), 'renew-credentials'],
  ['a gateway that is full', new ConnectRefusedError(0x97, '5'), 'wait'],
  ['another program with our id', new TakenOverError(true), 'fresh-client-id'],
  ['a gateway that goes', new DisconnectedError(0x8b), 'wait'],
  ['a broken line', new ConnectionError('broken'), 'wait'],
  ['silence', new TimeoutError('late'), 'wait'],
])('has for %s a remedy', (_, error, kind) => {
  expect(new Remedies().for(error, now, now)).toMatchObject({ kind })
})

it('corrects a clock that is four minutes off, in both directions, and nothing below', () => {
  for (const off of [minutes(4), -minutes(4), minutes(600)])
    expect(new Remedies().for(new UpgradeRefusedError(403, 'old', now + off), now, now)).toEqual({
      kind: 'correct-the-clock',
      by: off,
    })
  const near = new UpgradeRefusedError(403, 'no', now + minutes(4) - 1)
  expect(new Remedies().for(near, now, now).kind).toBe('renew-credentials')
})

it('tries each once, then waits; and after a quarter of an hour or a good connection once more', () => {
  const remedies = new Remedies()
  const refused = new UpgradeRefusedError(403, 'no', now + minutes(10))
  const kinds = (at: number) => [1, 2, 3].map(() => remedies.for(refused, at, now).kind)
  expect(kinds(now)).toEqual(['correct-the-clock', 'renew-credentials', 'wait'])
  expect(kinds(now + minutes(14))).toEqual(['wait', 'wait', 'wait'])
  expect(kinds(now + minutes(15))).toEqual(['correct-the-clock', 'renew-credentials', 'wait'])
  remedies.reset()
  expect(kinds(now + minutes(16))).toEqual(['correct-the-clock', 'renew-credentials', 'wait'])
})

it('takes two silent ends within a minute for another program with our id', () => {
  const remedies = new Remedies()
  expect(remedies.evicted(now)).toBe(false)
  expect(remedies.evicted(now + minutes(1))).toBe(false)
  expect(remedies.evicted(now + minutes(1) + seconds(59))).toBe(true)
  // The count begins anew with the fresh id.
  expect(remedies.evicted(now + minutes(2))).toBe(false)
})
