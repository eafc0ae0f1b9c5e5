/** The options that `monitor` and `demo` share. */
import path from 'node:path'
import type { Command } from 'commander'
import type { Column } from '#station/csv-columns'
import type { Duration } from '#time/duration'
import type { CommandContext } from './command-context.ts'
import { durationFlag } from './duration-flag.ts'
import { UsageError } from './usage-error.ts'

export interface WatchOptions {
  readonly interval?: string
  readonly duration?: string
  readonly csv?: string
  readonly columns?: string
}

export interface CsvFile {
  /** As it was given. */
  readonly name: string
  readonly path: string
  readonly columns: readonly Column[]
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
  readonly csv: CsvFile | undefined
}

/** Reads them all before anything is asked of anybody. */
export async function watchPlan(context: CommandContext, options: WatchOptions): Promise<WatchPlan> {
  const { pollingInterval } = await import('./polling-interval.ts')
  const { csvColumns } = await import('./print/status-csv.ts')
  const { interval, duration, csv, columns } = options
  if (columns !== undefined && csv === undefined)
    throw new UsageError('--columns says what goes into the CSV file; give --csv FILE too.')
  return {
    interval: pollingInterval(interval, context),
    duration: duration === undefined ? undefined : durationFlag('--duration', duration),
    csv:
      csv === undefined
        ? undefined
        : { name: csv, path: path.resolve(context.terminal.directory, csv), columns: csvColumns(columns) },
  }
}
