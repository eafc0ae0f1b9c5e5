import { describe, expect, it } from 'vitest'
import type { TouPeriod } from '#schema/tou'
import { checkedTimeZone, momentOf, ownTimeZone, wallDate, windowEnd } from './tou-clock.ts'

const angeles = 'America/Los_Angeles'

describe('the clock on the wall', () => {
  it('is that of the time zone', () => {
    expect(wallDate(Date.UTC(2026, 0, 1, 7, 59), angeles)).toEqual({ year: 2025, month: 12, day: 31, minutes: 1439 })
    expect(wallDate(Date.UTC(2026, 0, 1, 8), angeles)).toEqual({ year: 2026, month: 1, day: 1, minutes: 0 })
    expect(wallDate(Date.UTC(2026, 6, 1, 18, 15), 'Asia/Kolkata')).toMatchObject({ day: 1, minutes: 23 * 60 + 45 })
  })

  it('is found again, every half hour of the days in which the clocks are changed', () => {
    for (const start of [Date.UTC(2026, 2, 7), Date.UTC(2026, 9, 31), Date.UTC(2026, 6, 1)])
      for (let at = start; at < start + 3 * 86_400_000; at += 1_800_000) {
        const found = momentOf(wallDate(at, angeles), angeles)
        // The hour that comes twice is taken for the first one.
        expect([at, at - 3_600_000]).toContain(found)
        expect(wallDate(found, angeles)).toEqual(wallDate(at, angeles))
      }
  })

  it('leaves an hour out, and is an hour later then', () => {
    const at = momentOf({ year: 2026, month: 3, day: 8, minutes: 150 }, angeles)
    expect(wallDate(at, angeles)).toMatchObject({ day: 8, minutes: 210 })
  })

  it('has a zone that is known', () => {
    expect(checkedTimeZone(ownTimeZone())).toBeTruthy()
    expect(() => checkedTimeZone('Mars/Olympus')).toThrow('Mars/Olympus is no time zone; America/Los_Angeles is one.')
  })
})

describe('the end of the window', () => {
  const period = (start: string, end: string, price: string, days: TouPeriod['days']): TouPeriod => ({
    months: [6, 7, 8, 9],
    days,
    start,
    end,
    priceMin: price,
    priceMax: price,
  })
  const workdays: TouPeriod['days'] = ['mon', 'tue', 'wed', 'thu', 'fri']
  const plan = [
    period('00:00', '15:59', '0.20', workdays),
    period('16:00', '20:59', '0.50', workdays),
    period('21:00', '23:59', '0.20', workdays),
    period('00:00', '23:59', '0.20', ['sat', 'sun']),
  ]
  /** A Tuesday in July. */
  const at = (hour: number, minute = 0, day = 7) =>
    momentOf({ year: 2026, month: 7, day, minutes: hour * 60 + minute }, angeles)

  it('is that of the dearest period of today, as the heater’s owner sees the clock', () => {
    expect(windowEnd(plan, at(17), angeles)).toBe(at(21))
    expect(windowEnd(plan, at(20, 59), angeles)).toBe(at(21))
    expect(windowEnd(plan, at(9), angeles)).toBe(at(21))
  })

  it('is not known when there is none today, none any more, or one price only', () => {
    expect(windowEnd(plan, at(21), angeles)).toBeUndefined()
    expect(windowEnd(plan, at(17, 0, 11), angeles)).toBeUndefined()
    expect(windowEnd(plan.slice(3), at(17, 0, 11), angeles)).toBeUndefined()
    expect(windowEnd([], at(17), angeles)).toBeUndefined()
  })

  it('may be midnight', () => {
    expect(windowEnd([...plan, period('21:00', '23:59', '0.60', workdays)], at(22), angeles)).toBe(at(24))
  })
})
