/** Numbers that only simulated windows can tell: where heat goes in the tank, and where the sensors sit. */
import type { Parameters } from '../parameters.ts'
import { learnedInlets } from './cold-water.ts'
import { type DrawHabits, learnedHabits } from './draw-habits.ts'
import { guessDraws } from './first-guess.ts'
import { medianOf } from './history.ts'
import { flowAt, type Learnable, type LearnableName, parametersAt, valueAt } from './learnable.ts'
import { fitNumbers, fitUnknowns } from './least-squares.ts'
import type { Estimate } from './plain-estimates.ts'
import { type InletGuess, stepSeconds, type Window } from './window.ts'
import { WindowFit } from './window-fit.ts'

/** Steps of the fit before and after windows that nothing explains are left out. */
const stepsOf = { unknowns: 3, first: 5, last: 6 } as const
/** A window is left out when it is so many times worse than most, and worse than this for each bin. */
const outlier = { times: 4, least: 0.5 } as const
/** A number isn't learned unless its doubt came down to this part. */
const settled = 0.4
/** Errors of the model are alike from window to window: doubts are larger than chance alone would have them. */
const alike = 2

/** What is expected of any window: cold water at a moment, and draws that nobody sees. */
export interface Expected {
  readonly coldWater: (moment: number) => InletGuess
  readonly habits: DrawHabits
}

export interface WindowNumbers {
  /** What was wanted, and could be told. */
  readonly estimates: ReadonlyMap<LearnableName, Estimate>
  readonly expected: Expected
}

export function* fitWindows(
  windows: readonly Window[],
  known: Parameters,
  wanted: readonly Learnable[],
  expected: Expected,
): Generator<undefined, WindowNumbers> {
  if (windows.length === 0) return { estimates: new Map(), expected }
  const begin = windows.map(window => new WindowFit(window))
  for (const fit of begin) {
    guessDraws(fit.window, known, fit.unknowns, fit.window.steps)
    fitUnknowns(fit, known, flowAt(0), stepsOf.unknowns)
    yield
  }
  let learned = wanted
  let { x } = yield* fitNumbers(begin, known, learned, new Float64Array(learned.length + 1), stepsOf.first)
  const fits = withoutOutliers(begin, parametersAt(known, learned, x), flowAt(x.at(-1) as number))
  const better = learnedFrom(fits, expected)
  for (const fit of fits) fit.expect(better.coldWater(fit.window.from), better.habits)
  let fitted = yield* fitNumbers(fits, known, learned, x, stepsOf.last)
  const told = learned.filter((_, i) => (fitted.left[i] as number) <= settled)
  if (told.length < learned.length) {
    // The others stay where they were, and what was told of follows them.
    x = Float64Array.from([...told.map(one => fitted.x[learned.indexOf(one)] as number), fitted.x.at(-1) as number])
    learned = told
    fitted = yield* fitNumbers(fits, known, learned, x, stepsOf.last)
  }
  const estimates = new Map(
    learned.map((one, i): [LearnableName, Estimate] => {
      const at = fitted.x[i] as number
      const value = valueAt(one, known, at)
      const doubt = Math.abs(valueAt(one, known, at + alike * (fitted.left[i] as number)) - value)
      return [one.name, { value, doubt: doubt / Math.abs(value), count: fits.length }]
    }),
  )
  return { estimates, expected: learnedFrom(fits, expected) }
}

function learnedFrom(fits: readonly WindowFit[], { coldWater, habits }: Expected): Expected {
  const unseen = fits.flatMap(({ window: { from, groups }, unknowns }) =>
    groups.flatMap(({ seen, first, after }, k) =>
      seen
        ? []
        : [{ from: from + first * stepSeconds, to: from + after * stepSeconds, litres: unknowns.litres[k] as number }],
    ),
  )
  return { coldWater: learnedInlets(fits, coldWater), habits: learnedHabits(habits, unseen, flowAt(0)) }
}

function withoutOutliers(fits: readonly WindowFit[], parameters: Parameters, flow: number): WindowFit[] {
  const costs = fits.map(fit => fit.cost(parameters, flow) / fit.bins)
  const usual = medianOf(costs)
  return fits.filter((_, i) => (costs[i] as number) <= Math.max(outlier.least, outlier.times * usual))
}
