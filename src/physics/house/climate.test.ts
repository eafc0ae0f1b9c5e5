import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { beyond } from '../limits.ts'
import { outdoors, saturation } from './climate.ts'
import { climates, type Place, places } from './climates.ts'
import { weatherOf } from './house.ts'
import { airIn, rooms } from './room.ts'
import { constant, meanBetween, type Series } from './series.ts'

const hour = 3600
const day = 24 * hour
const newYear = Date.UTC(2026, 0, 1) / 1000
const monthStart = (month: number) => Date.UTC(2026, month, 1) / 1000
const seeds = Array.from({ length: 20 }, (_, seed) => seed)

describe.each(places)('%s', place => {
  const climate = climates[place]

  it('has a table of twelve months', () => {
    for (const months of Object.values(climate)) expect(months).toHaveLength(12)
  })

  it('has the months of its table, on average of many years', () => {
    for (const [month, mean] of climate.mean.entries()) {
      const [from, to] = [monthStart(month), monthStart(month + 1)]
      const years = seeds.map(seed => meanBetween(outdoors(climate, { seed }).air, from, to))
      expect(Math.abs(years.reduce((sum, air) => sum + air, 0) / years.length - mean)).toBeLessThan(0.8)
    }
  })

  it('is never far from its season, and goes on smoothly, over midnight and New Year too', () => {
    const { air, vapour, mains } = outdoors(climate, { seed: 4 })
    const [coldest, hottest] = [Math.min(...climate.mean), Math.max(...climate.mean)]
    const most = Math.max(...climate.swing) / 2 + 6
    const minutes = Array.from({ length: 406 * 48 }, (_, i) => newYear - 40 * day + i * 1800 - 30)
    const values = minutes.map(second => air.at(second))
    expect(Math.min(...values)).toBeGreaterThan(coldest - most)
    expect(Math.max(...values)).toBeLessThan(hottest + most)
    const jump = (series: Series) =>
      Math.max(...minutes.map(second => Math.abs(series.at(second + 60) - series.at(second))))
    expect(jump(air)).toBeLessThan(0.06)
    expect(jump(mains)).toBeLessThan(0.001)
    expect(jump(vapour)).toBeLessThan(0.001)
  })

  it.each(rooms)('stays within what a heater may meet, in a %s', room => {
    const { air, inlet, humidity } = weatherOf(place, room, { seed: 9 })
    for (let second = newYear; second < newYear + 366 * day; second += hour) {
      expect(beyond('air', air.at(second))).toBeUndefined()
      expect(beyond('inlet', inlet.at(second))).toBeUndefined()
      expect(beyond('humidity', humidity.at(second))).toBeUndefined()
    }
  })
})

describe('the weather', () => {
  it('is the same for the same seed and unrelated for its neighbour', () => {
    const at = newYear + 33 * day
    const air = (seed: number) => outdoors(climates.boston, { seed }).air.at(at)
    expect(air(1)).toBe(air(1))
    expect(new Set(seeds.map(air)).size).toBe(seeds.length)
  })

  it('does not hang on what was asked before', () => {
    const once = outdoors(climates.chicago, { seed: 3 })
    fc.assert(
      fc.property(fc.double({ min: newYear, max: newYear + 400 * day, noNaN: true }), second => {
        const fresh = outdoors(climates.chicago, { seed: 3 })
        expect(once.air.at(second)).toBe(fresh.air.at(second))
        expect(once.mains.at(second)).toBe(fresh.mains.at(second))
      }),
    )
  })

  it('is warmest at 15:00 and coldest at 3:00 of standard time, in summer too', () => {
    const july = Date.UTC(2026, 6, 15) / 1000
    const utcOffset = (second: number) => (second > monthStart(3) && second < monthStart(10) ? -7 : -8) * hour
    const years = Array.from({ length: 100 }, (_, seed) => outdoors(climates.phoenix, { utcOffset, seed }))
    const hours = Array.from(
      { length: 24 },
      (_, h) => years.reduce((sum, { air }) => sum + air.at(july + (8 + h) * hour), 0) / years.length,
    )
    const [lowest, highest] = [Math.min(...hours), Math.max(...hours)]
    expect(hours.indexOf(lowest)).toBe(3)
    expect(hours.indexOf(highest)).toBe(15)
    expect(highest - lowest).toBeCloseTo(12, 0)
  })
})

describe('cold water', () => {
  /** By hand from the published formula, in °F: 61.8 on average and 29 from the coldest month to the hottest. */
  it.each<[Place, number, number, number]>([
    ['sacramento', 15.2, 24.5, 35],
    ['phoenix', 19.5, 35.5, 20],
    ['minneapolis', 4.6, 18.4, 50],
  ])('of %s goes from %d to %d °C, latest in the %dth day of the year', (place, least, most, lag) => {
    const { mains } = outdoors(climates[place])
    const days = Array.from({ length: 365 }, (_, i) => mains.at(newYear + i * day))
    expect(Math.min(...days)).toBeCloseTo(least, 0)
    expect(Math.max(...days)).toBeCloseTo(most, 0)
    expect(Math.abs(days.indexOf(Math.min(...days)) - lag)).toBeLessThan(8)
  })

  it('of Sacramento is near what one house, we don’t know where, had in September and late October', () => {
    const { mains } = outdoors(climates.sacramento)
    expect(Math.abs(mains.at(Date.UTC(2026, 8, 15) / 1000) - 22.4)).toBeLessThan(1.5)
    expect(Math.abs(mains.at(Date.UTC(2026, 9, 25) / 1000) - 20.8)).toBeLessThan(1.5)
  })
})

describe('a room', () => {
  it('follows the air outdoors: a garage two hours later, by 0.638 K for a kelvin', () => {
    const outdoor = { at: (second: number) => second / hour }
    expect(airIn('garage', outdoor).at(10 * hour)).toBeCloseTo(0.638 * 8 + 7.2, 9)
    expect(airIn('garage', constant(20)).at(0)).toBeCloseTo(19.96, 9)
    for (const room of ['basement', 'room'] as const) {
      const range = airIn(room, constant(30)).at(0) - airIn(room, constant(-10)).at(0)
      expect(range).toBeGreaterThan(0)
      expect(range).toBeLessThan(10)
    }
  })

  it('holds the water of the air outdoors, in Chicago less of what it can hold in winter', () => {
    const { humidity } = weatherOf('chicago', 'garage')
    expect(humidity.at(monthStart(1))).toBeLessThan(60)
    expect(saturation(0)).toBeCloseTo(6.11, 2)
    expect(saturation(20)).toBeCloseTo(23.3, 1)
  })
})
