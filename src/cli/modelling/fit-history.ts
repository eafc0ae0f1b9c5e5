/** Reads the record of a heater from CSV files as a stream: a year of it never lies in memory as text. */
import { createReadStream } from 'node:fs'
import path from 'node:path'
import { addAbortSignal, type Readable } from 'node:stream'
import type { History } from '#physics/fit/history'
import { HistoryCsv, type LeftOut } from '#physics/fit/history-csv'
import { HistoryProblem } from '#physics/fit/history-problem'
import type { CommandContext } from '../command-context.ts'
import { fileTrouble } from '../failure.ts'
import { UsageError } from '../usage-error.ts'

const encoder = new TextEncoder()

export interface ReadHistory {
  readonly history: History
  readonly leftOut: readonly LeftOut[]
}

/** @param files in the order of their time; `-` is standard input. @throws UsageError for what is no such record. */
export async function readHistory(context: CommandContext, files: readonly string[]): Promise<ReadHistory> {
  const csv = new HistoryCsv()
  try {
    for (const file of files) {
      csv.begin(file === '-' ? 'standard input' : file)
      for await (const chunk of streamOf(context, file))
        csv.read(typeof chunk === 'string' ? encoder.encode(chunk) : chunk)
      csv.end()
    }
    return { history: csv.history(), leftOut: csv.leftOut }
  } catch (error) {
    throw asUsage(error, files)
  }
}

/** @throws what isn't about the record. */
export const problemOf = (error: unknown): unknown =>
  error instanceof HistoryProblem ? new UsageError(error.message) : error

function asUsage(error: unknown, files: readonly string[]): unknown {
  const trouble = fileTrouble(error)
  if (trouble === undefined) return problemOf(error)
  const { path: found } = error as NodeJS.ErrnoException
  const named = files.find(file => found?.endsWith(path.basename(file))) ?? files[0]
  return new UsageError(`${named}: ${trouble}.`)
}

function streamOf({ terminal, signal }: CommandContext, file: string): Readable {
  const stream: Readable = file === '-' ? terminal.stdin : createReadStream(path.resolve(terminal.directory, file))
  return addAbortSignal(signal, stream)
}
