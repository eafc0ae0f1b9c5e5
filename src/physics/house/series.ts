/** A number that changes as time goes by, such as a temperature. */
import { daySeconds, quarterly, type UtcOffset } from './wall-time.ts'

export interface Series {
  /** Its value at a moment, seconds since 1970. */
  at(second: number): number
}

/** What stays as it is. */
export const constant = (value: number): Series => ({ at: () => value })

/** Straight lines between points at rising times, seconds since 1970; before the first and after the last it stays as there. */
export function linear(times: readonly number[], values: readonly number[]): Series {
  const [at, of] = [Float64Array.from(times), Float64Array.from(values)]
  const last = at.length - 1
  let i = 0
  return {
    at(second) {
      if (second <= (at[0] ?? 0)) return of[0] ?? Number.NaN
      if (second >= (at[last] ?? 0)) return of[last] ?? Number.NaN
      if (second < (at[i] ?? 0)) i = 0
      // Mostly the next one, and otherwise halved until found.
      if (second >= (at[i + 1] ?? 0)) i = second < (at[i + 2] ?? 0) ? i + 1 : placeBefore(at, second)
      const [from, to] = [at[i] ?? 0, at[i + 1] ?? 0]
      const [before, after] = [of[i] ?? 0, of[i + 1] ?? 0]
      // Between two equal ones it is the same to the last digit.
      return before + (after - before) * ((second - from) / (to - from))
    },
  }
}

/** The same day again and again, by the clocks of the house. @param times seconds of the day, rising. */
export function linearDaily(times: readonly number[], values: readonly number[], offset: UtcOffset): Series {
  const [first = 0, last = 0] = [times[0], times.at(-1)]
  const [firstValue = 0, lastValue = 0] = [values[0], values.at(-1)]
  const around = linear([last - daySeconds, ...times, first + daySeconds], [lastValue, ...values, firstValue])
  const offsetAt = quarterly(offset)
  return {
    at(second) {
      const wall = second + offsetAt(second)
      return around.at(wall - Math.floor(wall / daySeconds) * daySeconds)
    },
  }
}

/** Looked at so often at least, s: a cosine of a day is met to 0.3 % of its height. */
const longestLook = 3600

/** The mean from one moment to another. */
export function meanBetween(series: Series, from: number, to: number): number {
  const span = to - from
  if (!(span > longestLook)) return series.at(from + span / 2)
  const looks = Math.ceil(span / longestLook)
  let sum = 0
  for (let i = 0; i < looks; i++) sum += series.at(from + ((i + 0.5) * span) / looks)
  return sum / looks
}

function placeBefore(times: Float64Array, second: number): number {
  let [low, high] = [0, times.length - 1]
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if ((times[middle] ?? 0) <= second) low = middle
    else high = middle
  }
  return low
}
