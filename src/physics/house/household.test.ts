import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { absences } from './absences.ts'
import { type HouseholdProfile, household } from './household.ts'
import { weekdayOf } from './wall-time.ts'

const day = 86_400
const newYear = Date.UTC(2026, 0, 1) / 1000
const firstDay = newYear / day

const yearOf = (profile: HouseholdProfile, seed: number) =>
  household(profile, { seed }).litresBetween(newYear, newYear + 365 * day)
const daysOf = (profile: HouseholdProfile, seed: number, count = 365) => {
  const draws = household(profile, { seed })
  return Array.from({ length: count }, (_, i) => {
    const { litres, tapLitres } = draws.litresBetween(newYear + i * day, newYear + (i + 1) * day)
    return litres + tapLitres
  })
}

describe('a household', () => {
  it('is the same for the same seed on every machine', () => {
    const { litres, tapLitres } = yearOf('family', 7)
    expect(litres).toBeCloseTo(6178.059, 3)
    expect(tapLitres).toBeCloseTo(119_466.435, 3)
  })

  it('is another for every other seed: neighbours are no more alike than strangers', () => {
    const likeness = (a: readonly number[], b: readonly number[]) => {
      const mean = (of: readonly number[]) => of.reduce((sum, x) => sum + x, 0) / of.length
      const [x, y] = [mean(a), mean(b)]
      const product = (p: readonly number[], m: number, q: readonly number[], n: number) =>
        p.reduce((sum, value, i) => sum + (value - m) * ((q[i] ?? 0) - n), 0)
      return product(a, x, b, y) / Math.sqrt(product(a, x, a, x) * product(b, y, b, y))
    }
    const years = Array.from({ length: 12 }, (_, i) => daysOf(1, 100 + i))
    for (const [i, year] of years.entries())
      for (const other of years.slice(i + 1)) expect(Math.abs(likeness(year, other))).toBeLessThan(0.3)
  })

  it.each([1, 2, 3, 4, 5, 6] as const)('of %d draws some 80 L a head and day at taps, whoever they are', people => {
    const heads = Array.from({ length: 12 }, (_, seed) => yearOf(people, seed).tapLitres / 365 / people)
    expect(heads.reduce((sum, litres) => sum + litres, 0) / heads.length).toBeGreaterThan(70)
    expect(heads.reduce((sum, litres) => sum + litres, 0) / heads.length).toBeLessThan(86)
    for (const litres of heads) {
      expect(litres).toBeGreaterThan(55)
      expect(litres).toBeLessThan(105)
    }
  })

  it('calls four people a family, two a couple, and nobody draws nothing', () => {
    expect(yearOf('family', 3)).toEqual(yearOf(4, 3))
    expect(yearOf('couple', 3)).toEqual(yearOf(2, 3))
    expect(yearOf('nobody', 3)).toEqual({ litres: 0, tapLitres: 0 })
  })

  it('sleeps from 23:30 to 6:00 by its own clocks', () => {
    const utcOffset = () => -7 * 3600
    const draws = household(6, { seed: 5, utcOffset })
    for (let i = 0; i < 365; i++) {
      const midnight = newYear + i * day + 7 * 3600
      expect(draws.litresBetween(midnight, midnight + 6 * 3600)).toEqual({ litres: 0, tapLitres: 0 })
      expect(draws.litresBetween(midnight + 23.5 * 3600, midnight + day)).toEqual({ litres: 0, tapLitres: 0 })
    }
  })

  it('gets up later on a weekend', () => {
    const draws = household('family', { seed: 2 })
    const early = (weekend: boolean) => {
      let litres = 0
      for (let i = 0; i < 364; i++) {
        const midnight = newYear + i * day
        if ((weekdayOf(firstDay + i) % 6 === 0) === weekend)
          litres += draws.litresBetween(midnight + 6 * 3600, midnight + 8 * 3600).tapLitres
      }
      return litres / (weekend ? 104 : 260)
    }
    expect(early(false)).toBeGreaterThan(2 * early(true))
  })

  it('fills the machines straight from the tank, in draws of their own', () => {
    const { litres, tapLitres } = yearOf('family', 11)
    expect(litres / 365).toBeGreaterThan(10)
    expect(litres / 365).toBeLessThan(25)
    expect(tapLitres).toBeGreaterThan(10 * litres)
  })

  it('is away for some days or weeks of a year', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000 }), seed => {
        const silent = daysOf('couple', seed).filter(litres => litres === 0).length
        expect(silent).toBeLessThan(35)
      }),
      { numRuns: 20 },
    )
    expect(daysOf('couple', 3).filter(litres => litres === 0).length).toBeGreaterThan(3)
  })
})

it('trips are whole days in a row, asked for in any order', () => {
  const away = absences(12)
  const days = Array.from({ length: 3 * 365 }, (_, i) => firstDay + i)
  const forward = days.map(away)
  const backward = days.toReversed().map(absences(12)).toReversed()
  expect(forward).toEqual(backward)
  const count = forward.filter(Boolean).length
  expect(count).toBeGreaterThan(6)
  expect(count).toBeLessThan(90)
})
