import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parametersOf } from './parameters.ts'
import {
  condenserWater,
  copyTank,
  draw,
  filledTank,
  heatByCondenser,
  heatByElement,
  heatCapacity,
  meanTemperature,
  outletTemperature,
  settle,
  storedHeat,
  type Tank,
  temperatureAt,
  waterHeat,
} from './tank.ts'

const parameters = parametersOf('65-gal', 'field', { inletMixing: 0 })
const warm = () => filledTank(parameters, () => 55)
const layered = () => filledTank(parameters, height => (height < 0.5 ? 15 : 55))

/** Hours in still air of 20 °C. */
function rested(tank: Tank, hours: number): Tank {
  const later = copyTank(tank)
  for (let minute = 0; minute < hours * 60; minute++) settle(later, parameters, 20, 60)
  return later
}

describe('a draw', () => {
  test('pushes the water up without smearing it', () => {
    const tank = warm()
    draw(tank, parameters, 0.4 * parameters.litres, 15)
    expect(temperatureAt(tank, 0.35)).toBeCloseTo(15, 9)
    expect(temperatureAt(tank, 0.45)).toBeCloseTo(55, 9)
  })

  test('takes from the tank what it brings to the tap, to the last joule', () => {
    const tank = layered()
    const before = storedHeat(tank, parameters)
    const delivered = draw(tank, parameters, 77.7, 12)
    expect(before - storedHeat(tank, parameters)).toBeCloseTo(delivered - 77.7 * 12 * waterHeat, 8)
    expect(delivered).toBeCloseTo(77.7 * 55 * waterHeat, 8)
  })

  test.each([0, 0.13])('is the same in one go and in any number of pieces, stirred or not: %s', inletMixing => {
    const stirred = { ...parameters, inletMixing }
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0.01, max: 40, noNaN: true }), { minLength: 1, maxLength: 20 }), pieces => {
        const [whole, split] = [layered(), layered()]
        const total = pieces.reduce((sum, litres) => sum + litres, 0)
        const one = draw(whole, stirred, total, 12)
        const many = pieces.reduce((sum, litres) => sum + draw(split, stirred, litres, 12), 0)
        expect(many).toBeCloseTo(one, 6)
        for (const height of [0.05, 0.22, 0.5, 0.9])
          expect(temperatureAt(split, height)).toBeCloseTo(temperatureAt(whole, height), 6)
      }),
    )
  })

  test('of 450 L at once runs cold', () => {
    const tank = warm()
    draw(tank, parameters, 450, 12)
    expect(outletTemperature(tank)).toBeCloseTo(12, 9)
    expect(meanTemperature(tank)).toBeCloseTo(12, 9)
  })

  test('with stirring at the inlet loses nothing on the way', () => {
    const stirred = { ...parameters, inletMixing: 0.3 }
    const tank = warm()
    const before = storedHeat(tank, stirred)
    const delivered = draw(tank, stirred, 31, 12)
    expect(before - storedHeat(tank, stirred)).toBeCloseTo(delivered - 31 * 12 * waterHeat, 8)
    expect(temperatureAt(tank, 0.05)).toBeCloseTo(temperatureAt(tank, 0.25), 9)
    expect(temperatureAt(tank, 0.05)).toBeGreaterThan(30)
  })
})

describe('heat', () => {
  test('of the condenser warms the lower part and leaves the top alone', () => {
    const tank = layered()
    const before = storedHeat(tank, parameters)
    heatByCondenser(tank, parameters, condenserWater(tank, parameters), 500)
    expect(storedHeat(tank, parameters) - before).toBeCloseTo(500, 8)
    expect(temperatureAt(tank, 0.9)).toBe(55)
    expect(temperatureAt(tank, 0.22)).toBeGreaterThan(18)
  })

  test('of the upper element warms what lies above it', () => {
    const tank = filledTank(parameters, () => 40)
    heatByElement(tank, parameters, parameters.upperElement, 300)
    settle(tank, parameters, 40, 1)
    const warmed = tank.temperatures.filter(celsius => celsius > 43).length * (parameters.litres / parameters.layers)
    expect(warmed).toBeGreaterThan(60)
    expect(warmed).toBeLessThan(80)
    expect(temperatureAt(tank, 0.6)).toBeLessThan(40.1)
  })

  test('rises: nothing is left above something warmer, and no heat is lost by it', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 5, max: 70, noNaN: true }), { minLength: 25, maxLength: 25 }),
        fc.double({ min: 0, max: 0.99, noNaN: true }),
        (temperatures, filled) => {
          const tank = { temperatures: Float64Array.from(temperatures), filled }
          const before = storedHeat(tank, parameters)
          const lost = settle(tank, parameters, 20, 30)
          expect(before - storedHeat(tank, parameters)).toBeCloseTo(lost, 7)
          for (let i = 1; i < temperatures.length; i++)
            expect(tank.temperatures[i]).toBeGreaterThanOrEqual((tank.temperatures[i - 1] as number) - 1e-9)
        },
      ),
    )
  })
})

describe('rest', () => {
  test('loses what the loss says', () => {
    const lost = heatCapacity(parameters) * (55 - meanTemperature(rested(warm(), 1)))
    expect(lost).toBeCloseTo(parameters.standbyLoss * 34.85, 0)
  })

  test('leaves everything between the water and the air', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 0.99, noNaN: true }),
        fc.integer({ min: 1, max: 600 }),
        (filled, minutes) => {
          const tank = layered()
          tank.filled = filled
          for (let minute = 0; minute < minutes; minute++) settle(tank, parameters, 10, 60)
          for (const celsius of tank.temperatures) {
            expect(celsius).toBeGreaterThanOrEqual(10)
            expect(celsius).toBeLessThanOrEqual(55)
          }
        },
      ),
    )
  })

  test('goes the same way in short and in long steps', () => {
    const [short, long] = [layered(), layered()]
    for (let i = 0; i < 3600; i++) settle(short, parameters, 20, 10)
    for (let i = 0; i < 600; i++) settle(long, parameters, 20, 60)
    for (const height of [0.1, 0.4, 0.5, 0.6, 0.9])
      expect(temperatureAt(long, height)).toBeCloseTo(temperatureAt(short, height), 0)
  })
})
