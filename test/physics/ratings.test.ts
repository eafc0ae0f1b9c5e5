/** The published ratings, by the rule's own procedure, with one map of the heat pump for the three tanks. */
import { describe, expect, it } from 'vitest'
import { published, ratingsOf, sizes } from './ratings.ts'

const off = (is: number, told: number) => Math.abs(is / told - 1)

describe.each(sizes)('the %s tank', size => {
  const ratings = ratingsOf(size)

  it('has its uniform energy factor within 4 %', () => {
    expect(off(ratings.uniformEnergyFactor, published[size].uniformEnergyFactor)).toBeLessThan(0.04)
  })

  it('has it as delivered too, with its heat pump starting lower', () => {
    const { uniformEnergyFactor } = ratingsOf(size, { minimumOperation: 35 })
    expect(off(uniformEnergyFactor, published[size].uniformEnergyFactor)).toBeLessThan(0.04)
  })

  it.each(['energy-saver', 'high-demand'] as const)('has its first-hour rating within 12 %% in %s', mode => {
    expect(off(ratings.firstHours[mode], published[size].firstHour)).toBeLessThan(0.12)
  })

  it('is on its elements what its loss says, within 1 %', () => {
    expect(off(ratings.electric, ratings.electricByLoss)).toBeLessThan(0.01)
    expect(ratings.electric).toBeGreaterThan(0.83)
    expect(ratings.electric).toBeLessThan(0.92)
  })

  it('delivers what the setpoint promises, and stores about what it had', () => {
    const { outlet, meanAtStart, meanAtEnd, recoveryEfficiency } = ratings.day
    expect(Math.abs(outlet - 51.7)).toBeLessThan(2.8)
    expect(Math.abs(meanAtEnd - meanAtStart)).toBeLessThan(2)
    expect(recoveryEfficiency).toBeGreaterThan(4)
  })

  it('doesn’t depend on the number of layers', () => {
    const finer = ratingsOf(size, { parameters: { layers: 48 } })
    expect(off(finer.uniformEnergyFactor, ratings.uniformEnergyFactor)).toBeLessThan(0.01)
    expect(off(finer.firstHour, ratings.firstHour)).toBeLessThan(0.06)
  })
})

it('comes to the published draws of a day', () => {
  expect(ratingsOf('50-gal').day.litres / 3.785411784).toBeCloseTo(55, 6)
  expect(ratingsOf('65-gal').day.litres / 3.785411784).toBeCloseTo(84, 6)
})

it('rates the field’s heater lower by what its efficiency is lower', () => {
  const field = ratingsOf('65-gal', { set: 'field' }).uniformEnergyFactor
  expect(field / ratingsOf('65-gal').uniformEnergyFactor).toBeCloseTo(0.83, 1)
})
