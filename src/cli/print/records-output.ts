/** Prints flat records, one or many, in the form that was asked for. */
import type { CommandContext } from '../command-context.ts'
import type { OutputFormat } from '../output-format.ts'
import { type CsvCell, csvLine } from './csv-text.ts'
import { groupedTable, table } from './table.ts'

export type FlatRecord = Readonly<Record<string, CsvCell>>
type Printing = Pick<CommandContext, 'print' | 'paint'>

/** One: a name and its value a line, a JSON object, or two lines of CSV. */
export async function printRecord({ print, paint }: Printing, format: OutputFormat, title: string, record: FlatRecord) {
  if (format === 'json') return print(`${JSON.stringify(record, null, 2)}\n`)
  if (format === 'csv') return print(csvOf([record]))
  const rows = Object.entries(record).filter(([, value]) => value !== undefined)
  await print(groupedTable([{ title, rows: rows.map(([name, value]) => [name, cellText(value)] as const) }], paint))
}

/** Many: a line each, a JSON array, or CSV. */
export async function printRecords({ print, paint }: Printing, format: OutputFormat, records: readonly FlatRecord[]) {
  if (format === 'json') return print(`${JSON.stringify(records, null, 2)}\n`)
  if (format === 'csv') return print(csvOf(records))
  const names = Object.keys(records[0] ?? {})
  const rows = records.map(record => names.map(name => cellText(record[name])))
  await print(
    table(
      names.map(title => ({ title })),
      rows,
      paint,
    ),
  )
}

const cellText = (cell: CsvCell): string =>
  cell === undefined ? '–' : cell === true ? 'yes' : cell === false ? 'no' : String(cell)

const csvOf = (records: readonly FlatRecord[]): string => {
  const names = Object.keys(records[0] ?? {})
  return [names, ...records.map(record => names.map(name => record[name]))].map(csvLine).join('')
}
