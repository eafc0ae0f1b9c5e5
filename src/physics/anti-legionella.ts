/** The anti-legionella cycle: once in so many days all of the water is brought to 60 °C. What heats it on a real unit is not known. */
import type { Settings } from './settings.ts'
import type { Tank } from './tank.ts'

export interface AntiLegionella {
  readonly on: boolean
  /** From one cycle to the next. */
  readonly days: number
  /** Since the last one ended, or since it was switched on, s. */
  readonly age: number
  /** A cycle is under way. */
  readonly busy: boolean
}

/** Off, as units are delivered. */
export const noAntiLegionella: AntiLegionella = { on: false, days: 7, age: 0, busy: false }

/** °C. */
const hot = 60
const daySeconds = 86_400

export const withAntiLegionella = (cycle: AntiLegionella, days: number): AntiLegionella =>
  cycle.on ? { ...cycle, days } : { ...cycle, on: true, days, age: 0 }

export const withoutAntiLegionella = (cycle: AntiLegionella): AntiLegionella =>
  cycle.on ? { ...cycle, on: false, busy: false } : cycle

/** What the controller goes by: during a cycle another setpoint, for whatever sources the mode has. */
export const duringCycle = ({ busy }: AntiLegionella, settings: Settings): Settings =>
  busy ? { ...settings, setpoint: Math.max(settings.setpoint, hot) } : settings

/** Time passes. @param mayBegin whether anything may heat now. */
export function agedCycle(cycle: AntiLegionella, tank: Tank, mayBegin: boolean, seconds: number): AntiLegionella {
  if (!cycle.on) return cycle
  // The lower half is never the warmer one.
  if (cycle.busy) return tank.lower >= hot ? { ...cycle, busy: false, age: 0 } : cycle
  const age = cycle.age + seconds
  return { ...cycle, age, busy: mayBegin && age >= cycle.days * daySeconds }
}
