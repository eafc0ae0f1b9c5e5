/** Relays and what the heater says it does: both follow the calls with the heater's own delays. */
import type { CurrentOperationMode } from '#schema/enums'
import { type Calls, type Element, noCalls } from './calls.ts'
import type { HeatingMode } from './settings.ts'

/** What it says that it does: `operationMode`. */
export type Activity = (typeof CurrentOperationMode)[keyof typeof CurrentOperationMode]

/** Changed in place as time passes. Seconds. */
export interface Control {
  calls: Calls
  activity: Activity
  /** What it will say. */
  activityDue: Activity
  compressor: boolean
  element: Element
  /** Since the compressor last switched. */
  compressorAge: number
  /** How much longer the fan runs without the compressor. */
  fanFor: number
  /** For which each has been told to be other than it is. */
  activityPending: number
  compressorPending: number
  elementPending: number
}

/** Seconds, as seen on one unit [P][C]: the mode shows in 2–10 s, an element in 4–6 s, the compressor in about 30 s; off it is in 6–150 s. */
const lag = { activity: 3, element: 5, compressorOn: 30, compressorOff: 6 } as const
/** It stays off this long after a stop, s [P, 2 runs; up to 329 s waited]. */
export const compressorRest = 330
/** The fan runs on after the compressor, s: the recording [C] shows it off 65 s after the write that switched off, 59 s after the relay. */
export const fanRunOn = 50
/** A guess, s: for so long a start is the state 40, and 50 after it. */
const starting = 300

export const idleControl: Readonly<Control> = {
  calls: noCalls,
  activity: 'standby',
  activityDue: 'standby',
  compressor: false,
  element: 'none',
  compressorAge: 24 * 3600,
  fanFor: 0,
  activityPending: 0,
  compressorPending: 0,
  elementPending: 0,
}

/** Whether heat is wanted at all. */
export const inDemand = ({ calls }: Readonly<Control>): boolean => calls !== noCalls

export const fanRuns = ({ compressor, fanFor }: Readonly<Control>): boolean => compressor || fanFor > 0

/** Whether something is about to switch, or an element is on. */
export const relaysMove = (control: Readonly<Control>): boolean =>
  control.element !== 'none' ||
  control.calls.element !== 'none' ||
  control.fanFor > 0 ||
  control.calls.heatPump !== control.compressor ||
  control.activity !== control.activityDue

/** 64 was seen under electric and nowhere else, 96 in high demand, and in energy saver with its element [C]. */
function activityFor(mode: HeatingMode | 'none', { heatPump, element }: Calls): Activity {
  if (mode === 'none' || (!heatPump && element === 'none')) return 'standby'
  if (mode === 'electric') return 'hybrid-efficiency'
  if (mode === 'high-demand') return 'hybrid-boost'
  return element === 'none' ? 'heat-pump' : 'hybrid-boost'
}

/** `currentStatenum`, which follows the compressor [C][?]: idle, starting, running, stopping, waiting for its rest. */
export function stateNumber({
  compressor,
  compressorAge,
  fanFor,
  calls,
}: Readonly<Control>): 20 | 30 | 40 | 50 | 60 | 70 {
  if (compressor) return compressorAge < starting ? 40 : 50
  if (calls.heatPump) return compressorAge < compressorRest ? 70 : 30
  return fanFor > 0 ? 60 : 20
}

/** Other calls. What falls back to the heat pump alone says so at once: the recorded answer did. */
export function call(control: Control, calls: Calls, mode: HeatingMode | 'none'): void {
  control.calls = calls
  control.activityDue = activityFor(mode, calls)
  if (control.activity === 'hybrid-boost' && control.activityDue === 'heat-pump') control.activity = 'heat-pump'
}

/** What may not run falls off, now. */
export function dropForbidden(
  control: Control,
  forbidden: { readonly heatPump: boolean; readonly upper: boolean; readonly lower: boolean },
): void {
  if (forbidden.heatPump && control.compressor) stopCompressor(control)
  if ((control.element === 'upper' && forbidden.upper) || (control.element === 'lower' && forbidden.lower)) {
    control.element = 'none'
    control.elementPending = 0
  }
}

/** Off, and to be called again after its rest. */
export function stopCompressor(control: Control): void {
  control.compressor = false
  control.compressorAge = 0
  control.compressorPending = 0
  control.fanFor = fanRunOn
}

/** Without power every relay falls off, and the controller begins anew afterwards; but the compressor has its rest. */
export function fallDead(control: Control, seconds: number): void {
  const rested = control.compressor ? 0 : control.compressorAge + seconds
  Object.assign(control, idleControl)
  control.compressorAge = rested
}

/** Time has passed over what has been running and resting. */
export function ageRelays(control: Control, seconds: number): void {
  control.compressorAge += seconds
  if (control.fanFor > 0) control.fanFor = Math.max(0, control.fanFor - seconds)
}

/** After that time relays follow the calls first, and then what it says. */
export function moveRelays(control: Control, seconds: number): void {
  const { calls } = control
  control.compressorPending = calls.heatPump === control.compressor ? 0 : control.compressorPending + seconds
  if (calls.heatPump && !control.compressor) {
    if (control.compressorPending >= lag.compressorOn && control.compressorAge >= compressorRest)
      startCompressor(control)
  } else if (control.compressor && control.compressorPending >= lag.compressorOff) stopCompressor(control)
  control.elementPending = calls.element === control.element ? 0 : control.elementPending + seconds
  if (control.elementPending >= lag.element) {
    control.element = calls.element
    control.elementPending = 0
  }
  control.activityPending = control.activity === control.activityDue ? 0 : control.activityPending + seconds
  // Standby shows with the last relay that falls: the recording has both in one frame.
  const falls = control.activityDue === 'standby' && (control.compressor || control.element !== 'none')
  if (control.activityPending >= lag.activity && !falls) {
    control.activity = control.activityDue
    control.activityPending = 0
  }
}

function startCompressor(control: Control): void {
  control.compressor = true
  control.compressorAge = 0
  control.compressorPending = 0
  control.fanFor = 0
}
