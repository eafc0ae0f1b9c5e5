import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { advanceCircuit, evaporatorAt, heatPumpAt, restingCircuit } from './heat-pump.ts'

describe('heatPumpAt', () => {
  it('draws what the captured unit drew: 432–435 W with 54 °C of water and 26 °C of air', () => {
    expect(heatPumpAt(53.6, 25.8).power).toBeGreaterThan(425)
    expect(heatPumpAt(53.6, 25.8).power).toBeLessThan(460)
  })

  it.each([
    [38, 1320],
    [49, 1190],
    [57, 1080],
  ])('gives at %d °C of water about the measured %d W', (water, measured) => {
    const { power, cop } = heatPumpAt(water, 19.7)
    expect(Math.abs(power * cop - measured) / measured).toBeLessThan(0.09)
  })

  it('is worse with warmer water and better with warmer air, within what Carnot allows', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 10, max: 64, noNaN: true }),
        fc.double({ min: 5, max: 44, noNaN: true }),
        (water, air) => {
          const { cop } = heatPumpAt(water, air)
          expect(heatPumpAt(water + 1, air).cop).toBeLessThanOrEqual(cop)
          expect(heatPumpAt(water, air + 1).cop).toBeGreaterThanOrEqual(cop)
          const carnot = (water + 5.6 + 273.15) / Math.max(5, water + 5.6 - evaporatorAt(air))
          expect(cop).toBeLessThanOrEqual(0.6 * carnot)
        },
      ),
    )
  })
})

describe('advanceCircuit', () => {
  it('settles where the captured unit ran', () => {
    const running = advanceCircuit(restingCircuit(25.8), true, { water: 53.6, air: 25.8 }, 3600)
    expect(running.discharge).toBeCloseTo(69, 0)
    // The published fit lies 0.8 K above this capture.
    expect(Math.abs(running.evaporator - 11.1)).toBeLessThan(1)
    expect(Math.abs(running.suction - 13.5)).toBeLessThan(1)
    expect(running.intake).toBeCloseTo(25.8, 1)
  })

  it('comes to the same in one step or in many', () => {
    const around = { water: 40, air: 20 }
    let small = restingCircuit(20)
    for (let i = 0; i < 60; i++) small = advanceCircuit(small, true, around, 1)
    const large = advanceCircuit(restingCircuit(20), true, around, 60)
    expect(small.discharge).toBeCloseTo(large.discharge, 9)
    expect(small.warmth).toBeCloseTo(large.warmth, 9)
  })

  it('reads the warm cabinet at rest', () => {
    expect(advanceCircuit(restingCircuit(20), false, { water: 50, air: 20 }, 60).intake).toBeCloseTo(23.4, 6)
  })
})
