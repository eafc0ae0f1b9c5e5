/** `navilink history export`: the record of a heater as a file for other programs, written under its name only when it is whole. */
import { createWriteStream, existsSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type Column, selectColumns } from '#station/csv-columns'
import type { StoredSample } from '#station/store/store'
import type { CommandContext } from '../command-context.ts'
import { naming } from '../failure.ts'
import { UsageError } from '../usage-error.ts'
import { recordFile, wantedHeater, withRecord } from './open-record.ts'
import { type ExportFormat, exportFormats, type HeaterFlag, type RecordFlags, type SpanFlags } from './record-flags.ts'
import { storedHeater } from './stored-heater.ts'
import { givenSpan } from './time-span.ts'

export interface ExportFlags extends RecordFlags, HeaterFlag, SpanFlags {
  readonly format?: ExportFormat
  readonly columns: string
  readonly force?: true
}

export async function exportRecord(context: CommandContext, file: string, flags: ExportFlags): Promise<undefined> {
  const format = flags.format ?? formatOfName(file)
  const columns = chosenColumns(flags.columns)
  if (format === 'parquet' && file === '-') throw new UsageError('Parquet is no text; name a file for it.')
  const target = path.resolve(context.terminal.directory, file)
  if (file !== '-' && !flags.force && existsSync(target))
    throw new UsageError(`${file} is there already; --force writes over it.`)
  const from = await recordFile(context, flags, ['device'])
  await context.untimed(() =>
    withRecord(context, from, { readOnly: true }, async record => {
      const heater = storedHeater(await record.store.heaters(), wantedHeater(context, flags))
      const span = givenSpan(flags, { now: record.clock.now(), timeZone: heater.timeZone })
      const counted = new Counted(record.history.samples({ heater: heater.id, ...span }), context.signal)
      await (file === '-'
        ? printed(context, await textOf(counted.samples(), format, columns, context))
        : written(context, target, part => fill(part, counted.samples(), format, columns, context)))
      if (file !== '-') context.note(`${counted.count} samples of ${heater.name} are in ${file}.`)
    }),
  )
  return undefined
}

function formatOfName(file: string): ExportFormat {
  const ending = path.extname(file).slice(1).toLowerCase()
  if (ending === 'jsonl' || ending === 'ndjson') return 'json'
  const format = exportFormats.find(name => name === ending)
  if (format !== undefined) return format
  throw new UsageError(`--format says what ${file} shall be: ${exportFormats.join(', ')}.`)
}

function chosenColumns(names: string): readonly Column[] {
  try {
    return selectColumns(names)
  } catch (error) {
    throw error instanceof RangeError ? new UsageError(error.message) : error
  }
}

class Counted {
  readonly #samples: AsyncIterable<StoredSample>
  readonly #signal: AbortSignal
  count = 0

  constructor(samples: AsyncIterable<StoredSample>, signal: AbortSignal) {
    this.#samples = samples
    this.#signal = signal
  }

  async *samples(): AsyncGenerator<StoredSample> {
    for await (const sample of this.#samples) {
      this.#signal.throwIfAborted()
      this.count++
      yield sample
    }
  }
}

async function textOf(
  samples: AsyncIterable<StoredSample>,
  format: ExportFormat,
  columns: readonly Column[],
  { settings }: CommandContext,
): Promise<AsyncGenerator<string>> {
  const { csvText, jsonLines } = await import('#station/exchange/sample-text')
  return format === 'json' ? jsonLines(samples) : csvText(samples, columns, settings.units)
}

async function printed({ print }: CommandContext, text: AsyncGenerator<string>): Promise<void> {
  for await (const piece of text) await print(piece)
}

async function fill(
  file: string,
  samples: AsyncIterable<StoredSample>,
  format: ExportFormat,
  columns: readonly Column[],
  context: CommandContext,
): Promise<void> {
  if (format !== 'parquet') {
    const text = await textOf(samples, format, columns, context)
    return pipeline(Readable.from(text), createWriteStream(file), { signal: context.signal })
  }
  const { writeParquet } = await import('#station/exchange/parquet-file')
  await writeParquet(file, samples, columns, context.settings.units)
}

/** A file that could not be finished isn't left behind. */
async function written({ signal }: CommandContext, target: string, write: (part: string) => Promise<void>) {
  const part = `${target}.part`
  try {
    await write(part)
    await rename(part, target)
  } catch (error) {
    await rm(part, { force: true }).catch(() => {})
    throw signal.aborted ? signal.reason : naming(target, error)
  }
}
