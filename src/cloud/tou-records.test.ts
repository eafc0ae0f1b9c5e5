import { describe, expect, it } from 'vitest'
import { convertedTousSchema, touPlanSchema } from './tou-records.ts'

describe('a time-of-use plan', () => {
  const interval = { week: 124, priceMin: 36261, priceMax: 46378, decimalPoint: 5, startHour: 0, endHour: 15 }

  it.each([
    ['long', { startMinute: 0, endMinute: 59 }],
    ['short', { startMin: 0, endMin: 59 }],
    ['in both ways, of which the long one counts', { startMinute: 0, startMin: 7, endMinute: 59, endMin: 8 }],
  ])('has its minutes spelt %s', (_, minutes) => {
    const schedule = [{ season: 3615, interval: [{ ...interval, ...minutes }] }]
    const plan = touPlanSchema.parse({ registerPath: 'bt', sourceType: 'openei', touInfo: { schedule } })
    expect(plan.touInfo?.schedule).toEqual([
      { season: 3615, interval: [{ ...interval, startMinute: 0, endMinute: 59 }] },
    ])
  })

  it('keeps its other seasons when one is odd', () => {
    const schedule = [null, { season: 480, interval: 'none' }, { season: 3615, interval: [interval, 4] }]
    const plan = touPlanSchema.parse({ touInfo: { schedule } })
    expect(plan.touInfo?.schedule.map(({ season, interval }) => [season, interval.length])).toEqual([
      [480, 0],
      [3615, 1],
    ])
  })

  it('has its ZIP code back whole', () => {
    expect(touPlanSchema.parse({ touInfo: { zipCode: 2101 } }).touInfo?.zipCode).toBe('02101')
    expect(touPlanSchema.parse({ touInfo: {} }).touInfo?.zipCode).toBeUndefined()
  })

  it('may be none', () => expect(touPlanSchema.parse({ touInfo: null }).touInfo).toBeUndefined())
})

it('reads converted plans, and leaves out what is none', () => {
  const plan = { name: 'Evening', utility: 'Example Light & Power', schedule: [{ season: 4095, interval: [] }] }
  expect(convertedTousSchema.parse({ touInfo: [plan, 'odd', { name: 7 }] })).toEqual([
    plan,
    { name: '7', schedule: [] },
  ])
  expect(convertedTousSchema.parse({})).toEqual([])
})
