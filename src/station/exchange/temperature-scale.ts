/** The scales in which the records of others give temperatures, and how to get from each to °C. */

/**
 * Of hot water, setpoint and thresholds, which the wire counts in half degrees: its bare count, which old programs
 * called °F; that count and 20, by which others made it look right; or real degrees.
 */
export const waterScales = ['half-celsius', 'raw+20', 'fahrenheit', 'celsius'] as const
export type WaterScale = (typeof waterScales)[number]

/** Of the tank's sensors, the air and the refrigerant, which the wire counts in tenths. */
export const sensorScales = ['tenth-celsius', 'celsius', 'fahrenheit'] as const
export type SensorScale = (typeof sensorScales)[number]

export interface Scales {
  readonly water: WaterScale
  readonly sensors: SensorScale
}

const fromFahrenheit = (value: number) => (value - 32) / 1.8

const fromWater: Readonly<Record<WaterScale, (value: number) => number>> = {
  'half-celsius': value => value / 2,
  'raw+20': value => (value - 20) / 2,
  fahrenheit: fromFahrenheit,
  celsius: value => value,
}
const fromSensor: Readonly<Record<SensorScale, (value: number) => number>> = {
  'tenth-celsius': value => value / 10,
  celsius: value => value,
  fahrenheit: fromFahrenheit,
}

export const waterCelsius = (scale: WaterScale, value: number): number => fromWater[scale](value)
export const sensorCelsius = (scale: SensorScale, value: number): number => fromSensor[scale](value)

/** How the programs that wrote the first wrote the second. */
export const usualSensors: Readonly<Record<WaterScale, SensorScale>> = {
  'half-celsius': 'tenth-celsius',
  'raw+20': 'tenth-celsius',
  fahrenheit: 'fahrenheit',
  celsius: 'celsius',
}

/** Scales that are the wire's count in whole numbers. */
export const isCounted = (scale: WaterScale | SensorScale): boolean =>
  scale === 'half-celsius' || scale === 'raw+20' || scale === 'tenth-celsius'
