/** How well a model foretells days that it hasn't seen: when recoveries end, what they take, and what the sensors read. */
import type { Parameters } from '../parameters.ts'
import { guessDraws } from './first-guess.ts'
import { type History, medianOf, rowAt } from './history.ts'
import { flowAt } from './learnable.ts'
import { fitUnknowns } from './least-squares.ts'
import { binSteps, stepSeconds, type Window } from './window.ts'
import { WindowFit } from './window-fit.ts'
import { advanceState, beginState, type Doing, type State, simulate, traceFor } from './window-simulation.ts'

/** How far the model was off in a window that it hadn't seen; undefined where there was nothing to be off. */
export interface Miss {
  /** The end of the recovery, min, and its electricity, Wh, foretold while it ran. */
  readonly minutes: number | undefined
  readonly energy: number | undefined
  /** Readings of quiet hours, foretold from their beginning, K. */
  readonly quiet: number | undefined
  /** Readings of the whole window, once its draws are guessed as well as they can be with this model, K. */
  readonly told: number | undefined
}

/** Medians over the windows; undefined where there were none. */
export interface Score {
  readonly minutes: number | undefined
  readonly energy: number | undefined
  readonly kelvin: number | undefined
  /** So many recoveries were foretold, and the readings of so many windows compared. */
  readonly recoveries: number
  readonly windows: number
}

/** A recovery is foretold from so long after its start, and after the last large draw that was seen in it, s; if so much is left. */
export const foretold = { afterStart: 2700, afterDraw: 1200, left: 2400 } as const
/** Hours without a large draw are quiet from so many steps on. */
const quietSteps = 60
/** Readings that may be wrong by more fell within minutes, K. */
const sudden = 0.4
/** No recovery takes longer than foretold, s. */
const longest = 12 * 3600

/** Yields after each window. */
export function* missesOf(
  history: History,
  windows: readonly Window[],
  parameters: Parameters,
): Generator<undefined, Miss[]> {
  const misses: Miss[] = []
  for (const window of windows) {
    yield
    const ahead = foretell(history, window, parameters)
    misses.push({
      minutes: ahead && Math.abs(ahead.seconds) / 60,
      energy: ahead && !Number.isNaN(ahead.energy) ? Math.abs(ahead.energy) : undefined,
      quiet: quietError(window, parameters),
      told: toldError(window, parameters),
    })
  }
  return misses
}

export function scoreOf(misses: readonly Miss[]): Score {
  const found = (key: keyof Miss) => misses.map(miss => miss[key]).filter(value => value !== undefined)
  const middle = (values: readonly number[]) => (values.length === 0 ? undefined : medianOf(values))
  const [minutes, told] = [found('minutes'), found('told')]
  return {
    minutes: middle(minutes),
    energy: middle(found('energy')),
    kelvin: middle(told),
    recoveries: minutes.length,
    windows: told.length,
  }
}

/** Root mean square from the window's beginning to the first draw in sight. */
function quietError(window: Window, parameters: Parameters): number | undefined {
  const drawn = window.groups.find(({ large }) => large)?.first ?? window.steps
  const runs = window.compressor.findIndex(share => share > 0)
  const steps = Math.floor(Math.min(drawn, runs < 0 ? window.steps : runs) / binSteps) * binSteps
  if (steps < quietSteps) return undefined
  const fit = new WindowFit(window, steps / binSteps)
  const trace = traceFor(window)
  simulate(window, parameters, fit.unknowns, beginState(window, parameters), trace, 0, steps)
  return rootMeanSquare(window, trace, 0, steps / binSteps)
}

/** Root mean square over a window, beside the very moments of draws. */
function toldError(window: Window, parameters: Parameters): number | undefined {
  const fit = new WindowFit(window)
  guessDraws(window, parameters, fit.unknowns, window.steps)
  fitUnknowns(fit, parameters, flowAt(0), 4)
  const trace = traceFor(window)
  simulate(window, parameters, fit.unknowns, beginState(window, parameters), trace)
  const error = rootMeanSquare(window, trace, 0, fit.bins)
  return Number.isNaN(error) ? undefined : error
}

function rootMeanSquare(
  { bins }: Window,
  trace: { upper: Float64Array; lower: Float64Array },
  from: number,
  to: number,
): number {
  let [sum, count] = [0, 0]
  const add = (difference: number) => {
    if (Number.isNaN(difference)) return
    sum += difference * difference
    count++
  }
  for (let bin = from; bin < to; bin++) {
    if ((bins.upperDoubt[bin] as number) < sudden) add((trace.upper[bin] as number) - (bins.upper[bin] as number))
    if ((bins.lowerDoubt[bin] as number) < sudden) add((trace.lower[bin] as number) - (bins.lower[bin] as number))
  }
  return Math.sqrt(sum / count)
}

