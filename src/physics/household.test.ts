import { describe, expect, it } from 'vitest'
import { household } from './household.ts'

const day = 86_400
const start = 20_000 * day

describe('household', () => {
  it('is the same for the same seed and another for another', () => {
    const week = (seed: number) => household('family', seed).between(start, start + 7 * day).litres
    expect(week(1)).toBe(week(1))
    expect(week(2)).not.toBe(week(1))
  })

  it('draws the same water however the time is cut, also across midnight and backwards', () => {
    const people = household('family', 4)
    const whole = people.between(start, start + 2 * day).litres
    let parts = 0
    for (let second = start; second < start + 2 * day; second += 70)
      parts += people.between(second, Math.min(second + 70, start + 2 * day)).litres
    expect(parts).toBeCloseTo(whole, 6)
    expect(people.between(start, start + 2 * day).litres).toBe(whole)
  })

  it.each([
    ['family', 90, 220],
    ['couple', 40, 110],
  ] as const)('%s: between %d and %d L a day from a hot tank, none of it at night', (profile, least, most) => {
    const people = household(profile, 1)
    const mean = people.between(start, start + 60 * day).litres / 60
    expect(mean).toBeGreaterThan(least)
    expect(mean).toBeLessThan(most)
    for (let n = 0; n < 60; n++) expect(people.between(start + n * day, start + n * day + 6 * 3600).litres).toBe(0)
  })

  it('is nobody when nobody is there', () => {
    expect(household('nobody', 1).between(start, start + 30 * day).litres).toBe(0)
  })

  it('has a room without jumps, between 15 and 25 °C', () => {
    const people = household('family', 9)
    let last = people.between(start, start).air
    for (let second = start; second < start + 10 * day; second += 600) {
      const { air } = people.between(second, second)
      expect(Math.abs(air - last)).toBeLessThan(0.15)
      expect(air).toBeGreaterThan(15)
      expect(air).toBeLessThan(25)
      last = air
    }
  })
})
