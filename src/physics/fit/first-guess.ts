/** A first guess of what was drawn in a window: group by group as much as the readings after it ask for. */
import type { Parameters } from '../parameters.ts'
import { flowAt } from './learnable.ts'
import { binSteps, type Window } from './window.ts'
import { beginState, copyState, simulate, traceFor, type Unknowns } from './window-simulation.ts'

/** L that are tried, and how often the best is then looked at more closely. */
const tried = [0, 4, 10, 20, 35, 55, 80, 120, 180]
const closer = 4
/** Steps after a group in which its effect is looked for. */
const after = 25
/** A misfit beyond so many doubts counts no more. */
const cap = 4

/** Changes the unknowns. */
export function guessDraws(window: Window, parameters: Parameters, unknowns: Unknowns, steps: number): void {
  const { groups } = window
  const trace = traceFor(window)
  const state = beginState(window, parameters)
  const start = beginState(window, parameters)
  const { litres } = unknowns
  let at = 0
  for (const [k, group] of groups.entries()) {
    if (group.first >= steps) break
    // What comes later has its own turn.
    simulate(window, parameters, unknowns, state, trace, at, group.first)
    at = group.first
    copyState(start, state)
    if (!group.seen) continue
    const next = groups.slice(k + 1).find(({ seen }) => seen)?.first ?? steps
    const end = Math.min(steps, Math.max(Math.min(next, group.after + after), group.after + binSteps))
    const misfit = (given: number) => {
      litres[k] = given
      copyState(state, start)
      simulate(window, parameters, unknowns, state, trace, at, end)
      let sum = ((given - group.minutes * flowAt(0)) / group.doubt) ** 2
      for (let bin = Math.floor(at / binSteps); bin < Math.floor(end / binSteps); bin++)
        sum += misfitOf(window, trace, bin)
      return sum
    }
    let best = 0
    let least = Number.POSITIVE_INFINITY
    for (const given of tried) {
      const found = misfit(given)
      if (found < least) [best, least] = [given, found]
    }
    for (let step = Math.max(2, best / 4), i = 0; i < closer; i++, step /= 2)
      for (const given of [best - step, best + step]) {
        if (given < 0) continue
        const found = misfit(given)
        if (found < least) [best, least] = [given, found]
      }
    litres[k] = best
    copyState(state, start)
  }
}

function misfitOf(
  { bins }: Window,
  { upper, lower }: { upper: Float64Array; lower: Float64Array },
  bin: number,
): number {
  const byUpper = ((upper[bin] as number) - (bins.upper[bin] as number)) / (bins.upperDoubt[bin] as number)
  const byLower = ((lower[bin] as number) - (bins.lower[bin] as number)) / (bins.lowerDoubt[bin] as number)
  return Math.min(cap * cap, byUpper * byUpper || 0) + Math.min(cap * cap, byLower * byLower || 0)
}
