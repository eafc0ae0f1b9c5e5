import { describe, expect, it } from 'vitest'
import { recordOf } from '../../../test/fixtures/heater-record.ts'
import { parametersOf } from '../parameters.ts'
import { airOf, cabinetLead } from './air.ts'
import { plainEstimates } from './plain-estimates.ts'
import { runsOf } from './runs.ts'

const field = parametersOf()
const of = (altered: Partial<typeof field>, more = {}) => {
  const history = recordOf({ days: 15, seed: 6, people: 2, altered, ...more })
  const runs = runsOf(history)
  return { history, runs, estimates: plainEstimates(history, runs, airOf(history, runs) ?? (() => 15), field) }
}

describe('without any simulation', () => {
  it.each([
    [{ standbyLoss: 1.2, powerFactor: 0.8, copFactor: 1 }],
    [{ standbyLoss: 4.5, powerFactor: 1.3, copFactor: 0.6 }],
  ])('%j comes back', altered => {
    const { estimates } = of(altered)
    for (const name of ['standbyLoss', 'powerFactor', 'copFactor'] as const) {
      expect(Math.abs((estimates[name]?.value ?? 0) / altered[name] - 1)).toBeLessThan(0.06)
      expect(estimates[name]?.count).toBeGreaterThanOrEqual(5)
    }
    expect(estimates.elementPower).toBeUndefined()
  })

  it('and draws that nobody tells of don’t pass for a weak heat pump', () => {
    const { estimates } = of({ copFactor: 0.9 }, { draws: false, people: 'family' })
    expect(Math.abs((estimates.copFactor?.value ?? 0) / 0.9 - 1)).toBeLessThan(0.06)
  })
})

it('the air is what the intake tells: of a warm cabinet at rest, and truly while the unit runs', () => {
  const { history, runs } = of({})
  expect(cabinetLead(history, runs)).toBeCloseTo(3.4, 0)
  const air = airOf(history, runs)
  const second = runs[3]
  if (air === undefined || second === undefined) throw new Error('There is no air, or no run.')
  const middle = (second.start + second.end) / 2
  const row = history.time.findIndex(time => time >= middle)
  expect(Math.abs(air(middle) - (history.intake[row] as number))).toBeLessThan(0.6)
  expect(airOf({ ...history, intake: history.intake.map(() => Number.NaN) }, runs)).toBeUndefined()
})
