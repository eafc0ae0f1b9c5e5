/** The tank's two thermistors: they follow the water where they sit with a lag, and tell it in steps with some jitter. */
import type { Parameters } from './parameters.ts'
import { type Tank, temperatureAt } from './tank.ts'

/** What the sensors feel, °C. */
export interface Probes {
  upper: number
  lower: number
}

/** Steps and jitter of a reading, K. [P] */
const [readingStep, readingJitter] = [0.1, 0.2]

/** Sensors that have had all the time in the world. */
export const settledProbes = (tank: Tank, { upperThermistor, lowerThermistor }: Parameters): Probes => ({
  upper: temperatureAt(tank, upperThermistor),
  lower: temperatureAt(tank, lowerThermistor),
})

/** Time passes over the sensors. */
export function followWater(probes: Probes, tank: Tank, parameters: Parameters, seconds: number): void {
  const part = seconds / (seconds + parameters.thermistorLag)
  probes.upper += (temperatureAt(tank, parameters.upperThermistor) - probes.upper) * part
  probes.lower += (temperatureAt(tank, parameters.lowerThermistor) - probes.lower) * part
}

/**
 * What a sensor tells, °C, to a tenth.
 * @param chance from 0 up to 1; one half is a sensor without jitter.
 */
export const reading = (felt: number, chance = 0.5): number =>
  Math.round((felt + (2 * chance - 1) * readingJitter) / readingStep) / (1 / readingStep)
