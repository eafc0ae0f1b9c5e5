import { describe, expect, it } from 'vitest'
import { recordOf } from '../../../test/fixtures/heater-record.ts'
import { parametersOf } from '../parameters.ts'
import { airOf } from './air.ts'
import { drawHabits } from './draw-habits.ts'
import { guessDraws } from './first-guess.ts'
import { learnables, parametersAt } from './learnable.ts'
import { fitNumbers, fitUnknowns } from './least-squares.ts'
import { runsOf } from './runs.ts'
import { windowOf, windowSpans } from './window.ts'
import { WindowFit } from './window-fit.ts'

const known = parametersOf()
const altered = { lowerThermistor: 0.3, condenserTop: 0.5 }
const history = recordOf({ days: 6, seed: 4, altered, people: 3 })
const runs = runsOf(history)
const air = airOf(history, runs) ?? (() => 15)
const habits = drawHabits(history)
const inlet = { expected: 15, doubt: 4 }
const windows = windowSpans(history, runs).map(span => windowOf(history, runs, air, habits, inlet, span))
const wanted = learnables.filter(({ name }) => Object.hasOwn(altered, name))

function begun(index: number): WindowFit {
  const window = windows[index]
  if (window === undefined) throw new Error('There is no such window.')
  const fit = new WindowFit(window)
  guessDraws(window, known, fit.unknowns, window.steps)
  return fit
}

describe('a window', () => {
  it('is told better once its draws are guessed, and better still once they are fitted', () => {
    const [first] = windows
    if (first === undefined) throw new Error('There is no window.')
    const blind = new WindowFit(first).cost(known, 1)
    const fit = begun(0)
    const guessed = fit.cost(known, 1)
    fitUnknowns(fit, known, 1, 4)
    expect(guessed).toBeLessThan(blind)
    expect(fit.cost(known, 1)).toBeLessThan(guessed)
    expect(Math.min(...fit.unknowns.litres)).toBeGreaterThanOrEqual(0)
  })

  it('says which way its numbers should move', () => {
    const fit = begun(1)
    fitUnknowns(fit, known, 1, 4)
    const at = Float64Array.of(0.5, -0.5, 0)
    const cost = (j: number, by: number) => {
      const x = at.slice()
      x[j] = (x[j] as number) + by
      return fit.cost(parametersAt(known, wanted, x), Math.exp(0.5 * (x[2] as number)))
    }
    const { numbersSide } = fit.normal(known, wanted, at)
    for (const j of [0, 1, 2]) {
      const slope = (cost(j, 0.1) - cost(j, 0)) / 0.1
      // The residuals are bent at their ends, so it is a direction more than a number.
      expect(Math.sign(numbersSide[j] as number)).toBe(-Math.sign(slope))
    }
  })

  it('after window, numbers come back', { timeout: 60_000 }, () => {
    const fits = windows.map((_, i) => begun(i))
    for (const fit of fits) fitUnknowns(fit, known, 1, 3)
    const steps = fitNumbers(fits, known, wanted, new Float64Array(wanted.length + 1), 8)
    let step = steps.next()
    while (!step.done) step = steps.next()
    const found = parametersAt(known, wanted, step.value.x)
    expect(found.lowerThermistor).toBeCloseTo(altered.lowerThermistor, 1)
    expect(Math.abs(found.lowerThermistor / altered.lowerThermistor - 1)).toBeLessThan(0.1)
    expect(Math.abs(found.condenserTop / altered.condenserTop - 1)).toBeLessThan(0.1)
    expect([...step.value.left].every(left => left > 0 && left < 1)).toBe(true)
  })
})
