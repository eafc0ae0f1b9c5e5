/** Prints what a unit can do: its capabilities, its modes, and the range of its setpoint. */
import type { Capabilities } from '#heater/capabilities'
import { capabilityNames } from '#schema/capabilities'
import { unitOf } from '#schema/units'
import type { CommandContext } from '../command-context.ts'
import type { OutputFormat } from '../output-format.ts'
import { csvLine } from './csv-text.ts'
import { jsonText } from './printable.ts'
import { groupedTable } from './table.ts'

export async function printCapabilities(
  { print, paint, settings: { units } }: CommandContext,
  format: OutputFormat,
  name: string,
  told: Capabilities | undefined,
): Promise<void> {
  const has = capabilityNames.map(capability => [capability, told?.can(capability)] as const)
  if (format === 'csv') return print([['capability', 'has'], ...has].map(csvLine).join(''))
  const modes = told?.modes ?? []
  const range = told?.setpoint
  if (format === 'json') {
    const setpoint = range && { lowest_c: range.lowest, highest_c: range.highest, step_c: range.step }
    const capabilities = Object.fromEntries(has.map(([capability, can]) => [capability, can ?? null]))
    return print(`${jsonText({ name, modes, setpoint: setpoint ?? null, capabilities }, 2)}\n`)
  }
  const { symbol, from } = unitOf('temperature', units)
  // As the panel has it: 65.5 °C is 150 °F on the data plate.
  const degrees = (celsius: number) => `${units === 'us' ? Math.round(from(celsius)) : celsius} ${symbol}`
  const step = range && `${Number(unitOf('temperature-difference', units).from(range.step).toFixed(1))} ${symbol}`
  const setpoint = range
    ? `${degrees(range.lowest)} to ${degrees(range.highest)} in steps of ${step}`
    : 'can not be changed'
  const words = (can: boolean | undefined) => (can === undefined ? '–' : can ? 'yes' : 'no')
  await print(
    groupedTable(
      [
        {
          title: 'Settings',
          rows: [
            ['heater', name],
            ['modes', modes.join(', ')],
            ['setpoint', setpoint],
          ],
        },
        { title: 'Capabilities', rows: has.map(([capability, can]) => [capability, words(can)] as const) },
      ],
      paint,
    ),
  )
}
