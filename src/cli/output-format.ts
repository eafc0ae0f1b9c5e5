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
