import { describe, expect, it } from 'vitest'
import { minutes, seconds } from '#time/duration'
import { manualClock } from '../../test/fixtures/manual-clock.ts'
import { Backoff, type ReconnectConfig } from './backoff.ts'

/** The waits of an outage in which each try takes no time, in seconds. */
function waits(count: number, config: ReconnectConfig = {}, random = () => 1) {
  const backoff = new Backoff(config, random)
  let now = 0
  return Array.from({ length: count }, () => {
    const wait = backoff.next(now)
    now += wait ?? 0
    return wait === undefined ? undefined : wait / 1000
  })
}

it('doubles from a second, to eight for five minutes and to two minutes after', () => {
  const all = waits(46)
  expect(all.slice(0, 5)).toEqual([1, 2, 4, 8, 8])
  const gentle = all.lastIndexOf(8)
  expect(all.slice(gentle)).toEqual([8, 16, 32, 64, ...Array(46 - gentle - 4).fill(120)])
  expect(all.slice(0, gentle).reduce<number>((sum, wait) => sum + (wait ?? 0), 0)).toBeLessThan(300)
})

it('leaves the whole wait to chance, or a share of it', () => {
  expect(waits(3, {}, () => 0)).toEqual([0, 0, 0])
  expect(waits(3, {}, () => 0.5)).toEqual([0.5, 1, 2])
  expect(waits(3, { jitter: 0 }, () => 0.5)).toEqual([1, 2, 4])
  expect(waits(3, { jitter: 0.5 }, () => 0)).toEqual([0.5, 1, 2])
})

it('follows what it is told', () => {
  const config = { initialDelay: seconds(2), multiplier: 3, maxDelay: seconds(10), maxRetries: 4 }
  expect(waits(6, config)).toEqual([2, 6, 8, 8, undefined, undefined])
  expect(waits(1, { maxRetries: 0 })).toEqual([undefined])
})

it('begins anew after a connection that was stable', async () => {
  const clock = manualClock()
  const backoff = new Backoff({ stableAfter: minutes(1) }, () => 1)
  for (let i = 0; i < 3; i++) backoff.next(clock.now())
  const told: string[] = []
  const forget = backoff.stable(clock, () => told.push('stable'))
  await clock.advance(minutes(1) - 1)
  forget()
  await clock.advance(minutes(1))
  expect([backoff.failures, told]).toEqual([3, []])
  backoff.stable(clock, () => told.push('stable'))
  await clock.advance(minutes(1))
  expect([backoff.failures, told]).toEqual([0, ['stable']])
  expect(backoff.next(clock.now())).toBe(seconds(1))
})

describe('refuses', () => {
  it.each<[keyof ReconnectConfig, number]>([
    ['maxRetries', -1],
    ['maxRetries', 1.5],
    ['initialDelay', 0],
    ['maxDelay', 1],
    ['multiplier', 0.9],
    ['jitter', 2],
    ['stableAfter', Number.NaN],
  ])('%s of %d', (name, value) => {
    expect(() => new Backoff({ [name]: value }, () => 1)).toThrow(
      new RegExp(`^The setting ${name} of reconnecting takes`),
    )
  })
})
