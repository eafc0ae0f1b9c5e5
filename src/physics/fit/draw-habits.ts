/** When in the day hot water is drawn, by a whole record: how much may be drawn unseen follows from how much is seen. */
import type { History } from './history.ts'

export interface DrawHabits {
  /** The part of each hour of the day (UTC) in which one would expect water to be drawn unseen. */
  readonly unseen: Float64Array
  /** Whether the heater tells when water is drawn. */
  readonly told: boolean
}

/** A reading that falls by so much within so long shows a draw, K and s: jitter is 0.4 K at the most, and cooling 1 K/h. */
export const fall = { kelvin: 1, seconds: 360 } as const
/** A word of the heater each minute misses this part of what is drawn; a minute is so many seconds. */
const missed = { share: 0.25, seconds: 100 } as const
/** Only large draws make a reading fall: of the small ones there are minutes for each minute of a fall. */
const besideFalls = 2
/** What was expected of an hour weighs as much as this much of it in fitted windows, min. */
const stays = 60

export function drawHabits(history: History): DrawHabits {
  const { drawing, time, length } = history
  const [rows, told, on, fallen] = [0, 0, 0, 0].map(() => new Float64Array(24)) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ]
  const later = laterRow(history)
  for (let row = 0; row < length; row++) {
    const hour = Math.floor(((time[row] as number) % 86_400) / 3600)
    rows[hour] = (rows[hour] as number) + 1
    if (drawing[row] !== 0) told[hour] = (told[hour] as number) + 1
    if (drawing[row] === 2) on[hour] = (on[hour] as number) + 1
    const after = later(row)
    if (falls(history.lower, row, after) || falls(history.upper, row, after))
      fallen[hour] = (fallen[hour] as number) + 1
  }
  const tells = sumOf(on) > 0 && sumOf(told) > sumOf(rows) / 2
  const spacing = length > 1 ? ((time[length - 1] as number) - (time[0] as number)) / length : missed.seconds
  const share = spacing < missed.seconds ? missed.share : 1
  const each = (hour: number) => {
    if (tells) return (share * (on[hour] as number)) / Math.max(1, told[hour] as number)
    return (besideFalls * (fallen[hour] as number)) / Math.max(1, rows[hour] as number)
  }
  const rates = Float64Array.from({ length: 24 }, (_, hour) => each(hour))
  // Habits aren't kept to the minute.
  const near = (hour: number) => rates[(hour + 24) % 24] as number
  return { unseen: rates.map((rate, hour) => (near(hour - 1) + 2 * rate + near(hour + 1)) / 4), told: tells }
}

const sumOf = (numbers: Float64Array) => numbers.reduce((sum, value) => sum + value, 0)

const falls = (column: Float32Array, row: number, after: number) =>
  (column[row] as number) - (column[after] as number) > fall.kelvin

/** The row some minutes later, for rows in turn; itself in a silence. */
function laterRow({ time, length }: History): (row: number) => number {
  let after = 0
  return row => {
    const end = (time[row] as number) + fall.seconds
    while (after + 1 < length && (time[after + 1] as number) <= end) after++
    return Math.max(row, after)
  }
}

/** What was drawn unseen, as fitted windows have it: L, from one moment to another. */
export interface UnseenWater {
  readonly from: number
  readonly to: number
  readonly litres: number
}

/** The habits once windows have been fitted. Hours of which they tell little stay near what they were. */
export function learnedHabits(habits: DrawHabits, found: readonly UnseenWater[], flow: number): DrawHabits {
  const [minutes, litres] = [new Float64Array(24), new Float64Array(24)]
  for (const water of found)
    for (let at = water.from; at < water.to; ) {
      const until = Math.min(water.to, (Math.floor(at / 3600) + 1) * 3600)
      const hour = Math.floor((at % 86_400) / 3600)
      minutes[hour] = (minutes[hour] as number) + (until - at) / 60
      litres[hour] = (litres[hour] as number) + (water.litres * (until - at)) / (water.to - water.from)
      at = until
    }
  const unseen = habits.unseen.map((before, hour) => {
    const told = (litres[hour] as number) / flow
    return (told + before * stays) / ((minutes[hour] as number) + stays)
  })
  return { ...habits, unseen }
}

/** So many minutes of unseen drawing are expected from one moment to another. */
export function unseenBetween({ unseen }: DrawHabits, from: number, to: number): number {
  let sum = 0
  for (let at = from; at < to; ) {
    const hour = Math.floor(at / 3600)
    const until = Math.min(to, (hour + 1) * 3600)
    sum += ((unseen[((hour % 24) + 24) % 24] as number) * (until - at)) / 60
    at = until
  }
  return sum
}
