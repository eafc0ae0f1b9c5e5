/** A typed value as a person reads it: number, unit, and the rounding of the heater's own panel. */
import type { Field } from '#schema/field'
import { panelFahrenheit, type UnitSystem, unitOf } from '#schema/units'
import { printable } from './printable.ts'

/** How a person wants it. */
export interface Display {
  readonly units: UnitSystem
  /** The heater's tempFormulaType. */
  readonly formula: string | undefined
}

/** 58.5 → `137 °F` or `58.5 °C`; `heat-pump` → `heat pump`. */
export function valueText(field: Field, value: unknown, display: Display): string {
  if (typeof value !== 'number')
    return field.quantity === 'choice' ? choiceText(String(value)) : printable(String(value))
  const { symbol } = unitOf(field.quantity, display.units)
  const text = numberText(field, value, display)
  return symbol ? `${text} ${symbol}` : text
}

/** The number alone, for a column whose heading has the unit. */
export function numberText(field: Field, value: number, { units, formula }: Display): string {
  const { quantity, perUnit, decimals } = field
  // Half degrees are what the panel shows, and it shows whole °F.
  if (units === 'us' && quantity === 'temperature' && perUnit === 2)
    return String(panelFahrenheit(Math.round(value * 2), formula))
  // The wire leaves the sign of the Wi-Fi signal out.
  if (quantity === 'signal') return String(-Math.abs(value))
  const shown = unitOf(quantity, units).from(value)
  return plain(shown.toFixed(shown === value ? decimals : 1))
}

const plain = (text: string) => (Number(text) === 0 ? text.replace('-', '') : text)

const choiceText = (name: string) =>
  name.startsWith('unknown-') ? `unknown code ${name.slice(8)}` : name.replaceAll('-', ' ')
