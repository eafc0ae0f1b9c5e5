import fc from 'fast-check'
import { expect, it } from 'vitest'
import { conditionsProblem } from '../limits.ts'
import { surroundings, weatherOf } from './house.ts'
import { household } from './household.ts'

const day = 86_400
const start = Date.UTC(2026, 3, 1) / 1000
const home = () =>
  surroundings({ draws: household('family', { seed: 8 }), ...weatherOf('seattle', 'garage', { seed: 8 }) })

it('numbers stay, and humidity is that of the US test', () => {
  const house = surroundings({ draws: household('nobody'), air: 19.7, inlet: 14.4 })
  expect(house.between(start, start + 10 * day)).toEqual({
    air: expect.closeTo(19.7, 9),
    humidity: 50,
    inlet: expect.closeTo(14.4, 9),
    litres: 0,
    tapLitres: 0,
  })
})

it('tells the same of a moment whatever was asked before', () => {
  const one = home()
  const second = fc.integer({ min: start, max: start + 20 * day })
  fc.assert(
    fc.property(second, fc.integer({ min: 1, max: 5000 }), (from, seconds) => {
      expect(one.between(from, from + seconds)).toEqual(home().between(from, from + seconds))
    }),
  )
})

it('gives step by step the water of the whole, in conditions that a heater may meet', () => {
  const house = home()
  const whole = { ...house.between(start, start + 3 * day) }
  let [litres, tapLitres, air] = [0, 0, 0]
  for (let from = start; from < start + 3 * day; from += 60) {
    const conditions = house.between(from, from + 60)
    expect(conditionsProblem(conditions)).toBeUndefined()
    litres += conditions.litres
    tapLitres += conditions.tapLitres
    air += conditions.air / (3 * 1440)
  }
  expect(litres).toBeCloseTo(whole.litres, 6)
  expect(tapLitres).toBeCloseTo(whole.tapLitres, 6)
  expect(air).toBeCloseTo(whole.air, 1)
})
