/** Whether today's energy is unusual: today against the days before it. */
import type { EnergyDay } from '../history/energy-day.ts'

export interface UsualEnergy {
  /** Wh, as far as the day has come. */
  readonly today: number
  /** Wh of a whole day, by those that were seen well enough. */
  readonly median: number
  /** How many they were. */
  readonly days: number
}

/** A day of which less was seen is no measure, in seconds. */
const leastObserved = 0.8 * 86_400
/** Fewer days make no custom. */
const fewestDays = 7
/** A tank that uses less than that a day mostly stands there, Wh. */
const leastMedian = 300

const sum = ({ heatPumpEnergy, elementEnergy, otherEnergy }: EnergyDay) => heatPumpEnergy + elementEnergy + otherEnergy

/**
 * @param days of one heater, some weeks before today and today itself.
 * @param today `2026-11-21`.
 * @returns undefined while too little is known.
 */
export function usualEnergy(days: readonly EnergyDay[], today: string): UsualEnergy | undefined {
  const now = days.find(({ day }) => day === today)
  const past = days
    .filter(({ day, observed }) => day < today && observed >= leastObserved)
    .map(sum)
    .sort((a, b) => a - b)
  if (now === undefined || past.length < fewestDays) return undefined
  const [low = 0, high = 0] = [past[(past.length - 1) >> 1], past[past.length >> 1]]
  const median = (low + high) / 2
  return median < leastMedian ? undefined : { today: sum(now), median, days: past.length }
}
