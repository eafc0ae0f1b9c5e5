import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fewestWindows, periodCount, runsOf, windowsOf } from './windows.ts'
import { daysOf } from './year.ts'

/** Every month has `weekday` and `weekend`, but those that are named. */
function yearOf(weekday: string, weekend: string, months: Record<number, readonly [string, string]> = {}) {
  const hours = (text: string) =>
    Array.from({ length: 24 }, (_, hour) => text.charCodeAt((hour * text.length) / 24) - 97)
  const of = (which: 0 | 1) => Array.from({ length: 12 }, (_, i) => hours((months[i + 1] ?? [weekday, weekend])[which]))
  return [...of(0), ...of(1)]
}

const longest = (rows: readonly (readonly number[])[]) =>
  periodCount(windowsOf(rows.map((hours, row) => ({ rows: 1 << row, runs: runsOf(hours) }))))

describe('the windows of a year', () => {
  it.each([
    ['one price', yearOf('a', 'a'), 1],
    ['an evening peak every day', yearOf('aaba', 'aaba'), 3],
    ['an evening peak on weekdays', yearOf('aaba', 'a'), 4],
    ['the same peak, dearer in summer', yearOf('aaba', 'aaba', { 6: ['aaca', 'aaca'], 7: ['aaca', 'aaca'] }), 4],
    ['seasons without windows', yearOf('a', 'a', { 1: ['b', 'b'], 12: ['b', 'b'] }), 2],
    ['weekends of one month as the weekdays of another', yearOf('a', 'b', { 3: ['b', 'a'] }), 4],
  ])('are as few as can be: %s', (_, rows, count) => {
    expect(periodCount(fewestWindows(rows))).toBe(count)
  })

  it('are cut where that spares one, also through hours at the same price', () => {
    // March has both halves of the others at their prices, so it needs no window of its own.
    const rows = yearOf('ab', 'ab', { 1: ['ca', 'ca'], 3: ['a', 'a'] })
    expect(longest(rows)).toBe(5)
    expect(periodCount(fewestWindows(rows))).toBe(4)
  })

  it('cover each hour of each row once, at its price, and are never more than the longest ones', () => {
    const prices = fc.array(fc.nat(2), { minLength: 24, maxLength: 24 })
    const days = fc.array(prices, { minLength: 1, maxLength: 4 })
    const choice = fc.array(fc.nat(3), { minLength: 24, maxLength: 24 })
    fc.assert(
      fc.property(days, choice, (kinds, chosen) => {
        const rows = chosen.map(kind => kinds[kind % kinds.length] ?? [])
        const windows = fewestWindows(rows)
        for (const [row, hours] of rows.entries())
          for (const [hour, price] of hours.entries()) {
            const there = windows.filter(({ first, last, rows }) => rows & (1 << row) && first <= hour && hour <= last)
            expect(there.map(window => window.price)).toEqual([price])
          }
        expect(periodCount(windows)).toBeLessThanOrEqual(longest(rows))
        expect(windows.flatMap(({ rows }) => daysOf(rows)).length).toBe(periodCount(windows))
      }),
    )
  })
})
