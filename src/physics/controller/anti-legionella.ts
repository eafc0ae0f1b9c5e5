/** The anti-legionella cycle: once in so many days all of the water is brought to 60 °C. What heats it on a real unit is not known: the mode's own sources. */

/** Changed in place as time passes. */
export interface AntiLegionella {
  on: boolean
  /** From one cycle to the next, 1–30. */
  days: number
  /** Since the last one ended, or since it was switched on, s. */
  age: number
  /** A cycle is under way. */
  busy: boolean
}

/** Off, and a week between two, as units are delivered [S]. */
export const noAntiLegionella: Readonly<AntiLegionella> = { on: false, days: 7, age: 0, busy: false }

/** Days from one cycle to the next [S]. */
export const periodRange = { lowest: 1, highest: 30 } as const
/** °C [S]. */
export const cycleTemperature = 60
const day = 86_400

/**
 * Time passes. The lower half is never the warmer one, so the cycle ends with it.
 * @param mayBegin whether anything may heat now, and no window is in force (that it waits there is a guess).
 * @returns whether a cycle begins.
 */
export function ageCycle(cycle: AntiLegionella, lower: number, mayBegin: boolean, seconds: number): boolean {
  if (!cycle.on) return false
  if (cycle.busy) {
    if (lower < cycleTemperature) return false
    cycle.busy = false
    cycle.age = 0
    return false
  }
  cycle.age += seconds
  cycle.busy = mayBegin && cycle.age >= cycle.days * day
  return cycle.busy
}
