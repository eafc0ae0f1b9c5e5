/** Prints the lifetime counters of a heater. */
import { type Counters, counterFields } from '#schema/counters'
import { csvColumn, type Field } from '#schema/field'
import type { CommandContext } from '../command-context.ts'
import type { OutputFormat } from '../output-format.ts'
import { csvLine } from './csv-text.ts'
import { jsonText } from './printable.ts'
import { groupedTable } from './table.ts'
import { valueText } from './value-text.ts'

type Block = keyof typeof counterFields

const titles: Readonly<Record<Block, string>> = { tsData: 'In all', tdData: 'Hot water', taData: 'Parts' }
/** In names: what a number counts has none. */
const suffixes: Partial<Record<Field['quantity'], string>> = {
  energy: '_wh',
  hours: '_h',
  days: '_d',
  volume: '_l',
  percent: '_percent',
}

interface Counted {
  readonly block: Block
  readonly key: string
  readonly name: string
  readonly field: Field
  readonly value: number | undefined
}

/** All of the table, also those that this heater doesn't tell. */
function counted(counters: Counters): readonly Counted[] {
  return (Object.keys(counterFields) as Block[]).flatMap(block => {
    const told: Readonly<Record<string, unknown>> = counters[block]
    return Object.entries<Field>(counterFields[block]).map(([key, field]) => ({
      block,
      key,
      name: nameOf(key, field),
      field,
      value: typeof told[key] === 'number' ? told[key] : undefined,
    }))
  })
}

/** `cumulated_op_time_comp_h`. */
function nameOf(key: string, field: Field): string {
  const name = csvColumn(key, field)
  const suffix = suffixes[field.quantity] ?? ''
  return name.endsWith(suffix) ? name : `${name}${suffix}`
}

export async function printCounters(
  { print, paint, settings: { units } }: CommandContext,
  format: OutputFormat,
  name: string,
  counters: Counters,
): Promise<void> {
  const all = counted(counters)
  if (format === 'csv') return print(csvLine(all.map(one => one.name)) + csvLine(all.map(({ value }) => value)))
  if (format === 'json')
    return print(
      `${jsonText({ name, counters: Object.fromEntries(all.map(one => [one.name, one.value ?? null])) }, 2)}\n`,
    )
  const display = { units, formula: undefined }
  const groups = (Object.keys(titles) as Block[]).map(wanted => ({
    title: titles[wanted],
    rows: all.flatMap(({ block, key, field, value }) =>
      block === wanted && value !== undefined ? [[key, valueText(field, value, display)] as const] : [],
    ),
  }))
  await print(groupedTable(groups, paint))
}
