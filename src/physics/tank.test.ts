import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { advanceTank, type Load, storedHeat, type Tank, tankLitres } from './tank.ts'

const celsius = (min: number, max: number) => fc.double({ min, max, noNaN: true })
const idle: Load = { upperHeat: 0, lowerHeat: 0, litres: 0, inlet: 14.4, air: 19.7 }
const run = (tank: Tank, load: Load, seconds: number) => {
  let moved = tank
  for (let second = 0; second < seconds; second += 10) moved = advanceTank(moved, load, 10).tank
  return moved
}
/** Draws at 6.5 L/min. */
const draw = (tank: Tank, litres: number) => run(tank, { ...idle, litres: 6.5 / 6 }, (litres / 6.5) * 60)
const mixed: Tank = { size: '65-gal', upper: 60, lower: 60 }

describe('energy', () => {
  it('is never made or lost', () => {
    fc.assert(
      fc.property(
        fc.record({
          size: fc.constantFrom('50-gal', '65-gal', '80-gal'),
          upper: celsius(1, 80),
          lower: celsius(1, 80),
        }),
        fc.record({
          upperHeat: celsius(0, 5000),
          lowerHeat: celsius(0, 6500),
          litres: celsius(0, 3),
          inlet: celsius(1, 30),
          air: celsius(-10, 45),
        }),
        celsius(0.1, 10),
        (tank, load, seconds) => {
          const { tank: after, flows } = advanceTank(tank, load, seconds)
          const gained = flows.heat + flows.inlet - flows.delivered - flows.lost
          expect(Math.abs(storedHeat(after) - storedHeat(tank) - gained)).toBeLessThan(1e-6)
        },
      ),
    )
  })

  it('leaves at 2.36 W/K: 24 h from 60 °C in 19.7 °C air end near 52.5 °C', () => {
    const after = run(mixed, idle, 24 * 3600)
    expect((after.upper + after.lower) / 2).toBeCloseTo(52.9, 0)
  })

  it('takes 281 Wh for a kelvin of the 65 gal tank', () => {
    expect(storedHeat({ ...mixed, upper: 61, lower: 61 }) - storedHeat(mixed)).toBeCloseTo(281, 6)
  })
})

describe('water', () => {
  it('is cold below after a draw and hot above', () => {
    const after = draw(mixed, 60)
    expect(60 - after.upper).toBeLessThan(1)
    expect(after.lower).toBeLessThan(45)
  })

  it('gives out once the whole tank has been drawn', () => {
    expect(draw(mixed, tankLitres['65-gal'] * 1.6).upper).toBeLessThan(25)
  })

  it('never gets colder than what comes in, or warmer than it was, by drawing', () => {
    fc.assert(
      fc.property(
        celsius(20, 65),
        celsius(15, 65),
        celsius(1, 14),
        fc.integer({ min: 1, max: 60 }),
        (a, b, inlet, n) => {
          let tank: Tank = { size: '50-gal', upper: Math.max(a, b), lower: Math.min(a, b) }
          const load = { ...idle, air: tank.lower, inlet, litres: 3 }
          for (let i = 0; i < n; i++) tank = advanceTank(tank, load, 10).tank
          expect(tank.lower).toBeGreaterThanOrEqual(inlet - 0.1)
          expect(tank.upper).toBeLessThanOrEqual(Math.max(a, b) + 1e-9)
          expect(tank.lower).toBeLessThanOrEqual(tank.upper)
        },
      ),
    )
  })

  it('lets a gap close with a time constant of 27 h', () => {
    const calm = { ...idle, air: 50 }
    const after = run({ ...mixed, upper: 55, lower: 45 }, calm, 27 * 3600)
    expect(after.upper - after.lower).toBeCloseTo(10 / Math.E, 0)
  })

  it('rises when it is heated from below: the top stands still until the bottom has caught up', () => {
    const heated = { ...idle, lowerHeat: 1250, air: 55 }
    const part = run({ ...mixed, upper: 55, lower: 45 }, heated, 1800)
    expect(part.upper).toBeLessThan(55)
    expect(part.lower).toBeGreaterThan(49)
    const whole = run(part, heated, 3 * 3600)
    expect(whole.upper).toBe(whole.lower)
    expect(whole.upper).toBeGreaterThan(56)
  })
})
