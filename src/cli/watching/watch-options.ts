/** The options that `monitor` and `demo` share. */
import path from 'node:path'
import type { Command } from 'commander'
import type { Duration } from '#time/duration'
import type { CommandContext } from '../command-context.ts'
import { durationFlag } from '../duration-flag.ts'
import { UsageError } from '../usage-error.ts'
import type { CsvRecord } from './csv-record.ts'

export interface WatchOptions {
  readonly interval?: string
  readonly duration?: string
  readonly csv?: string
  readonly columns?: string
}

export const watchOptions = (command: Command): Command =>
  command
    .option('--interval <span>', 'from one question to the next (default: 5m)')
    .option('--duration <span>', 'how long to go on (default: until Ctrl-C)')
    .option('--csv <file>', 'append a row a sample to this file')
    .option('--columns <names>', 'columns of a new file: all, or names with commas between them')

export interface WatchPlan {
  readonly interval: Duration
  readonly duration: Duration | undefined
  /** Open. Who got the plan stops it. */
  readonly record: CsvRecord | undefined
}

/** Reads them all, and opens the file, before anything is asked of anybody. */
export async function watchPlan(context: CommandContext, options: WatchOptions): Promise<WatchPlan> {
  const { pollingInterval } = await import('./polling-interval.ts')
  if (options.columns !== undefined && options.csv === undefined)
    throw new UsageError('--columns says what goes into the CSV file; give --csv FILE too.')
  const interval = pollingInterval(options.interval, context)
  const duration = options.duration === undefined ? undefined : durationFlag('--duration', options.duration)
  const record = options.csv === undefined ? undefined : await openRecord(context, options.csv, options.columns)
  return { interval, duration, record }
}

async function openRecord(context: CommandContext, name: string, selection: string | undefined): Promise<CsvRecord> {
  const { CsvRecord } = await import('./csv-record.ts')
  const { csvColumns } = await import('./csv-columns-flag.ts')
  const { units } = context.settings
  const file = path.resolve(context.terminal.directory, name)
  const record = await CsvRecord.open({ name, path: file, columns: csvColumns(selection) }, units)
  if (record.units !== units)
    context.note(
      `${name} was begun in ${record.units === 'us' ? '°F' : '°C'} and stays so; the units asked for (${units}) count for what is shown here.`,
    )
  return record
}
