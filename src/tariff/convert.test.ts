import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readTouPeriod, touInterval } from '#schema/tou'
import { everyDay, hours, periodsAt, ratePlan, tiersAt, yearHours } from '../../test/fixtures/rate-plans.ts'
import { convertPlan, planKind, planProblem } from './convert.ts'
import type { RatePlan } from './rate-plan.ts'

const evening = ratePlan(
  [[{ rate: 0.24, adj: 0.01 }], [{ rate: 0.5 }]],
  () => hours(0, [1, 16, 20]),
  () => hours(0),
)

describe('a conversion', () => {
  it('of an evening peak on weekdays', () => {
    const [off, weekdays, weekend] = [
      { months: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], priceMin: '0.25', priceMax: '0.25' },
      ['mon', 'tue', 'wed', 'thu', 'fri'],
      ['sat', 'sun'],
    ]
    expect(convertPlan(evening)).toEqual({
      kind: 'time-of-use',
      decimals: 2,
      rounded: false,
      periods: [
        { ...off, days: weekdays, start: '00:00', end: '15:59' },
        { ...off, days: weekdays, start: '16:00', end: '20:59', priceMin: '0.50', priceMax: '0.50' },
        { ...off, days: weekdays, start: '21:00', end: '23:59' },
        { ...off, days: weekend, start: '00:00', end: '23:59' },
      ],
    })
  })

  it('of one price is one period of all days, 254 on the wire', () => {
    const { kind, periods } = convertPlan(ratePlan([[{ rate: 0.1, adj: 0.2 }]], () => hours(0)))
    expect(kind).toBe('flat')
    expect(periods).toEqual([
      expect.objectContaining({ days: everyDay, start: '00:00', end: '23:59', priceMin: '0.30', priceMax: '0.30' }),
    ])
    expect(periods.map(touInterval)).toEqual([
      expect.objectContaining({ season: 4095, week: 254, endHour: 23, endMinute: 59, priceMin: 30, decimalPoint: 2 }),
    ])
  })

  it('of two seasons without hours is no time of use', () => {
    const seasons = ratePlan([[{ rate: 0.1 }], [{ rate: 0.2 }]], month => hours(month > 5 && month < 10 ? 1 : 0))
    expect(planKind(seasons)).toBe('seasonal')
    expect(convertPlan(seasons).periods.map(({ months }) => months.length)).toEqual([8, 4])
  })

  it('has the first tier and the dearest one, also where the first is the dearest', () => {
    const plan = ratePlan(
      [
        [
          { rate: 0.50678, max: 10.5, unit: 'kWh daily' },
          { rate: 0.6, adj: 0.00795 },
        ],
        [{ rate: 0.3, max: 500 }, { rate: 0.2 }, { adj: 0.25 }, { max: 9 }],
      ],
      () => hours(1, [0, 16, 20]),
    )
    expect(convertPlan(plan).periods.map(({ priceMin, priceMax }) => [priceMin, priceMax])).toEqual([
      ['0.30000', '0.30000'],
      ['0.50678', '0.60795'],
      ['0.30000', '0.30000'],
    ])
  })

  it('says when prices had to be rounded', () => {
    const { rounded, periods } = convertPlan(ratePlan([[{ rate: 0.123456 }]], () => hours(0)))
    expect({ rounded, price: periods[0]?.priceMin }).toEqual({ rounded: true, price: '0.12346' })
  })

  it('takes prices that differ in name only for one', () => {
    const plan = ratePlan([[{ rate: 0.3 }], [{ rate: 0.2, adj: 0.1 }]], month => hours(month % 2))
    expect(convertPlan(plan).periods).toHaveLength(1)
  })
})

