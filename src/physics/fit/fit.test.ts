import { beforeAll, describe, expect, it } from 'vitest'
import { type RecordOptions, recordOf } from '../../../test/fixtures/heater-record.ts'
import { parametersOf } from '../parameters.ts'
import { type Fit, fitHeater } from './fit.ts'
import { isHeldOut } from './held-out.ts'
import { HistoryBuilder } from './history.ts'
import { HistoryProblem } from './history-problem.ts'
import type { LearnableName } from './learnable.ts'

const field = parametersOf()
const month = { days: 30 } as const
/** A fit takes seconds, of which others may have most. */
const patience = 120_000

const slow = {
  standbyLoss: field.standbyLoss * 1.35,
  copFactor: field.copFactor * 0.88,
  powerFactor: 1.1,
  upperThermistor: 0.82,
  lowerThermistor: 0.3,
}
const tight = {
  standbyLoss: field.standbyLoss * 0.65,
  copFactor: field.copFactor * 1.15,
  powerFactor: 0.85,
  lowerThermistor: 0.22,
}

const heaters: readonly (readonly [name: string, record: RecordOptions])[] = [
  ['a leaky, weak one with a family, a row a minute', { ...month, seed: 5, altered: slow }],
  [
    'a tight, strong one with a couple, a row in five minutes',
    { ...month, seed: 5, altered: tight, people: 'couple', every: 300 },
  ],
  ['one that never tells of draws, with one person', { ...month, seed: 11, altered: slow, people: 1, draws: false }],
]

describe.each(heaters)('from thirty days of %s', (_, record) => {
  let fit: Fit
  beforeAll(() => {
    fit = fitHeater(recordOf(record))
  }, patience)

  it.each(Object.entries(record.altered ?? {}))('%s comes back', (name, altered) => {
    const number = fit.numbers.find(one => one.name === name)
    // A sensor that no draw came near can't be found, and then it isn't pretended.
    if (number?.stays === 'no draw of the record reaches the upper sensor') {
      expect(fit.parameters).not.toHaveProperty(name)
      return
    }
    expect(Math.abs((fit.parameters[name as LearnableName] ?? 0) / altered - 1)).toBeLessThan(0.1)
  })

  it('recoveries that it hasn’t seen are foretold, and better than by the usual numbers', () => {
    const { score, unfitted } = fit
    expect(score.recoveries).toBeGreaterThan(1)
    expect(score.minutes).toBeLessThan(10)
    expect(score.kelvin).toBeLessThan(0.3)
    expect(score.kelvin).toBeLessThan(unfitted.kelvin ?? 0)
    expect(score.energy).toBeLessThan(unfitted.energy ?? 0)
  })

  it('at most a dozen numbers are told, with a doubt where one was learned', () => {
    expect(fit.numbers.length).toBeLessThanOrEqual(12)
    for (const { name, value, usual, doubt, stays } of fit.numbers) {
      expect(fit.parameters[name]).toBe(stays === undefined ? value : undefined)
      if (stays === undefined) expect(doubt).toBeGreaterThan(0)
      else expect(value).toBe(usual)
    }
  })
})

describe('a fit', () => {
  it('that tells the days kept back worse isn’t kept', { timeout: patience }, () => {
    const usualOn = (day: number) => isHeldOut(day * 86_400)
    const altered = { standbyLoss: 8, powerFactor: 1.8, copFactor: 0.5 }
    const { parameters, numbers, score, unfitted } = fitHeater(
      recordOf({ days: 24, seed: 2, people: 'couple', altered, usualOn }),
    )
    expect(parameters).not.toHaveProperty('powerFactor')
    expect(parameters).not.toHaveProperty('standbyLoss')
    const { value, stays } = numbers.find(({ name }) => name === 'powerFactor') ?? {}
    expect({ value, stays }).toEqual({ value: 1, stays: 'with it the days that were kept back are told worse' })
    expect(score.energy).toBeLessThanOrEqual(unfitted.energy ?? 0)
  })

  it('says of what a record is silent', { timeout: patience }, () => {
    const record = recordOf({ days: 9, seed: 3, people: 2, power: false, air: false, draws: false })
    const { facts, numbers } = fitHeater(record)
    expect(facts).toMatchObject({ air: 'assumed', power: false, draws: false })
    expect(numbers.find(({ name }) => name === 'powerFactor')?.stays).toBe('the record is silent about power')
    expect(numbers.find(({ name }) => name === 'elementPower')?.stays).toBe(
      'the record hardly shows an element at work',
    )
    expect(fitHeater(record, { air: 13 }).facts.air).toBe('given')
  })

  it('needs days, and among those kept back some that can be followed', () => {
    const few = recordOf({ days: 5, seed: 1 })
    expect(() => fitHeater(few)).toThrow(
      new HistoryProblem(
        'The record covers 5.0 days; it takes 7 at least, as every 5th day is kept back to judge the fit.',
      ),
    )
    const still = new HistoryBuilder()
    for (let time = 0; time < 9 * 86_400; time += 300) still.add({ time, upper: 50, lower: 50, compressor: false })
    expect(() => fitHeater(still.history())).toThrow('Of the days that are kept back to judge the fit, none can be')
    expect(() => fitHeater(new HistoryBuilder().history())).toThrow('The record covers 0.0 days')
  })
})
