import { describe, expect, it } from 'vitest'
import { beyond, conditionsProblem, givenUnits, type Limited, limits, rangeText } from './limits.ts'

describe('beyond', () => {
  it.each([
    ['air', -40, givenUnits.celsius, 'is -40 °C; it must be -30 to 50 °C'],
    ['air', -40, givenUnits.fahrenheit, 'is -40 °F; it must be -22 to 122 °F'],
    ['air', Number.NaN, givenUnits.celsius, 'is NaN; it must be -30 to 50 °C'],
    ['air', Number.POSITIVE_INFINITY, givenUnits.celsius, 'is Infinity; it must be -30 to 50 °C'],
    ['inlet', 40.1, givenUnits.celsius, 'is 40.1 °C; it must be 0 to 40 °C'],
    ['humidity', 101, givenUnits.percent, 'is 101 %; it must be 0 to 100 %'],
    ['draw', 1000, givenUnits.gallons, 'is 1000 gal; it must be 0.002642 to 501.9 gal'],
    ['draw', 0, givenUnits.litres, 'is 0 L; it must be 0.01 to 1900 L'],
    ['flow', 30, givenUnits.gallonsAMinute, 'is 30 gal/min; it must be 0.0002642 to 26.41 gal/min'],
    ['duration', 0, givenUnits.seconds, 'is 0 s; it must be 1 to 86400 s'],
  ] as const)('%s of %d: %o', (what, value, unit, words) => expect(beyond(what, value, unit)).toBe(words))

  it('takes the ends of every range that it names, in every unit', () => {
    const units: Readonly<Record<Limited, readonly (keyof typeof givenUnits)[]>> = {
      air: ['celsius', 'fahrenheit'],
      humidity: ['percent'],
      inlet: ['celsius', 'fahrenheit'],
      draw: ['litres', 'gallons'],
      drawn: ['litres', 'gallons'],
      flow: ['litresAMinute', 'gallonsAMinute'],
      duration: ['seconds', 'minutes'],
    }
    for (const what of Object.keys(limits) as Limited[])
      for (const unit of units[what].map(name => givenUnits[name])) {
        const [, least, most] = /^(\S+) to (\S+) /.exec(rangeText(what, unit)) ?? []
        expect(beyond(what, Number(least), unit)).toBeUndefined()
        expect(beyond(what, Number(most), unit)).toBeUndefined()
        expect(beyond(what, Number(most) * 1.001, unit)).toBeDefined()
      }
  })
})

it('names what of some conditions can’t be', () => {
  const fine = { air: 20, humidity: 50, inlet: 14.4, litres: 0, tapLitres: 0.001 }
  expect(conditionsProblem(fine)).toBeUndefined()
  expect(conditionsProblem({ ...fine, inlet: 45 })).toBe('inlet is 45 °C; it must be 0 to 40 °C')
  expect(conditionsProblem({ ...fine, litres: -1 })).toBe('litres is -1 L; it must be 0 to 1900 L')
  expect(conditionsProblem({ ...fine, tapLitres: Number.NaN })).toBe('tapLitres is NaN; it must be 0 to 1900 L')
})
