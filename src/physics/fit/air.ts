/** The air around a heater by its record: the intake sensor tells it while the unit runs, and reads the warm cabinet at rest. */
import { type History, meanOf, medianOf, rowAt } from './history.ts'
import type { Run } from './runs.ts'

/** °C at a moment, s since 1970. */
export type AirAt = (moment: number) => number

/** The sensor is true after so long, s, and has settled to the cabinet so long after a stop, s. */
const trueAfter = 420
const restsAfter = 5400
/** Readings are averaged over, s. */
const around = 900
/** Where a record doesn't tell: the cabinet's lead over the air, K [P], and the air itself, °C (the US test's) [?]. */
const usualLead = 3.4
export const usualAir = 19.7

/** How much warmer the cabinet is at rest than the air, K, by what the sensor falls when the unit starts. */
export function cabinetLead(history: History, runs: readonly Run[]): number {
  const falls: number[] = []
  let stopped = Number.NEGATIVE_INFINITY
  for (const { start, end } of runs) {
    if (start - stopped > restsAfter && end - start > trueAfter + 300) {
      const rest = between(history, start - around, start - 30)
      const running = between(history, start + trueAfter, start + trueAfter + 600)
      if (rest - running > -5) falls.push(rest - running)
    }
    stopped = end
  }
  return falls.length < 3 ? usualLead : medianOf(falls)
}

const between = (history: History, from: number, to: number) =>
  meanOf(history.intake, rowAt(history, from), rowAt(history, to))

/**
 * The air by what the record tells: readings of a running unit as they are, those of one at rest less the cabinet's lead, and
 * straight lines between; undefined when it doesn't tell.
 */
export function airOf(history: History, runs: readonly Run[]): AirAt | undefined {
  const lead = cabinetLead(history, runs)
  const { time, length } = history
  const times: number[] = []
  const values: number[] = []
  const step = 1200
  let run = 0
  for (let at = time[0] ?? 0; at < (time[length - 1] ?? 0); at += step) {
    while (run < runs.length && (runs[run]?.end ?? 0) <= at) run++
    const stopped = runs[run - 1]?.end ?? Number.NEGATIVE_INFINITY
    const running = at >= (runs[run]?.start ?? Number.POSITIVE_INFINITY) + trueAfter
    const rests = at - stopped > restsAfter && at + step < (runs[run]?.start ?? Number.POSITIVE_INFINITY)
    if (!running && !rests) continue
    const value = between(history, at, Math.min(at + step, running ? (runs[run]?.end ?? 0) : at + step))
    if (Number.isNaN(value)) continue
    times.push(at + step / 2)
    values.push(running ? value : value - lead)
  }
  if (times.length === 0) return undefined
  return linear(times, values)
}

function linear(times: readonly number[], values: readonly number[]): AirAt {
  return moment => {
    let [low, high] = [0, times.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((times[middle] as number) < moment) low = middle + 1
      else high = middle
    }
    if (low === 0) return values[0] as number
    if (low === times.length) return values[low - 1] as number
    const [before, after] = [times[low - 1] as number, times[low] as number]
    const [first, second] = [values[low - 1] as number, values[low] as number]
    return first + ((second - first) * (moment - before)) / (after - before)
  }
}
