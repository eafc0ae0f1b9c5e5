/** In what the controllers of this heater differ, so far as two units showed it. */

/** 10.1 is the one that was recorded in 2025, 11 what others measured in 2026. */
export type ControllerFirmware = '10.1' | '11'

interface FirmwareTraits {
  /** In a time-of-use window it keeps modes back, waits, and stops short of the setpoint. */
  readonly heedsWindows: boolean
  /** By how much the heat pump goes beyond the setpoint, K; in energy saver it never does. */
  readonly overshoot: number
  /** While a window is in force its lower start lies so far below the setpoint, K; undefined leaves it where it rests. */
  readonly raisedLowerStart: number | undefined
  /** How short the upper half is when the element comes by itself, K, where the mode has no rule of its own. */
  readonly elementBand: number | undefined
}

/**
 * The recording [C] shows every threshold of 10.1 at the setpoint with 2 K for its own starts, and energy saver taken at once
 * with a window in force. What 10.1 does outside a window nobody recorded: as 11 does, which
 * others measured [P].
 */
export const firmwareTraits: Readonly<Record<ControllerFirmware, FirmwareTraits>> = {
  '10.1': { heedsWindows: false, overshoot: 1, raisedLowerStart: 2, elementBand: 2 },
  '11': { heedsWindows: true, overshoot: 0, raisedLowerStart: undefined, elementBand: undefined },
}
