/** A value of a control as a person types it: `125F`, `7 days`, `energy saver`, `off`. */
import type { Control, NumberParameter } from '#schema/command'
import type { Temperature } from '#schema/temperature'
import type { UnitSystem } from '#schema/units'
import { UsageError } from '../usage-error.ts'

export interface GivenText {
  /** As the library takes it. */
  readonly value: Temperature | string | undefined
  /** Explains a refusal of it. */
  readonly hint?: string
}

/**
 * @param given what stands after the name of the setting.
 * @param units what a temperature without a unit is in.
 * @throws UsageError for what can't be read. Whether it is in the range is for the heater to say.
 */
export function givenValue({ parameter }: Control, given: string, units: UnitSystem): GivenText {
  const text = given.trim()
  if (parameter === undefined) return { value: undefined }
  if (parameter.type === 'choice') return { value: text.toLowerCase().replace(/[\s_]+/g, '-') }
  return parameter.unit === '°C' ? temperature(text, units) : { value: count(parameter, text) }
}

function temperature(text: string, units: UnitSystem): GivenText {
  const [, digits, letter] = /^([-+]?\d+(?:\.\d+)?)\s*(?:°\s*)?([cf])?$/i.exec(text) ?? []
  if (digits === undefined)
    throw new UsageError(
      `${JSON.stringify(text)} is no temperature; it takes one such as 125F, 52C, or 125 in --units.`,
    )
  const number = Number(digits)
  const fahrenheit = letter === undefined ? units === 'us' : letter.toUpperCase() === 'F'
  const value = fahrenheit ? { fahrenheit: number } : number
  if (letter !== undefined) return { value }
  const other = fahrenheit ? `${digits}C is Celsius` : `${digits}F is Fahrenheit`
  return { value, hint: `A number without a unit is °${fahrenheit ? 'F' : 'C'} here; ${other}.` }
}

const unitWords = { days: /^(\d+)\s*(?:d|days?)?$/i, h: /^(\d+)\s*(?:h|hours?)?$/i } as const

function count({ name, unit, or }: NumberParameter, text: string): number {
  if (or !== undefined && text.toLowerCase() === 'off') return or
  const digits = unit === '°C' ? undefined : unitWords[unit].exec(text)?.[1]
  if (digits === undefined)
    throw new UsageError(
      `${JSON.stringify(text)} is no number of ${unit === 'h' ? 'hours' : name}; it takes one such as 7.`,
    )
  return Number(digits)
}
