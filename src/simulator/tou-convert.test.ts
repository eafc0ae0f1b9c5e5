import { expect, it } from 'vitest'
import { convertTou } from './tou-convert.ts'

const months = Array.from({ length: 12 }, (_, month) => month)
const year = (period: (month: number, hour: number) => number) =>
  months.map(month => Array.from({ length: 24 }, (_, hour) => period(month, hour)))
const flat = year(() => 0)
const plan = (fields: object) => ({
  name: 'Plan',
  utility: 'Example Light & Power',
  energyratestructure: [[{ rate: 0.1 }]],
  energyweekdayschedule: flat,
  energyweekendschedule: flat,
  ...fields,
})
const window = (week: number, startHour: number, endHour: number, priceMin: number, priceMax: number) => ({
  ...{ week, startHour, startMinute: 0, endHour, endMinute: 59 },
  ...{ priceMin, priceMax, decimalPoint: 5 },
})

it('makes of a plan what the real cloud was seen to make of it', () => {
  // Prices and windows as they were captured; the plan itself is worked back from them.
  const summer = (month: number) => month >= 5 && month <= 8
  const evening = (hour: number) => hour >= 16 && hour <= 20
  const schedule = year((month, hour) => (summer(month) ? 2 : 0) + (evening(hour) ? 1 : 0))
  const tiers = (low: number, high: number) => [{ max: 10, rate: low }, { rate: high }]
  const energyratestructure = [
    tiers(0.36261, 0.46378),
    tiers(0.39261, 0.49378),
    tiers(0.40378, 0.50495),
    tiers(0.50678, 0.60795),
  ]
  const days = (cheap: [number, number], dear: [number, number]) =>
    [124, 130].flatMap(week => [
      window(week, 0, 15, ...cheap),
      window(week, 16, 20, ...dear),
      window(week, 21, 23, ...cheap),
    ])
  const converted = convertTou(
    plan({ energyratestructure, energyweekdayschedule: schedule, energyweekendschedule: schedule }),
  )
  expect(converted).toEqual({
    name: 'Plan',
    utility: 'Example Light & Power',
    schedule: [
      { season: 3615, interval: days([36261, 46378], [39261, 49378]) },
      { season: 480, interval: days([40378, 50495], [50678, 60795]) },
    ],
  })
})

it('adds the adjustment, and has one window where hours cost the same', () => {
  const energyratestructure = [[{ rate: 0.1, adj: 0.2 }], [{ rate: 0.3, adj: null }]]
  const converted = convertTou(plan({ energyratestructure, energyweekdayschedule: year((_, hour) => hour % 2) }))
  const windows = [124, 130].map(week => window(week, 0, 23, 30_000, 30_000))
  expect(converted?.schedule).toEqual([{ season: 4095, interval: windows }])
})

it.each([
  ['nothing', null],
  ['no matrices', { name: 'Plan', energyratestructure: [[{ rate: 0.1 }]] }],
  ['a short day', plan({ energyweekdayschedule: flat.map(day => day.slice(1)) })],
  ['a short year', plan({ energyweekendschedule: flat.slice(1) })],
  ['a period without a price', plan({ energyweekdayschedule: year(() => 1) })],
])('makes nothing of %s', (_, odd) => expect(convertTou(odd)).toBeUndefined())
