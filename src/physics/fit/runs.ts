/** When the compressor ran, by a heater's record. */
import { type History, meanOf, rowAt } from './history.ts'

export interface Run {
  /** s since 1970: halfway between the rows before and after the switch. */
  readonly start: number
  readonly end: number
  /** Its end was seen, and it left the tank even from bottom to top. */
  readonly even: boolean
  /** Readings just after its end, °C. */
  readonly upper: number
  readonly lower: number
}

/** A record with a longer silence says nothing about the time between, s. */
export const longestSilence = 1800
/** Without a row about the compressor its power tells: between the fan's and the elements'. W. */
const compressorPower = { least: 150, most: 1500 } as const
/** After so long the whole tank is within reach of the condenser's heat, s; readings are then so close, K, for so long, s. */
const evenAfter = 1200
const evenWithin = 0.7
const lastMinutes = 720
/** The sensors come to rest and jitter evens out, s. */
const afterwards = 420

/** Whether the compressor runs by a row; undefined when it doesn't tell. */
export function runsAt({ compressor, power }: History, row: number): boolean | undefined {
  const told = compressor[row] as number
  if (told !== 0) return told === 2
  const watts = power[row] as number
  if (Number.isNaN(watts)) return undefined
  if (watts < compressorPower.least) return false
  return watts < compressorPower.most ? true : undefined
}

/** Of a silence nobody knows what happened in it: runs end before it and begin after it. */
export function runsOf(history: History): Run[] {
  const { time, length } = history
  const runs: Run[] = []
  /** Of the run that is going on; NaN when none is. */
  let start = Number.NaN
  let last = Number.NEGATIVE_INFINITY
  const cut = () => {
    if (start < last) runs.push({ start, end: last, even: false, upper: Number.NaN, lower: Number.NaN })
    start = Number.NaN
  }
  for (let row = 0; row < length; row++) {
    const now = runsAt(history, row)
    if (now === undefined) continue
    const at = time[row] as number
    const silent = at - last > longestSilence
    if (silent) cut()
    const between = silent ? at : (at + last) / 2
    if (now && Number.isNaN(start)) start = between
    else if (!now && !Number.isNaN(start)) {
      runs.push(runOf(history, start, between))
      start = Number.NaN
    }
    last = at
  }
  cut()
  return runs
}

function runOf(history: History, start: number, end: number): Run {
  const { upper, lower } = history
  const [first, after] = [rowAt(history, end), rowAt(history, end + afterwards)]
  const [upperEnd, lowerEnd] = [meanOf(upper, first, after), meanOf(lower, first, after)]
  const since = rowAt(history, end - lastMinutes)
  const apart = Math.abs(meanOf(upper, since, first) - meanOf(lower, since, first))
  const even = end - start >= evenAfter && apart <= evenWithin && Math.abs(upperEnd - lowerEnd) <= evenWithin
  return { start, end, even, upper: upperEnd, lower: lowerEnd }
}
