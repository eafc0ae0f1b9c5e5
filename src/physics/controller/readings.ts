/** What the controller knows of its machine: what the sensors tell, and never what the water is. */

/** °C where nothing else is said. */
export interface Readings {
  /** The tank's thermistors. */
  readonly upper: number
  readonly lower: number
  /** Air at the intake: true while the fan blows, the warm cabinet otherwise. */
  readonly intake: number
  readonly discharge: number
  readonly suction: number
  readonly evaporator: number
  /** Of the whole unit, W. */
  readonly power: number
  /** Of the fan, rpm. */
  readonly fan: number
  /** Water where there should be none. */
  readonly leak: boolean
  /** The condensate doesn't run off. */
  readonly condensate: boolean
}

/** The thermistors. */
export type Sensor = 'upper' | 'lower' | 'intake' | 'discharge' | 'suction' | 'evaporator'

/**
 * A guess, °C: what a thermistor in order may tell. An open one tells less and a short one more. The compressor's own pipe
 * may be hotter than the water ever is.
 */
const [lowest, highest, highestDischarge] = [-40, 110, 160]

/** -1 below its range, 1 above, 0 in order. */
export function outOfRange(sensor: Sensor, reading: number): -1 | 0 | 1 {
  if (reading < lowest) return -1
  return reading > (sensor === 'discharge' ? highestDischarge : highest) ? 1 : 0
}
