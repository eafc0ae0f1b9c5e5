import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { carnotShare, copAt, copFloor, evaporatorAt, type HeatPumpMap, powerAt } from './heat-pump.ts'
import { parametersOf } from './parameters.ts'
import { condenserLead } from './tank.ts'

const field: HeatPumpMap = parametersOf('65-gal', 'field')
const heatOf = (map: HeatPumpMap, water: number, air: number, humidity = 50) =>
  powerAt(map, water, air) * copAt(map, water, air, humidity)
const off = (is: number, told: number) => Math.abs(is / told - 1)

describe('against what was measured', () => {
  it.each([
    ['at 19.7 °C air, water 38 °C: 317 W', 38, 19.7, 317, 0.06],
    ['at 19.7 °C air, water 49 °C: 392 W', 49, 19.7, 392, 0.02],
    ['at 19.7 °C air, water 57 °C: 440 W', 57, 19.7, 440, 0.02],
    ['late in a recovery, water 62 °C: 470 W', 62, 22, 470, 0.04],
    ['the captured point, water 53.6 °C, air 25.8 °C: 432–435 W', 53.6, 25.8, 434, 0.02],
  ])('draws %s', (_, water, air, watts, within) => {
    expect(off(powerAt(field, water, air), watts)).toBeLessThan(within)
  })

  // Recoveries that were measured whole (193 min, 1.31 kWh) need some 8 % more than these fits, and go before them.
  it.each([
    [38, 19.7, 1320, 0.09],
    [49, 19.7, 1190, 0.12],
    [57, 19.7, 1080, 0.12],
    // Whatever its water was: 1271 W, and 35 W more for each kelvin.
    [50, 18.3, 1271, 0.06],
    [50, 28.3, 1271 + 350, 0.06],
  ])('gives with %d °C water and %d °C air %d W', (water, air, watts, within) => {
    expect(off(heatOf(field, water, air), watts)).toBeLessThan(within)
  })

  it('gives an even 1.25–1.3 kW through a recovery', () => {
    for (let water = 20; water <= 57; water++) expect(off(heatOf(field, water, 22), 1275)).toBeLessThan(0.15)
  })

  it.each([38, 45, 52, 57])('gives 0.80 of it at 10 °C and 1.4–1.6 at 35 °C of air, water %d °C', water => {
    const [cold, usual, warm] = [10, 19.7, 35].map(air => heatOf(field, water, air)) as [number, number, number]
    expect(cold / usual).toBeGreaterThan(0.77)
    expect(cold / usual).toBeLessThan(0.83)
    expect(warm / usual).toBeGreaterThan(1.38)
    expect(warm / usual).toBeLessThan(1.6)
  })

  it('draws 8 % less at 10 °C and 7 % more at 35 °C of air', () => {
    expect(powerAt(field, 50, 10) / powerAt(field, 50, 19.7)).toBeCloseTo(0.92, 2)
    expect(powerAt(field, 50, 35) / powerAt(field, 50, 19.7)).toBeCloseTo(1.07, 2)
  })

  // Measured: 3.0 to 3.25 and 2.5, and a median of 2.89 over recoveries with their losses.
  it.each([
    [49, 19.7, 3, 3.4],
    [57, 19.7, 2.5, 2.75],
    [52, 22, 2.89, 3.3],
  ])('has with %d °C water and %d °C air a COP of %f to %f', (water, air, least, most) => {
    expect(copAt(field, water, air, 50)).toBeGreaterThan(least)
    expect(copAt(field, water, air, 50)).toBeLessThan(most)
  })

  it('gains 1–4 % at most by moisture', () => {
    const [dry, usual, moist] = [0, 50, 100].map(humidity => heatOf(field, 50, 20, humidity)) as [
      number,
      number,
      number,
    ]
    expect(moist / usual).toBeGreaterThan(1.01)
    expect(moist / usual).toBeLessThan(1.04)
    expect(dry / usual).toBeGreaterThan(0.96)
  })

  it('loses to frost below 5.8 °C of air, and not above', () => {
    const lost = (air: number) => 1 - heatOf(field, 50, air - 4) / heatOf(field, 50, air)
    expect(lost(10)).toBeLessThan(0.1)
    expect(lost(2)).toBeGreaterThan(lost(10) + 0.02)
  })
})

describe('anywhere', () => {
  const number = (min: number, max: number) => fc.double({ min, max, noNaN: true })
  const anywhere = fc.tuple(
    fc.record({ powerFactor: number(0.7, 1.3), copFactor: number(0.6, 1.2) }),
    number(0, 75),
    number(-30, 50),
    number(0, 100),
  )

  it('gives no less than it draws, and no more than a share of Carnot', () => {
    fc.assert(
      fc.property(anywhere, ([map, water, air, humidity]) => {
        const cop = copAt(map, water, air, humidity)
        const condensing = water + condenserLead
        const lift = condensing - evaporatorAt(air)
        expect(cop).toBeGreaterThanOrEqual(copFloor)
        expect(cop).toBeLessThan(12)
        if (lift > 0) expect(cop).toBeLessThanOrEqual((carnotShare * (condensing + 273.15)) / lift)
        expect(powerAt(map, water, air) / map.powerFactor).toBeGreaterThan(100)
        expect(powerAt(map, water, air) / map.powerFactor).toBeLessThan(650)
      }),
    )
  })

  it('makes no jump: not 2 % of power or COP in a tenth of a kelvin or a percent of moisture', () => {
    fc.assert(
      fc.property(anywhere, number(-0.1, 0.1), number(-0.1, 0.1), ([map, water, air, humidity], more, warmer) => {
        const power = powerAt(map, water, air)
        const cop = copAt(map, water, air, humidity)
        expect(off(powerAt(map, water + more, air + warmer), power)).toBeLessThan(0.02)
        expect(off(copAt(map, water + more, air + warmer, humidity + 10 * more), cop)).toBeLessThan(0.02)
      }),
    )
  })

  it('gives more in warmer and moister air, draws more and lifts worse into warmer water', () => {
    const tiny = 1e-9
    fc.assert(
      fc.property(anywhere, number(0.1, 10), ([map, water, air, humidity], by) => {
        const cop = copAt(map, water, air, humidity)
        expect(copAt(map, water + by, air, humidity)).toBeLessThan(cop + tiny)
        expect(copAt(map, water, air + by, humidity)).toBeGreaterThan(cop - tiny)
        expect(copAt(map, water, air, humidity + by)).toBeGreaterThan(cop - tiny)
        expect(powerAt(map, water + by, air)).toBeGreaterThan(powerAt(map, water, air))
        expect(powerAt(map, water, air + by)).toBeGreaterThan(powerAt(map, water, air))
      }),
    )
  })
})
