/** The flags that say which record is meant, and of which heater. */
import { type Command, Option } from 'commander'

export interface RecordFlags {
  readonly store?: string
  readonly config?: string
}
export interface HeaterFlag {
  readonly heater?: string
}
export interface SpanFlags {
  readonly from?: string
  readonly until?: string
  readonly last?: string
}
/** What a record can be written as, by the endings of its files. */
export const exportFormats = ['csv', 'json', 'parquet'] as const
export type ExportFormat = (typeof exportFormats)[number]
export interface StationFlags {
  readonly station?: string
}

export const recordOptions = (command: Command): Command =>
  command
    .option('--store <file>', 'the record (default: where navilink serve keeps it)')
    .addOption(new Option('--config <file>', 'the config of the station, which may say where').hideHelp())

export const heaterOption = (command: Command): Command =>
  command.option('--heater <id|name>', 'which heater, when the record has several; --device says the same')

export const spanOptions = (command: Command, usual: string): Command =>
  command
    .addOption(new Option('--last <span>', `back from now: 12h, 7d (${usual})`).conflicts('from'))
    .option('--from <time>', 'from then on: a date, a date and time, or 7d for so long ago')
    .option('--until <time>', 'up to then, without that day or moment itself')

export const stationOption = (command: Command): Command =>
  command.option('--station <url>', 'a station elsewhere; NAVILINK_STATION_TOKEN is its token')
