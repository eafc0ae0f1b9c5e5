/** Prints flat records, one or many, in the form that was asked for. */
import type { CommandContext } from '../command-context.ts'
import type { OutputFormat } from '../output-format.ts'
import { type CsvCell, csvLine } from './csv-text.ts'
import { jsonText } from './printable.ts'
import { groupedTable, table } from './table.ts'

export type FlatRecord = Readonly<Record<string, CsvCell>>
type Printing = Pick<CommandContext, 'print' | 'paint'>

/** One: a name and its value a line, a JSON object, or two lines of CSV. */
export async function printRecord({ print, paint }: Printing, format: OutputFormat, title: string, record: FlatRecord) {
  if (format === 'json') return print(`${recordJson(record)}\n`)
  if (format === 'csv') return print(csvOf([record]))
  const rows = Object.entries(record).filter(([, value]) => value !== undefined)
  await print(groupedTable([{ title, rows: rows.map(([name, value]) => [name, cellText(value)] as const) }], paint))
}

/** What isn't told is null, so that each record has all its keys. */
export const recordJson = (value: object): string =>
  jsonText(JSON.parse(JSON.stringify(value, (_, cell) => (cell === undefined ? null : cell))), 2)

/**
 * Many: a line each, a JSON array, or CSV.
 * @param words for people, in the place of a cell's own.
 */
export async function printRecords(
  { print, paint }: Printing,
  format: OutputFormat,
  records: readonly FlatRecord[],
  words: (name: string, cell: CsvCell) => string | undefined = () => undefined,
) {
  if (format === 'json') return print(`${recordJson(records)}\n`)
  if (format === 'csv') return print(csvOf(records))
  const names = Object.keys(records[0] ?? {})
  const rows = records.map(record => names.map(name => words(name, record[name]) ?? cellText(record[name])))
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
