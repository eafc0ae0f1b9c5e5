import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LocalTime } from '#physics/schedule/local-time'
import { type EnergyUse, readEnergy, sumOf } from '#schema/energy'
import { EnergyBook, type Used } from './energy-book.ts'

const hour = 3_600_000
const used = (heatPumpEnergy: number, heatPumpTime = 0, elementEnergy = 0, elementTime = 0): Used => ({
  ...{ heatPumpEnergy, heatPumpTime },
  ...{ elementEnergy, elementTime },
})
const bookIn = (zone: string | number = 'UTC') => new EnergyBook(new LocalTime(zone))
const everyMonth = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]

describe('EnergyBook', () => {
  it('keeps days and months by the heater’s calendar', () => {
    const late = Date.UTC(2026, 2, 1, 6)
    const evening = bookIn('America/Los_Angeles')
    evening.add(late, late + hour, used(400, 1))
    expect(readEnergy(evening.daily(2026, [2])).rows.at(-1)).toEqual({ year: 2026, month: 2, day: 28, ...used(400, 1) })
    const morning = bookIn(60)
    morning.add(late, late + hour, used(400, 1))
    expect(readEnergy(morning.daily(2026, [3])).rows[0]).toEqual({ year: 2026, month: 3, day: 1, ...used(400, 1) })
    expect(sumOf(readEnergy(morning.daily(2026, [2])).rows)).toEqual(used(0))
  })

  it('divides at midnight what lasted longer', () => {
    const book = bookIn()
    book.add(Date.UTC(2026, 0, 31, 18), Date.UTC(2026, 1, 2, 6), used(3600))
    const energies = readEnergy(book.daily(2026, [1, 2])).rows.map(({ heatPumpEnergy }) => heatPumpEnergy)
    expect(energies.slice(30, 33)).toEqual([600, 2400, 600])
  })

  it('says 0 of days to come, of years before, and leaves out months that there aren’t', () => {
    const book = bookIn()
    book.add(Date.UTC(2026, 4, 5), Date.UTC(2026, 4, 6), used(2000, 5, 300, 1))
    const { rows, total } = readEnergy(book.daily(2026, [13, 5, 0.5]))
    expect(rows).toHaveLength(31)
    expect(rows.filter(({ heatPumpEnergy }) => heatPumpEnergy).map(({ day }) => day)).toEqual([5])
    expect(total).toEqual(used(2000, 5, 300, 1))
    const years = readEnergy(book.monthly([2025, 2026, 0.5])).rows
    expect(years).toHaveLength(24)
    expect(sumOf(years.slice(0, 12))).toEqual(used(0))
    expect(years[16]).toEqual({ year: 2026, month: 5, ...used(2000, 5, 300, 1) })
  })

  it('loses nothing to rounding: days make months, and months the life, to the watt-hour', () => {
    const amount = fc.double({ min: 0, max: 7, noNaN: true })
    const step = fc.record({
      hours: fc.double({ min: 0.001, max: 40, noNaN: true }),
      used: fc.tuple(amount, amount, amount, amount).map(([a, b, c, d]) => used(a, b, c, d)),
    })
    fc.assert(
      fc.property(
        fc.constantFrom('UTC', 'America/New_York', -423),
        fc.array(step, { maxLength: 60 }),
        (zone, steps) => {
          const book = bookIn(zone)
          let now = Date.UTC(2025, 11, 20)
          for (const { hours, used } of steps) {
            const end = now + Math.ceil(hours * hour)
            book.add(now, end, used)
            now = end
          }
          const zeros: EnergyUse = used(0)
          const days = [2025, 2026].flatMap(year => readEnergy(book.daily(year, everyMonth)).rows)
          const months = readEnergy(book.monthly([2025, 2026])).rows
          expect(sumOf([zeros, ...days])).toEqual(book.total)
          expect(sumOf([zeros, ...months])).toEqual(book.total)
          for (const { year, month, ...said } of months)
            expect(sumOf(days.filter(day => day.year === year && day.month === month))).toMatchObject(said)
          const exact = sumOf([zeros, ...steps.map(({ used }) => used)])
          for (const kind of ['heatPumpEnergy', 'elementEnergy', 'heatPumpTime', 'elementTime'] as const)
            expect(Math.abs((exact[kind] ?? 0) - book.total[kind] - 0.5)).toBeLessThanOrEqual(0.5 + 1e-9)
        },
      ),
      { numRuns: 60 },
    )
  })
})
