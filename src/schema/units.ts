/** From the units inside (°C, K, L, L/min) to those a person reads. Which system is always an argument. */
import type { Quantity } from './field.ts'

/** In which a person reads: °F and gallons, or °C and litres. */
export type UnitSystem = 'us' | 'metric'

/** A unit that a person reads. */
export interface Unit {
  readonly symbol: string
  readonly from: (value: number) => number
}

const same = (symbol: string): Unit => ({ symbol, from: value => value })

const metric: Readonly<Record<Quantity, Unit>> = {
  temperature: same('°C'),
  'temperature-difference': same('K'),
  power: same('W'),
  energy: same('Wh'),
  flow: same('L/min'),
  volume: same('L'),
  hours: same('h'),
  days: same('d'),
  percent: same('%'),
  speed: same('rpm'),
  signal: same('dBm'),
  steps: same('steps'),
  code: same(''),
  bits: same(''),
  choice: same(''),
  text: same(''),
}

const litresInGallon = 3.785411784

const us: Readonly<Record<Quantity, Unit>> = {
  ...metric,
  temperature: { symbol: '°F', from: celsius => celsius * 1.8 + 32 },
  'temperature-difference': { symbol: '°F', from: kelvin => kelvin * 1.8 },
  flow: { symbol: 'gal/min', from: litres => litres / litresInGallon },
  volume: { symbol: 'gal', from: litres => litres / litresInGallon },
}

/** The unit of a quantity in a system: its symbol, and how to get there from the unit inside. */
export const unitOf = (quantity: Quantity, system: UnitSystem): Unit => (system === 'us' ? us : metric)[quantity]

/**
 * °F as the heater's own panel shows it.
 * @param halfDegrees the raw half-°C count: `round(celsius × 2)`.
 * @param formula the heater's tempFormulaType; `nearest` when it doesn't say.
 */
export function panelFahrenheit(halfDegrees: number, formula: string | undefined): number {
  const exact = (halfDegrees * 9) / 10 + 32
  if (formula !== 'asymmetric') return Math.round(exact)
  // The remainder keeps the sign of the raw count: −11 leaves −1, not 9.
  return halfDegrees % 10 === 9 ? Math.floor(exact) : Math.ceil(exact)
}
