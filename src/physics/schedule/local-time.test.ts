import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dateOf, dayNumber, LocalTime } from './local-time.ts'

const hour = 3_600_000
const zones = [
  'UTC',
  'America/Los_Angeles',
  'America/New_York',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  // These three change at midnight.
  'Asia/Beirut',
  'America/Havana',
  'America/Santiago',
  -423,
]
const moment = fc.integer({ min: Date.UTC(2015, 0), max: Date.UTC(2035, 0) })

describe('LocalTime', () => {
  it('tells date, weekday, hour and minute of its zone', () => {
    const moment = Date.UTC(2026, 2, 1, 7, 31, 59)
    expect(new LocalTime('America/Los_Angeles').at(moment)).toEqual({
      ...{ year: 2026, month: 2, day: 28 },
      ...{ weekday: 6, hour: 23, minute: 31 },
    })
    expect(new LocalTime(90).at(moment)).toEqual({ year: 2026, month: 3, day: 1, weekday: 0, hour: 9, minute: 1 })
  })

  it('knows summer time, forward and back', () => {
    const time = new LocalTime('America/New_York')
    const [spring, autumn] = [Date.UTC(2026, 2, 8, 7), Date.UTC(2026, 10, 1, 6)]
    expect([spring - 1, spring].map(at => time.at(at).hour)).toEqual([1, 3])
    expect([autumn - 1, autumn].map(at => time.at(at).hour)).toEqual([1, 1])
    const length = (year: number, month: number, day: number) =>
      (time.startOf(dayNumber(year, month, day) + 1) - time.startOf(dayNumber(year, month, day))) / hour
    expect([length(2026, 3, 7), length(2026, 3, 8), length(2026, 11, 1)]).toEqual([24, 23, 25])
  })

  it.each(zones)('puts each moment of %s into one day, between its beginning and the next', zone => {
    const time = new LocalTime(zone)
    fc.assert(
      fc.property(moment, at => {
        const day = time.dayOf(at)
        expect(time.startOf(day)).toBeLessThanOrEqual(at)
        expect(time.startOf(day + 1)).toBeGreaterThan(at)
        expect(time.dayOf(time.startOf(day))).toBe(day)
        expect(time.dayOf(time.startOf(day) - 1)).toBe(day - 1)
      }),
    )
  })

  it.each(['Asia/Beirut', 'America/Havana', 'America/Santiago', 'Australia/Lord_Howe'])(
    'has days without gaps through the years of %s',
    zone => {
      const time = new LocalTime(zone)
      for (let day = dayNumber(2018, 1, 1); day < dayNumber(2021, 1, 1); day++) {
        const [start, next] = [time.startOf(day), time.startOf(day + 1)]
        expect([23, 23.5, 24, 24.5, 25]).toContain((next - start) / hour)
        expect(time.dayOf(start)).toBe(day)
        expect(time.dayOf(next - 1)).toBe(day)
      }
    },
  )

  it('refuses a zone that there isn’t', () => {
    expect(() => new LocalTime('Mars/Olympus')).toThrow(RangeError)
  })
})

it('a day number is its date', () => {
  fc.assert(
    fc.property(fc.integer({ min: -1000, max: 40_000 }), number => {
      const { year, month, day } = dateOf(number)
      expect(dayNumber(year, month, day)).toBe(number)
    }),
  )
})
