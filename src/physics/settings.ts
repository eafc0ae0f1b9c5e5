/** What was asked of the heater, and the limits within which it can be asked. */

import type { DhwOperationSetting } from '#schema/enums'

export type Mode = Exclude<(typeof DhwOperationSetting)[keyof typeof DhwOperationSetting], 'standby'>
/** Modes that heat. Vacation and off are on top of one of these. */
export type HeatingMode = Exclude<Mode, 'vacation' | 'off'>

export interface Settings {
  readonly mode: Mode
  /** To which vacation, off and the end of electric lead back. */
  readonly before: HeatingMode
  /** °C. */
  readonly setpoint: number
  /** Length of the vacation, 0 without one. */
  readonly vacationDays: number
  /** For how long the mode has been in force, s. */
  readonly modeAge: number
  /** The installer's minimum operation temperature, °C. */
  readonly minimumOperation: number
  /** By how much the heat pump goes beyond the setpoint, K: 1 on controller 10.1, 0 on newer ones. */
  readonly overshoot: number
  /** A time-of-use window is in force, and the controller heeds it. */
  readonly peak?: boolean
}

/** °C, from the data plate: 35 °C is the minimum operation temperature as delivered. */
export const setpointRange = { lowest: 35, highest: 65.5 } as const

const hour = 3600
/** Electric mode goes back by itself. */
const electricLasts = 72 * hour
/** Vacation wakes this long before its end. */
const wakesBefore = 9 * hour

const isHybrid = (mode: Mode): mode is Exclude<HeatingMode, 'electric'> =>
  mode === 'heat-pump' || mode === 'energy-saver' || mode === 'high-demand'

/** In a time-of-use window a recovery ends so far below the setpoint, K. */
const peakCap = 2

/** Whether the controller saves for the tariff's sake. A vacation goes before that. */
export const inPeak = ({ mode, peak = false }: Settings): boolean => peak && mode !== 'vacation'

/** Where the heat pump stops, °C. Beyond the setpoint only where it ends the job, which in energy saver it doesn't. */
export function heatPumpTarget(settings: Settings): number {
  const { mode, setpoint, overshoot } = settings
  if (inPeak(settings)) return setpoint - peakCap
  return mode === 'energy-saver' ? setpoint : setpoint + overshoot
}

/** Whole days of the vacation that have passed. */
export const vacationDaysElapsed = ({ mode, modeAge }: Settings): number =>
  mode === 'vacation' ? Math.floor(modeAge / (24 * hour)) : 0

/** The mode by which it heats right now: none while off or on vacation, save for the vacation's last hours. */
export function heatingMode({ mode, modeAge, vacationDays }: Settings): HeatingMode | 'none' {
  if (mode === 'off') return 'none'
  if (mode !== 'vacation') return mode
  return modeAge >= vacationDays * 24 * hour - wakesBefore ? 'heat-pump' : 'none'
}

/** The settings with another mode. `days` is for vacation. */
export function withMode(settings: Settings, mode: Mode, days = 0): Settings {
  const before = isHybrid(settings.mode) ? settings.mode : settings.before
  return { ...settings, mode, before, modeAge: 0, vacationDays: mode === 'vacation' ? days : 0 }
}

/** Time passes over the settings: a vacation ends, electric mode goes back. */
export function agedSettings(settings: Settings, seconds: number): Settings {
  const modeAge = settings.modeAge + seconds
  const over =
    (settings.mode === 'vacation' && modeAge >= settings.vacationDays * 24 * hour) ||
    (settings.mode === 'electric' && modeAge >= electricLasts)
  return over ? withMode(settings, settings.before) : { ...settings, modeAge }
}
