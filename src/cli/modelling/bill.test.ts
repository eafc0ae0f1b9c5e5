import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LocalTime } from '#physics/schedule/local-time'
import { weekdayOf } from '#physics/schedule/weekday-of'
import type { TouPeriod } from '#schema/tou'
import { priceAt } from '#tariff/price-now'
import { Bill, pricesBy } from './bill.ts'

const every = { months: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], days: ['mon', 'tue', 'wed', 'thu', 'fri'] } as const
const period = (start: string, end: string, price: string, more: Partial<TouPeriod> = {}): TouPeriod => ({
  ...every,
  start,
  end,
  priceMin: price,
  priceMax: price,
  ...more,
})
const periods = [
  period('00:00', '15:59', '0.30'),
  period('16:00', '20:44', '0.50'),
  period('20:45', '23:59', '0.30'),
  period('00:00', '23:59', '0.20', { days: ['sat'] }),
  period('17:00', '18:07', '0.90', { months: [7] }),
]
const time = new LocalTime('America/Los_Angeles')
const second = (text: string) => Date.parse(text) / 1000

describe('the price of a moment', () => {
  it.each([
    ['2026-01-05T16:00:00-08:00', 0.5],
    ['2026-01-05T15:59:59-08:00', 0.3],
    ['2026-01-05T20:44:59-08:00', 0.5],
    ['2026-01-05T20:45:00-08:00', 0.3],
    ['2026-01-10T17:00:00-08:00', 0.2],
    ['2026-07-06T17:00:00-07:00', 0.9],
    ['2026-07-06T18:08:00-07:00', 0.5],
  ])('%s is %d', (text, price) => {
    expect(pricesBy(periods, time)(second(text))).toBe(price)
  })

  it('is not known where no period tells it', () => {
    expect(pricesBy(periods, time)(second('2026-01-11T17:00:00-08:00'))).toBeNaN()
  })

  it('is that of the table, in whatever order moments are asked for', () => {
    const prices = pricesBy(periods, time)
    const from = second('2026-01-01T00:00:00Z')
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 365 * 86_400 }),
        fc.array(fc.integer({ min: 1, max: 4000 })),
        (start, steps) => {
          let at = from + start
          for (const step of [0, ...steps]) {
            at += step
            const moment = time.at(at * 1000)
            const wall = { month: moment.month, weekday: weekdayOf(moment), minutes: moment.hour * 60 + moment.minute }
            expect(prices(at)).toBe(Number(priceAt(periods, wall)?.priceMin ?? Number.NaN))
          }
        },
      ),
    )
  })
})

describe('a bill', () => {
  it('counts what was used at the price of the time before, and apart what has none', () => {
    const bill = new Bill(at => (at < 60 ? 0.5 : at < 120 ? 0.25 : Number.NaN))
    bill.read(0, 0)
    bill.read(1000, 60)
    expect(bill.cost).toBe(0.5)
    bill.read(3000, 120)
    expect(bill.cost).toBe(1)
    bill.read(3500, 180)
    expect({ cost: bill.cost, unpriced: bill.unpriced }).toEqual({ cost: 1, unpriced: 500 })
  })

  it('may be read twice at a moment', () => {
    const bill = new Bill(() => 1)
    for (const [meter, at] of [
      [0, 0],
      [500, 60],
      [500, 60],
      [1000, 120],
    ] as const)
      bill.read(meter, at)
    expect(bill.cost).toBe(1)
  })
})