/** Foretold less recorded: seconds, Wh. */
function foretell(history: History, window: Window, parameters: Parameters) {
  const { recovery, from, steps, groups } = window
  if (!recovery) return undefined
  const start = Math.ceil((recovery.start - from) / stepSeconds)
  const draws = groups.filter(({ large, after }) => large && after > start).map(({ after }) => after)
  const ready = Math.max(
    start + foretold.afterStart / stepSeconds,
    ...draws.map(after => after + foretold.afterDraw / stepSeconds),
  )
  const bins = Math.ceil(ready / binSteps)
  const now = bins * binSteps
  if ((steps - now) * stepSeconds < foretold.left) return undefined
  const fit = new WindowFit(window, bins)
  guessDraws(window, parameters, fit.unknowns, now)
  fitUnknowns(fit, parameters, flowAt(0), 4)
  const state = beginState(window, parameters)
  const trace = traceFor(window)
  simulate(window, parameters, fit.unknowns, state, trace, 0, now)
  const moment = from + now * stepSeconds
  const end = finish(window, parameters, fit, state, now, recovery.lower)
  return {
    seconds: end.seconds - (recovery.end - moment),
    energy: end.energy - recordedEnergy(history, moment, recovery.end),
  }
}

/** Goes on until the lower sensor has come to what it read at the end. */
function finish(
  window: Window,
  parameters: Parameters,
  { unknowns }: WindowFit,
  state: State,
  from: number,
  target: number,
): { seconds: number; energy: number } {
  const doing: Doing = { air: 0, compressor: 1, upperElement: 0, lowerElement: 0, litres: 0, inlet: unknowns.inlet }
  let [seconds, energy] = [0, 0]
  for (let step = from; seconds < longest && state.probes.lower < target; step++) {
    const at = Math.min(step, window.steps - 1)
    const group = step < window.steps ? (window.group[step] as number) : -1
    doing.air = window.air[at] as number
    doing.upperElement = step < window.steps ? (window.upperElement[at] as number) : 0
    doing.litres = group < 0 ? 0 : (unknowns.litres[group] as number) / (window.groups[group]?.steps ?? 1)
    const before = state.probes.lower
    const power = advanceState(state, parameters, doing, stepSeconds)
    const after = state.probes.lower
    const part = after >= target && after > before ? Math.max(0, (target - before) / (after - before)) : 1
    seconds += part * stepSeconds
    energy += (part * power * stepSeconds) / 3600
  }
  return { seconds, energy }
}

/** Wh by the recorded power; NaN where too much of it is missing. */
function recordedEnergy({ time, power, length }: History, from: number, to: number): number {
  const first = rowAt({ time, length }, from)
  const after = rowAt({ time, length }, to)
  let [sum, count] = [0, 0]
  for (let row = first; row < after; row++) {
    const watts = power[row] as number
    if (Number.isNaN(watts)) continue
    sum += watts
    count++
  }
  return count < 5 ? Number.NaN : ((sum / count) * (to - from)) / 3600
}

/** What is a miss like that of any other kind: min, Wh, K. Misses beyond so many of these count no more. */
const alike = { minutes: 15, energy: 60, kelvin: 0.3 } as const
const cap = 4

/** One number for each window, and undefined where nothing could be foretold. */
function burden({ minutes, energy, quiet, told }: Miss): number | undefined {
  const parts = [
    minutes === undefined ? undefined : minutes / alike.minutes,
    energy === undefined ? undefined : energy / alike.energy,
    quiet === undefined ? undefined : quiet / alike.kelvin,
    told === undefined ? undefined : told / alike.kelvin,
  ].filter(part => part !== undefined)
  if (parts.length === 0) return undefined
  return parts.reduce((sum, part) => sum + Math.min(cap, part), 0) / parts.length
}

/** By how much one is worse than the other on the same windows, as a mean, and how far chance may have made that. */
export function worseBy(
  one: readonly Miss[],
  other: readonly Miss[],
): { readonly mean: number; readonly doubt: number } {
  const differences = one.flatMap((miss, i) => {
    const [here, there] = [burden(miss), burden(other[i] as Miss)]
    return here === undefined || there === undefined ? [] : [here - there]
  })
  const n = differences.length
  if (n === 0) return { mean: 0, doubt: 0 }
  const mean = differences.reduce((sum, value) => sum + value, 0) / n
  const scatter = differences.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, n - 1)
  return { mean, doubt: n > 1 ? Math.sqrt(scatter / n) : Math.abs(mean) }
}
