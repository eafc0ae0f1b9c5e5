import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { TouPeriod } from '#schema/tou'
import { hours, ratePlan } from '../../test/fixtures/rate-plans.ts'
import { convertPlan } from './convert.ts'
import { dearestPeriods, nextChange, priceAt, wallTime } from './price-now.ts'

// Summer 0.20, 0.30 and 0.50 at 16–20 on weekdays; in winter 0.20, with 0.30 at 16–20.
const { periods } = convertPlan(
  ratePlan(
    [[{ rate: 0.2 }], [{ rate: 0.3 }], [{ rate: 0.5 }]],
    month => (month >= 6 && month <= 9 ? hours(0, [1, 12, 23], [2, 16, 20]) : hours(0, [1, 16, 20])),
    () => hours(0),
  ),
)

describe('the price now', () => {
  it.each([
    ['a summer night', { month: 7, weekday: 'mon', minutes: 11 * 60 + 59 }, '0.20', 'cheapest', false],
    ['a summer afternoon', { month: 7, weekday: 'mon', minutes: 12 * 60 }, '0.30', 'between', false],
    ['a summer peak', { month: 7, weekday: 'mon', minutes: 16 * 60 }, '0.50', 'dearest', true],
    ['its last minute', { month: 7, weekday: 'fri', minutes: 20 * 60 + 59 }, '0.50', 'dearest', true],
    ['a summer Sunday', { month: 7, weekday: 'sun', minutes: 17 * 60 }, '0.20', 'cheapest', false],
    [
      'a winter peak, which the heater takes no notice of',
      { month: 1, weekday: 'tue', minutes: 17 * 60 },
      '0.30',
      'dearest',
      false,
    ],
  ] as const)('on %s', (_, at, priceMin, rank, dearestOfAll) => {
    expect(priceAt(periods, at)).toMatchObject({ priceMin, priceMax: priceMin, rank, dearestOfAll })
  })

  it('is unknown where no period is, and where a heater holds a time that no clock shows', () => {
    const [period] = periods as [TouPeriod]
    const at = { month: 7, weekday: 'mon', minutes: 17 * 60 } as const
    expect(priceAt([], at)).toBeUndefined()
    expect(priceAt([{ ...period, start: '00:75', end: '23:59', months: [7], days: ['mon'] }], at)).toBeUndefined()
  })

  it('is the dearest one where periods overlap', () => {
    const [period] = periods as [TouPeriod]
    const always = { ...period, months: [1], days: ['mon'] as const, start: '00:00', end: '23:59' }
    const both = [always, { ...always, priceMin: '0.10', priceMax: '0.90' }, { ...always, priceMax: '0.9' }]
    expect(priceAt(both, { month: 1, weekday: 'mon', minutes: 0 })?.period).toBe(both[2])
  })

  it('is the only one in a flat plan, which has no dearest period', () => {
    const flat = convertPlan(ratePlan([[{ rate: 0.2 }]], () => hours(0))).periods
    const at = { year: 2026, month: 1, day: 5, minutes: 0 }
    expect(priceAt(flat, wallTime(at))).toMatchObject({ rank: 'only', dearestOfAll: false })
    expect(nextChange(flat, at)).toBeUndefined()
    expect(dearestPeriods(flat)).toEqual([])
  })
})

describe('the next change', () => {
  it.each([
    ['this day', [2026, 7, 15, 12 * 60], [2026, 7, 15, 'wed', 16 * 60], 240, '0.50'],
    ['over midnight', [2026, 7, 15, 23 * 60], [2026, 7, 16, 'thu', 0], 60, '0.20'],
    ['over a weekend', [2026, 7, 18, 0], [2026, 7, 20, 'mon', 720], 3600, '0.30'],
    ['where a season begins', [2026, 5, 31, 720], [2026, 6, 1, 'mon', 720], 1440, '0.30'],
    ['on the last evening of summer', [2026, 9, 30, 1260], [2026, 10, 1, 'thu', 0], 180, '0.20'],
    ['over the end of a year', [2027, 12, 31, 1260], [2028, 1, 3, 'mon', 960], 4020, '0.30'],
    ['over the 29th of February', [2028, 2, 28, 1260], [2028, 2, 29, 'tue', 960], 1140, '0.30'],
  ] as const)(
    'comes %s',
    (_, [year, month, day, minutes], [toYear, toMonth, toDay, weekday, at], inMinutes, priceMin) => {
      expect(nextChange(periods, { year, month, day, minutes })).toMatchObject({
        ...{ year: toYear, month: toMonth, day: toDay, weekday, minutes: at, inMinutes },
        price: { priceMin },
      })
    },
  )

  it('may be the end of what is told', () => {
    const [period] = periods as [TouPeriod]
    const january = [{ ...period, months: [1], days: ['mon'] as const, start: '00:00', end: '05:59' }]
    expect(nextChange(january, { year: 2026, month: 1, day: 5, minutes: 0 })).toMatchObject({
      inMinutes: 360,
      price: undefined,
    })
    expect(nextChange(january, { year: 2026, month: 1, day: 26, minutes: 360 })).toMatchObject({
      ...{ year: 2027, month: 1, day: 4, minutes: 0 },
      price: { rank: 'only' },
    })
    expect(nextChange([], { year: 2026, month: 1, day: 5, minutes: 0 })).toBeUndefined()
  })

  it('is the first minute that has another price than now', () => {
    const start = Date.UTC(2026, 0, 1)
    fc.assert(
      fc.property(fc.nat(365 * 1440 - 1), minute => {
        const dateOf = (later: number) => {
          const date = new Date(start + (minute + later) * 60_000)
          return {
            ...{ year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() },
            minutes: date.getUTCHours() * 60 + date.getUTCMinutes(),
          }
        }
        const priceIn = (later: number) => priceAt(periods, wallTime(dateOf(later)))?.priceMin
        const change = nextChange(periods, dateOf(0))
        let later = 0
        while (priceIn(later) === priceIn(0)) later++
        expect(change?.inMinutes).toBe(later)
        expect(change).toMatchObject(dateOf(later))
      }),
      { numRuns: 25 },
    )
  })
})

it('the dearest periods are those of all months, or of one', () => {
  expect(dearestPeriods(periods)).toEqual([
    expect.objectContaining({ months: [6, 7, 8, 9], priceMin: '0.50', start: '16:00' }),
  ])
  expect(dearestPeriods(periods, 1).map(({ priceMin }) => priceMin)).toEqual(['0.30'])
  expect(dearestPeriods([])).toEqual([])
})
