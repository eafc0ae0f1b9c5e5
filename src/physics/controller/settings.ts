/** What was asked of the heater, and the limits within which it can be asked. Never changed in place. */
import type { DhwOperationSetting, DREvent } from '#schema/enums'
import type { ControllerFirmware } from './firmware.ts'

/** What it is set to. */
export type Mode = Exclude<(typeof DhwOperationSetting)[keyof typeof DhwOperationSetting], 'standby'>
/** Modes that heat. Vacation and off are on top of one of these. */
export type HeatingMode = Exclude<Mode, 'vacation' | 'off'>
/** Modes that may run the heat pump. */
export type HybridMode = Exclude<HeatingMode, 'electric'>
/** What the grid may ask for. */
export type DemandResponseEvent = (typeof DREvent)[keyof typeof DREvent]

/** A mode with what goes with it. */
export interface ChosenMode {
  readonly mode: Exclude<Mode, 'off'>
  /** Of a vacation. */
  readonly days?: number
}

export interface Settings {
  readonly mode: Mode
  /** To which vacation, off and the end of electric lead back. */
  readonly before: HybridMode
  /** °C. */
  readonly setpoint: number
  /** Length of the vacation, 0 without one. */
  readonly vacationDays: number
  /** The installer's minimum operation temperature, °C. */
  readonly minimumOperation: number
  /** Below it the tank is kept from freezing, °C. */
  readonly freezeProtection: number
  readonly firmware: ControllerFirmware
  /** A time-of-use window is in force, whether this firmware heeds it or not. */
  readonly peak: boolean
  /** A mode that was written in a window and waits for its end. */
  readonly held: ChosenMode | undefined
  /** Takes part in demand response. */
  readonly demandResponse: boolean
  /** What the grid asks for. */
  readonly event: DemandResponseEvent
}

/** °C, from the data plate [S]: 35 °C is the minimum operation temperature as delivered. */
export const setpointRange = { lowest: 35, highest: 65.5 } as const
/** Days of a vacation; none ends at once [S]. */
export const vacationRange = { lowest: 0, highest: 99 } as const
/** °C; the lower is as delivered [S]. */
const freezeProtectionRange = { lowest: 6, highest: 10 } as const

/** A unit out of its box [S]. */
export const factorySettings: Settings = {
  mode: 'energy-saver',
  before: 'energy-saver',
  setpoint: 49,
  vacationDays: 0,
  minimumOperation: setpointRange.lowest,
  freezeProtection: freezeProtectionRange.lowest,
  firmware: '11',
  peak: false,
  held: undefined,
  demandResponse: false,
  event: 'none',
}

const hour = 3600
const day = 24 * hour
/** Electric mode goes back by itself [S]. */
const electricLasts = 72 * hour
/** Vacation wakes this long before its end [S]. */
const wakesBefore = 9 * hour
/** A guess: a vacation's last hours heat with what is cheap, and nine hours is what the heat pump needs for a cold tank. */
const wakesIn: HeatingMode = 'heat-pump'

export const isHybrid = (mode: Mode): mode is HybridMode =>
  mode === 'heat-pump' || mode === 'energy-saver' || mode === 'high-demand'

/** Modes that may run an element. */
export const mayUseElements = (mode: Mode): boolean =>
  mode === 'electric' || mode === 'energy-saver' || mode === 'high-demand'

/** Whole days of the vacation that have passed. `modeAge` is for how long the mode has been in force, s. */
export const vacationDaysElapsed = ({
  settings: { mode },
  modeAge,
}: {
  settings: Settings
  modeAge: number
}): number => (mode === 'vacation' ? Math.floor(modeAge / day) : 0)

/** The mode by which it heats: none while off or on vacation, save for the vacation's last hours. */
export function heatingMode({ mode, vacationDays }: Settings, modeAge: number): HeatingMode | 'none' {
  if (mode === 'off') return 'none'
  if (mode !== 'vacation') return mode
  return modeAge >= vacationDays * day - wakesBefore ? wakesIn : 'none'
}

/**
 * The settings with another mode. Electric is for a while only, so nothing leads back to it: a guess where it is switched
 * off and on again.
 * @param days of a vacation.
 */
export function withMode(settings: Settings, mode: Mode, days = 0): Settings {
  const before = isHybrid(settings.mode) ? settings.mode : settings.before
  return { ...settings, mode, before, vacationDays: mode === 'vacation' ? days : 0, held: undefined }
}

/** Whether the mode's time is over: a vacation's days, electric's 72 hours. */
export const isOver = ({ mode, vacationDays }: Settings, modeAge: number): boolean =>
  (mode === 'vacation' && modeAge >= vacationDays * day) || (mode === 'electric' && modeAge >= electricLasts)
