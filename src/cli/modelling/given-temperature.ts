/** A temperature around a heater as a person types it: `19.7C`, `68F`, or a number in the units of the person. */
import { beyond, givenUnits } from '#physics/limits'
import type { UnitSystem } from '#schema/units'
import { UsageError } from '../usage-error.ts'

/** @returns °C, or undefined when it wasn't given. @throws UsageError for what can't be. */
export function givenTemperature(
  what: 'air' | 'inlet',
  text: string | undefined,
  units: UnitSystem,
): number | undefined {
  if (text === undefined) return undefined
  const [, digits, letter] = /^([-+]?(?:\d+\.?\d*|\.\d+))\s*°?\s*([cf])?$/i.exec(text.trim()) ?? []
  if (digits === undefined)
    throw new UsageError(
      `--${what} is ${JSON.stringify(text)}; it takes a temperature such as 20C, 68F, or 68 in --units.`,
    )
  const fahrenheit = letter === undefined ? units === 'us' : letter.toLowerCase() === 'f'
  const unit = fahrenheit ? givenUnits.fahrenheit : givenUnits.celsius
  const problem = beyond(what, Number(digits), unit)
  if (problem !== undefined) throw new UsageError(`--${what} ${problem}.`)
  return unit.inside(Number(digits))
}
