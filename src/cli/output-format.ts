/** The flags `--table`, `--json` and `--csv` of the commands that print data. */
import { type Command, Option } from 'commander'

export type OutputFormat = 'table' | 'json' | 'csv'
export interface FormatFlags {
  readonly table?: true
  readonly json?: true
  readonly csv?: true
}

export const formatOptions = (command: Command): Command =>
  command
    .addOption(new Option('--table', 'print a table (default)').conflicts(['json', 'csv']))
    .addOption(new Option('--json', 'print JSON: °C, K, W, Wh and L whatever --units says').conflicts(['table', 'csv']))
    .addOption(new Option('--csv', 'print comma-separated values').conflicts(['table', 'json']))

export const formatOf = ({ json, csv }: FormatFlags): OutputFormat => (json ? 'json' : csv ? 'csv' : 'table')

/** Refusals that several commands have. */
export const columnsWithoutCsv = '--columns says what goes into the CSV; give --csv too.'
export const allWithoutTable =
  '--all is for the table of one status; JSON always has everything, and a CSV takes --columns all.'
