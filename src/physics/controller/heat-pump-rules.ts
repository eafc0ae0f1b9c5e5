/** When the heat pump is called for: by itself, by a write, in a window. Evidence in brackets: [P] one home, [C] the recording, [?] a guess. */
import { type Aim, heatPumpTarget } from './aim.ts'
import type { Write } from './calls.ts'
import { firmwareTraits } from './firmware.ts'
import type { Settings } from './settings.ts'

/**
 * What starts it beside its lower threshold, K by which the upper half is short. Nobody saw it; with 35 °C as that threshold a
 * draw could leave the top lukewarm for hours. [?]
 */
const upperStart = 8
/** In energy saver a draw's drop starts it too [P, n = 1]: a guess is how much of one, K below the reading's mean of half an hour. */
const saverDrop = 10

/** How short the upper half must be in a window, K: by itself [P, 17 of 17 and 0 of 38], and after a write [P, 16 of 17]. */
export const windowStart = { alone: 8, written: 2.2 } as const
/** Between start and stop lie so many K even where the setpoint is the minimum operation temperature. [?] */
const leastBand = 2
/** Lukewarm, °C: at a critical peak nothing starts above it. [?] */
export const lukewarm = 40.5
/** Our choice, K: readings are tenths, and what is short by 0.3 K in them isn't less for the way numbers are kept. */
export const rounding = 1e-6
/** After a mode write: how short the lower half must be, K [P, 19 of 19]; or the upper in heat pump mode. */
const modeStart = { lower: 2, heatPumpUpper: 1.1 } as const

/** `hpLowerOnTempSetting` and its difference: the heat pump starts where the lower reading comes to the one less the other. */
export function lowerStart({ firmware, peak, setpoint, minimumOperation }: Settings): {
  readonly temperature: number
  readonly difference: number
} {
  const { raisedLowerStart } = firmwareTraits[firmware]
  return peak && raisedLowerStart !== undefined
    ? { temperature: setpoint, difference: raisedLowerStart }
    : { temperature: minimumOperation, difference: 0 }
}

/** Its place in °C, without making an object of it. */
function lowerStartsAt({ firmware, peak, minimumOperation }: Settings, setpoint: number): number {
  const { raisedLowerStart } = firmwareTraits[firmware]
  return peak && raisedLowerStart !== undefined
    ? setpoint - raisedLowerStart
    : Math.min(minimumOperation, setpoint - leastBand)
}

/**
 * Whether the heat pump should run in a mode that has one.
 * @param called whether it should until now.
 * @param drop by how much the lower reading is below its mean of half an hour, K.
 */
export function heatPumpCall(
  called: boolean,
  aim: Readonly<Aim>,
  settings: Settings,
  upper: number,
  lower: number,
  write: Write,
  drop: number,
): boolean {
  if (lower >= heatPumpTarget(aim, settings)) return false
  if (aim.finishing) return true
  const short = aim.setpoint - upper
  // Lowered to the upper half or under it: a running compressor stops [P, 19 of 25].
  if (write === 'setpoint-lowered' && short <= 0) return false
  if (called) return true
  if (write === 'none') return startsAlone(aim, settings, short, upper, lower, drop)
  return startsWritten(aim, short, aim.setpoint - lower, write)
}

function startsAlone(
  { saving, mode, setpoint }: Readonly<Aim>,
  settings: Settings,
  short: number,
  upper: number,
  lower: number,
  drop: number,
): boolean {
  if (short <= 0) return false
  if (saving === 'critical') return upper <= lukewarm
  // The lower threshold waits for the window's close [P, 11 of 11].
  if (saving === 'window') return short > windowStart.alone
  return (
    lower <= lowerStartsAt(settings, setpoint) || short >= upperStart || (mode === 'energy-saver' && drop >= saverDrop)
  )
}

function startsWritten({ saving, mode }: Readonly<Aim>, short: number, lowerShort: number, write: Write): boolean {
  if (saving !== 'nothing') return short > windowStart.written
  // [P] 38 of 39.
  if (write === 'afresh') return true
  // [P] 120 of 122 with the upper left short, 0 of 15 without.
  if (write === 'setpoint-raised' || write === 'setpoint-lowered') return short > 0
  if (lowerShort >= modeStart.lower - rounding && (short > 0 || write === 'mode-after-elements')) return true
  return short > (mode === 'heat-pump' ? modeStart.heatPumpUpper : 0)
}