describe('a plan that OpenEI tells in part', () => {
  const table = evening.weekdays ?? []
  const cases: readonly (readonly [string, RegExp, Partial<RatePlan>])[] = [
    ['no prices', /has no prices/, { rates: [] }],
    ['no tables', /at which hours/, { weekdays: undefined, weekends: undefined }],
    ['no table of weekends', /at which hours/, { weekends: undefined }],
    ['eleven months', /weekday table has 11 months instead of 12/, { weekdays: table.slice(1) }],
    ['a day of 23 hours', /weekend table .* in March/, { weekends: table.with(2, hours(0).slice(1)) }],
    [
      'an hour without a price',
      /weekday table .* in December/,
      { weekdays: table.with(11, [...hours(0).slice(1), undefined]) },
    ],
    [
      'a price that isn’t there',
      /weekends of May that isn’t there \(number 7\)/,
      { weekends: table.with(4, hours(7)) },
    ],
    [
      'a price without an amount',
      /weekdays of January \(number 0\) has no amount/,
      { rates: [[{ unit: 'kWh' }], [{ rate: 1 }]] },
    ],
    ['a price without tiers', /\(number 0\) has no amount/, { rates: [[], [{ rate: 1 }]] }],
    ['a price below zero', /\(number 1\) is below zero/, { rates: [[{ rate: 1 }], [{ rate: 0.1, adj: -0.2 }]] }],
    ['cents for dollars of a fool', /\(number 1\) is above 1000/, { rates: [[{ rate: 1 }], [{ rate: 1e21 }]] }],
  ]

  it.each(cases)('is refused in one sentence: %s', (_, reason, odd) => {
    const plan = { ...evening, ...odd }
    expect(planProblem(plan)).toMatch(reason)
    expect(planKind(plan)).toBeUndefined()
    expect(() => convertPlan(plan)).toThrow(/^The plan A plan can't be converted: .*\.$/)
    expect(() => convertPlan(plan)).toThrow(expect.objectContaining({ help: 'not-supported' }))
  })

  it('is taken when what is missing is of no use', () => {
    const spare = { ...evening, rates: [...(evening.rates ?? []), [{ unit: 'kWh' }]] }
    expect(planProblem(spare)).toBeUndefined()
    expect(convertPlan(spare)).toEqual(convertPlan(evening))
  })

  it('needs a room of one period at least', () => {
    expect(() => convertPlan(evening, { limit: 0 })).toThrow(RangeError)
  })
})

/** Up to `kinds` kinds of day, in any months, with prices of up to five decimals and up to three tiers. */
function anyPlan(kinds: number): fc.Arbitrary<RatePlan> {
  const amount = fc.integer({ min: 0, max: 99_999 }).map(units => units / 100_000)
  const tier = fc.record({ rate: amount, adj: fc.option(amount, { nil: undefined }) })
  const rates = fc.array(fc.array(tier, { minLength: 1, maxLength: 3 }), { minLength: 5, maxLength: 5 })
  const cut = fc
    .tuple(fc.nat(4), fc.nat(23), fc.nat(23))
    .map(([price, a, b]) => [price, Math.min(a, b), Math.max(a, b)] as const)
  const day = fc.tuple(fc.nat(4), fc.array(cut, { maxLength: 4 })).map(([base, cuts]) => hours(base, ...cuts))
  const days = fc.array(day, { minLength: 1, maxLength: kinds })
  const choice = fc.array(fc.nat(kinds - 1), { minLength: 24, maxLength: 24 })
  return fc.tuple(rates, days, choice).map(([rates, days, choice]) => {
    const of = (row: number) => days[(choice[row] ?? 0) % days.length] ?? []
    return ratePlan(
      rates,
      month => of(month - 1),
      month => of(month + 11),
    )
  })
}

/** Hundred-thousandths. */
const whole = (amount: number | string) => Math.round(Number(amount) * 100_000)

/** What the plan has for each hour of the year, and what the periods have. */
const compared = (plan: RatePlan, periods: ReturnType<typeof convertPlan>['periods']) =>
  yearHours.map(({ month, weekday, hour, times }) => {
    const tiers = tiersAt(plan, month, weekday, hour).map(({ rate = 0, adj = 0 }) => whole(rate) + whole(adj))
    const covering = periodsAt(periods, month, weekday, hour)
    const [{ priceMin, priceMax } = { priceMin: '', priceMax: '' }] = covering
    return {
      times,
      covering: covering.length,
      plan: [tiers[0] ?? Number.NaN, Math.max(...tiers)] as const,
      said: [whole(priceMin), whole(priceMax)] as const,
    }
  })

describe('any plan', () => {
  it('has its own price in every hour of the year, when there is room', () => {
    fc.assert(
      fc.property(anyPlan(6), plan => {
        const { periods, loss, decimals } = convertPlan(plan, { limit: 1000 })
        expect(loss).toBeUndefined()
        const odd = compared(plan, periods).filter(
          ({ covering, plan, said }) => covering !== 1 || plan[0] !== said[0] || plan[1] !== said[1],
        )
        expect(odd).toEqual([])
        for (const { priceMin, priceMax, end } of periods) {
          expect([priceMin, priceMax].map(price => price.split('.')[1]?.length)).toEqual([decimals, decimals])
          expect(end.slice(3)).toBe('59')
        }
        expect(periods.map(period => readTouPeriod(touInterval(period)))).toEqual(periods)
      }),
      { numRuns: 60 },
    )
  })

  it('fits into any room, with the loss that is told, and loses none of its dearest hours', () => {
    fc.assert(
      fc.property(anyPlan(8), fc.integer({ min: 1, max: 40 }), (plan, limit) => {
        const { periods, loss } = convertPlan(plan, { limit })
        expect(periods.length).toBeLessThanOrEqual(limit)
        const year = compared(plan, periods)
        expect(year.filter(({ covering }) => covering !== 1)).toEqual([])

        const wrong = year.filter(({ plan, said }) => plan[0] !== said[0] || plan[1] !== said[1])
        const differences = wrong.flatMap(({ plan, said }) => [
          Math.abs(plan[0] - said[0]),
          Math.abs(plan[1] - said[1]),
        ])
        const dearness = ([first, dearest]: readonly [number, number]) => dearest * 1_000_000 + first
        const peak = Math.max(...year.map(({ plan }) => dearness(plan)))
        const count = (some: typeof year) => Math.round(some.reduce((sum, { times }) => sum + times, 0))
        const added = wrong.filter(({ said }) => dearness(said) === peak)
        expect(wrong.filter(({ plan }) => dearness(plan) === peak)).toEqual([])
        expect(loss?.hours ?? 0).toBe(count(wrong))
        expect(whole(loss?.largest ?? 0)).toBe(Math.max(0, ...differences))
        expect(loss?.dearestHoursAdded ?? 0).toBe(count(added))
        if (loss) expect(loss.periodsNeeded).toBeGreaterThan(limit)
      }),
      { numRuns: 60 },
    )
  })
})

describe('a plan with more periods than a heater holds', () => {
  // Each month its own surcharge: 12 × (three windows and a weekend) = 48.
  const monthly = ratePlan(
    Array.from({ length: 12 }, (_, i) => [[{ rate: 0.2, adj: i / 1000 }], [{ rate: 0.5, adj: i / 1000 }]]).flat(),
    month => hours(month * 2 - 2, [month * 2 - 1, 16, 20]),
    month => hours(month * 2 - 2),
  )

  it('is brought into 40 by the smallest differences there are', () => {
    const { periods, loss, decimals } = convertPlan(monthly)
    expect(periods.length).toBeLessThanOrEqual(40)
    expect(decimals).toBe(3)
    expect(loss).toMatchObject({ periodsNeeded: 48, largest: '0.001', dearestHoursAdded: 0 })
    expect(loss?.hours).toBeLessThan(2000)
  })

  it('keeps its peak in every month', () => {
    const { periods } = convertPlan(monthly)
    for (let month = 1; month <= 12; month++) {
      const [price] = periodsAt(periods, month, 'mon', 18)
      expect(Number(price?.priceMin)).toBeGreaterThanOrEqual(0.5)
      expect(periodsAt(periods, month, 'sun', 18)[0]?.priceMin).not.toBe(price?.priceMin)
    }
  })

  it('counts nothing as its peak that isn’t, as long as something else can be joined', () => {
    const plan = ratePlan([[{ rate: 0.2 }], [{ rate: 0.48 }], [{ rate: 0.5 }]], () =>
      hours(0, [1, 12, 15], [2, 16, 20]),
    )
    const { periods, loss } = convertPlan(plan, { limit: 3 })
    expect(periods.map(({ start, priceMin }) => [start, priceMin])).toEqual([
      ['00:00', '0.20'],
      ['16:00', '0.50'],
      ['21:00', '0.20'],
    ])
    expect(loss).toEqual({ periodsNeeded: 4, hours: 4 * 365, largest: '0.28', dearestHoursAdded: 0 })
  })

  it('with a room for its peak alone counts other hours as dear, and says so', () => {
    const stripes = ratePlan([[{ rate: 0.2 }], [{ rate: 0.5 }]], () => hours(0).map((_, hour) => hour % 2))
    const { periods, loss } = convertPlan(stripes, { limit: 1 })
    expect(periods).toEqual([expect.objectContaining({ priceMin: '0.50', start: '00:00', end: '23:59' })])
    expect(loss).toEqual({ periodsNeeded: 24, hours: 4380, largest: '0.30', dearestHoursAdded: 4380 })
  })
})
