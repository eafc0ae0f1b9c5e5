/** Prints the device info of a heater, in the form that was asked for. */
import type { InfoReading } from '#heater/reading'
import { encodeValue } from '#schema/codec'
import { deviceInfoFields } from '#schema/device-info'
import { csvColumn, type Field } from '#schema/field'
import { unitOf } from '#schema/units'
import type { CommandContext } from '../command-context.ts'
import type { OutputFormat } from '../output-format.ts'
import { csvLine } from './csv-text.ts'
import { infoTable, versionsOf } from './info-table.ts'
import { jsonText } from './printable.ts'
import { groupedTable } from './table.ts'

export async function printInfo(
  { print, paint, settings: { units } }: CommandContext,
  format: OutputFormat,
  name: string,
  { about, ...values }: InfoReading,
): Promise<void> {
  const { at, oddities, extra } = about
  if (format === 'json')
    return print(`${jsonText({ name, at, info: values, versions: versionsOf(values), oddities, extra }, 2)}\n`)
  if (format === 'table') return print(groupedTable(infoTable({ values, oddities, extra }, units), paint))
  const cells = (Object.entries(deviceInfoFields) as [keyof typeof values, Field][]).map(([key, field]) => {
    const value = values[key]
    // As in the CSV of a status: codes stay the wire's numbers, temperatures follow the units.
    if (typeof value === 'number') return unitOf(field.quantity, units).from(value)
    return value === undefined || field.quantity === 'text' ? value : encodeValue(field, value)
  })
  const header = Object.entries(deviceInfoFields).map(([key, field]) => csvColumn(key, field))
  await print(csvLine(header) + csvLine(cells))
}
