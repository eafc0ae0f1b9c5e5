/** A window of a record: from a tank that a recovery left even, over what was drawn from it, to the end of the next recovery. */
import type { AirAt } from './air.ts'
import type { DrawHabits } from './draw-habits.ts'
import { type Draws, drawsOf } from './draws.ts'
import { type History, rowAt } from './history.ts'
import { longestSilence, type Run } from './runs.ts'

/** Of the simulation, s, and steps in a bin: readings are compared as means over it. */
export const stepSeconds = 120
export const binSteps = 5

/** Readings of a bin, as means, and how far they can be trusted, K. NaN where there are none. */
export interface Bins {
  readonly upper: Float64Array
  readonly lower: Float64Array
  readonly upperDoubt: Float64Array
  readonly lowerDoubt: Float64Array
  /** W, while one thing runs all the time; else NaN. */
  readonly power: Float64Array
}

/** Cold water before anything is known, °C, and how far that may be wrong, K. */
export interface InletGuess {
  readonly expected: number
  readonly doubt: number
}

export interface Window extends Draws {
  /** s since 1970. */
  readonly from: number
  readonly steps: number
  /** °C of the tank at its beginning. */
  readonly upper: number
  readonly lower: number
  /** For each step: °C, and parts of it for which something ran. */
  readonly air: Float32Array
  readonly compressor: Float32Array
  readonly upperElement: Float32Array
  readonly lowerElement: Float32Array
  readonly bins: Bins
  readonly inlet: InletGuess
  /** The recovery at its end. */
  readonly recovery: Run | undefined
}

/** s */
const longest = 40 * 3600
const shortest = 2.5 * 3600
/** What the model and a reading differ by at the best, K; and the part of what the reading fell within the bin beyond its jitter. */
const doubt = { least: 0.2, ofFall: 0.3, jitter: 0.4 } as const

/** Where windows lie; those with enough in them are worth to be made. */
export interface WindowSpan {
  readonly from: number
  readonly to: number
  readonly begin: Run
  readonly recovery: Run | undefined
}

export function windowSpans(history: History, runs: readonly Run[]): WindowSpan[] {
  const silences = silencesOf(history)
  const spans: WindowSpan[] = []
  for (const [i, begin] of runs.entries()) {
    if (!begin.even) continue
    const next = runs.slice(i + 1, i + 12).find(run => run.even)
    const silent = silences.find(at => at >= begin.end - 600) ?? Number.POSITIVE_INFINITY
    const end = Math.min(silent, begin.end + longest)
    const recovery = next && next.end <= end ? next : undefined
    const to = recovery ? recovery.end : Math.min(end, next?.end ?? end, history.time[history.length - 1] ?? 0)
    if (to - begin.end >= shortest) spans.push({ from: begin.end, to, begin, recovery })
  }
  return spans
}

/** After which moments nothing was told for long. */
function silencesOf({ time, length }: History): number[] {
  const silences: number[] = []
  for (let row = 1; row < length; row++)
    if ((time[row] as number) - (time[row - 1] as number) > longestSilence) silences.push(time[row - 1] as number)
  return silences
}

export function windowOf(
  history: History,
  runs: readonly Run[],
  air: AirAt,
  habits: DrawHabits,
  inlet: InletGuess,
  span: WindowSpan,
): Window {
  const { from, to, begin, recovery } = span
  const steps = Math.max(binSteps, Math.floor((to - from) / stepSeconds / binSteps) * binSteps)
  const end = from + steps * stepSeconds
  const compressor = new Float32Array(steps)
  for (const run of runs) {
    if (run.end <= from || run.start >= end) continue
    for (let step = 0; step < steps; step++) {
      const at = from + step * stepSeconds
      const ran = Math.min(run.end, at + stepSeconds) - Math.max(run.start, at)
      if (ran > 0) compressor[step] = (compressor[step] as number) + ran / stepSeconds
    }
  }
  const upperElement = shareOn(history, history.upperElement, from, steps)
  const lowerElement = shareOn(history, history.lowerElement, from, steps)
  const sources = { compressor, upperElement, lowerElement }
  return {
    from,
    steps,
    upper: begin.upper,
    lower: begin.lower,
    air: Float32Array.from({ length: steps }, (_, i) => air(from + (i + 0.5) * stepSeconds)),
    ...sources,
    ...drawsOf(history, habits, from, steps, stepSeconds),
    bins: binsOf(history, from, steps / binSteps, sources),
    inlet,
    recovery,
  }
}

/** For which part of each step a switch was on; what it was told last holds. */
function shareOn(history: History, column: Uint8Array, from: number, steps: number): Float32Array {
  const shares = new Float32Array(steps)
  for (let step = 0; step < steps; step++) {
    const first = rowAt(history, from + step * stepSeconds)
    const after = rowAt(history, from + (step + 1) * stepSeconds)
    let on = 0
    for (let row = first; row < after; row++) if (column[row] === 2) on++
    shares[step] = after > first ? on / (after - first) : step > 0 && (shares[step - 1] as number) > 0.5 ? 1 : 0
  }
  return shares
}

type Sources = Pick<Window, 'compressor' | 'upperElement' | 'lowerElement'>

function binsOf(history: History, from: number, count: number, sources: Sources): Bins {
  const bins = {
    upper: new Float64Array(count),
    lower: new Float64Array(count),
    upperDoubt: new Float64Array(count),
    lowerDoubt: new Float64Array(count),
    power: new Float64Array(count),
  }
  const seconds = binSteps * stepSeconds
  for (let bin = 0; bin < count; bin++) {
    const first = rowAt(history, from + bin * seconds)
    const after = rowAt(history, from + (bin + 1) * seconds)
    bins.upper[bin] = middle(history.upper, first, after)
    bins.lower[bin] = middle(history.lower, first, after)
    bins.upperDoubt[bin] = doubtOf(history.upper, first, after)
    bins.lowerDoubt[bin] = doubtOf(history.lower, first, after)
    bins.power[bin] = steady(sources, bin) ? middle(history.power, first, after) : Number.NaN
  }
  return bins
}

function middle(column: Float32Array, first: number, after: number): number {
  let [sum, count] = [0, 0]
  for (let row = first; row < after; row++) {
    const value = column[row] as number
    if (Number.isNaN(value)) continue
    sum += value
    count++
  }
  return sum / count
}

/** Water that is being drawn pulls readings down in an unknown moment. */
function doubtOf(column: Float32Array, first: number, after: number): number {
  let [most, fall] = [Number.NEGATIVE_INFINITY, 0]
  for (let row = first; row < after; row++) {
    const value = column[row] as number
    if (value > most) most = value
    if (most - value > fall) fall = most - value
  }
  return doubt.least + doubt.ofFall * Math.max(0, fall - doubt.jitter)
}

/** Whether in a bin, and in the one before, the compressor always ran, and nothing was switched. */
function steady({ compressor, upperElement, lowerElement }: Sources, bin: number): boolean {
  const first = (bin - 1) * binSteps
  if (first < 0) return false
  const [upper, lower] = [upperElement[first], lowerElement[first]]
  for (let step = first; step < first + 2 * binSteps; step++) {
    if ((compressor[step] as number) < 0.999) return false
    if (upperElement[step] !== upper || lowerElement[step] !== lower) return false
  }
  return upper !== undefined && upper % 1 === 0 && lower !== undefined && lower % 1 === 0
}
