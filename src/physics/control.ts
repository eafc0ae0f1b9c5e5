/** The controller: from settings and tank to what is called for, and from there, with the heater's own delays, to relays. */
import type { CurrentOperationMode } from '#schema/enums'
import { intakeRange } from './heat-pump.ts'
import { type HeatingMode, heatingMode, heatPumpTarget, inPeak, type Settings } from './settings.ts'
import type { Tank } from './tank.ts'

export type Element = 'none' | 'upper' | 'lower'
export type Activity = (typeof CurrentOperationMode)[keyof typeof CurrentOperationMode]

/** What should run. One element at most: a second relay doesn't exist in this state. */
export interface Calls {
  readonly heatPump: boolean
  readonly element: Element
}

export interface Control {
  readonly calls: Calls
  readonly activity: Activity
  readonly compressor: boolean
  readonly element: Element
  /** Seconds since the compressor last switched. */
  readonly compressorAge: number
  /** Seconds for which each has been told to be other than it is. */
  readonly pending: { readonly activity: number; readonly compressor: number; readonly element: number }
}

/** A write makes the heater look at its tank anew; without one it waits for its thresholds. */
export type Write = 'mode' | 'setpoint' | 'none'

/** Seconds, as seen on one unit: demand shows at once, the mode in 2–10 s, an element in 4–6 s, the compressor in about 30 s. */
const lag = { activity: 3, element: 5, compressorOn: 30, compressorOff: 6 } as const
/** It stays off this long after a stop, s. */
export const compressorRest = 330
/** The fan runs on after the compressor, s. */
export const fanRunOn = 60

const noCalls: Calls = { heatPump: false, element: 'none' }

export const idleControl: Control = {
  calls: noCalls,
  activity: 'standby',
  compressor: false,
  element: 'none',
  compressorAge: 24 * 3600,
  pending: { activity: 0, compressor: 0, element: 0 },
}

/** Whether heat is wanted at all. */
export const inDemand = ({ calls }: Control): boolean => calls.heatPump || calls.element !== 'none'

export const fanRuns = ({ compressor, compressorAge }: Control): boolean => compressor || compressorAge < fanRunOn

/** What should run now. `air` is the intake's, °C. */
export function callFor(calls: Calls, settings: Settings, tank: Tank, air: number, write: Write = 'none'): Calls {
  const mode = heatingMode(settings)
  if (mode === 'none') return { heatPump: false, element: frostCall(calls.element, tank) }
  const canRun = air >= intakeRange.lowest && air <= intakeRange.highest
  return {
    heatPump: canRun && mode !== 'electric' && heatPumpCall(calls.heatPump, settings, tank, write),
    element: elementCall(mode, calls.element, settings, tank, write, canRun),
  }
}

/** How short the upper half must be in a time-of-use window, K: by itself, and after a write. */
const peakBand = { alone: 8, written: 2.2 } as const

function heatPumpCall(called: boolean, settings: Settings, tank: Tank, write: Write) {
  const { setpoint, minimumOperation } = settings
  const short = setpoint - tank.upper
  const peak = inPeak(settings)
  if (tank.lower >= heatPumpTarget(settings)) return false
  if (write === 'setpoint') return short > (peak ? peakBand.written : 0)
  if (called) return true
  if (peak) return short > (write === 'mode' ? peakBand.written : peakBand.alone)
  if (write === 'mode') return short > 0 || tank.lower <= setpoint - 2
  return (short > 0 && tank.lower <= minimumOperation) || short >= 8
}

/** How short the upper half must be, K: on when a mode is entered, on later, off again. */
const elementBand = {
  'energy-saver': { entered: 1, later: Number.POSITIVE_INFINITY, off: 0.9 },
  'high-demand': { entered: 0.4, later: 2.3, off: 0 },
  // When electric starts again later nobody has told; it must never stay off.
  electric: { entered: 0.3, later: 2.3, off: 0 },
} as const

function elementCall(
  mode: HeatingMode,
  called: Element,
  { setpoint, minimumOperation }: Settings,
  { upper, lower }: Tank,
  write: Write,
  heatPumpCanRun: boolean,
): Element {
  if (mode === 'heat-pump') return 'none'
  // Without its heat pump energy saver has nothing but the elements left.
  const band = elementBand[mode === 'energy-saver' && !heatPumpCanRun ? 'high-demand' : mode]
  const on = write === 'none' ? band.later : band.entered
  const wants = (short: number, running: boolean) => (running ? short > band.off : short > on)
  if (wants(setpoint - upper, called === 'upper')) return 'upper'
  if (mode === 'energy-saver' && upper <= minimumOperation) return 'upper'
  // Electric goes on with the lower half as soon as the upper is done, whatever it is short by.
  if (mode === 'electric' && wants(setpoint - lower, called !== 'none')) return 'lower'
  return 'none'
}

/** Freeze protection acts below 6 °C whatever the mode; what it heats with and up to where is not known. */
const frostCall = (called: Element, { lower }: Tank): Element =>
  lower < 6 || (called === 'lower' && lower < 10) ? 'lower' : 'none'

function activityFor(mode: HeatingMode | 'none', { heatPump, element }: Calls): Activity {
  if (mode === 'none' || (!heatPump && element === 'none')) return 'standby'
  if (mode === 'electric') return 'hybrid-efficiency'
  if (mode === 'high-demand') return 'hybrid-boost'
  return element === 'none' ? 'heat-pump' : 'hybrid-boost'
}

/** Without power every relay falls off, and the controller begins anew afterwards. */
export const deadControl = ({ compressor, compressorAge }: Control, seconds: number): Control => ({
  ...idleControl,
  compressorAge: compressor ? fanRunOn : compressorAge + seconds,
})

/** Moves the controller on: thresholds first, then relays after their delays. */
export function advanceControl(
  control: Control,
  settings: Settings,
  tank: Tank,
  air: number,
  seconds: number,
  write: Write = 'none',
): Control {
  const { pending } = control
  const calls = callFor(control.calls, settings, tank, air, write)
  const activity = activityFor(heatingMode(settings), calls)
  const waited = (isDue: boolean, since: number) => (isDue ? since + seconds : 0)
  const waiting = {
    activity: waited(activity !== control.activity, pending.activity),
    compressor: waited(calls.heatPump !== control.compressor, pending.compressor),
    element: waited(calls.element !== control.element, pending.element),
  }
  const switches = {
    activity: waiting.activity >= lag.activity,
    compressor: calls.heatPump
      ? waiting.compressor >= lag.compressorOn && control.compressorAge + seconds >= compressorRest
      : waiting.compressor >= lag.compressorOff,
    element: waiting.element >= lag.element,
  }
  return {
    calls,
    activity: switches.activity ? activity : control.activity,
    compressor: switches.compressor ? calls.heatPump : control.compressor,
    element: switches.element ? calls.element : control.element,
    compressorAge: switches.compressor ? 0 : control.compressorAge + seconds,
    pending: {
      activity: switches.activity ? 0 : waiting.activity,
      compressor: switches.compressor ? 0 : waiting.compressor,
      element: switches.element ? 0 : waiting.element,
    },
  }
}
