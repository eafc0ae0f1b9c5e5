/** A file that is imported: CSV of ours or of others, or the lines of JSON that an export writes. Read twice: to know it, and to take it. */
import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import path from 'node:path'
import { CsvImport, type RowExample } from '#station/exchange/csv-import'
import { csvRows } from '#station/exchange/csv-rows'
import { type ImportedSample, keepingTrouble } from '#station/exchange/imported-sample'
import { sampleOfLine } from '#station/exchange/json-lines'
import { type LeftOut, LeftOutList, shown } from '#station/exchange/left-out'
import { type Survey, survey } from '#station/exchange/survey'
import type { Scales, WaterScale } from '#station/exchange/temperature-scale'
import type { CommandContext } from '../command-context.ts'
import { fileTrouble } from '../failure.ts'
import { textLines } from '../recording/text-lines.ts'
import { UsageError } from '../usage-error.ts'

type Reading = Pick<CommandContext, 'terminal' | 'signal' | 'clock'>

export interface ImportSource {
  readonly name: string
  /** Undefined for JSON, which says all by itself. */
  readonly survey: Survey | undefined
  samples(how: { readonly scales: Scales; readonly timeZone: string | undefined }): TakenSamples
  example(how: { readonly scales: Scales; readonly timeZone: string | undefined }): Promise<RowExample | undefined>
}

export interface TakenSamples {
  readonly samples: AsyncIterable<ImportedSample>
  /** Complete when the samples are over. */
  readonly leftOut: () => readonly LeftOut[]
}

/** @throws UsageError for what is no such record. */
export async function importSource(
  context: Reading,
  name: string,
  given: WaterScale | undefined,
): Promise<ImportSource> {
  try {
    const beginning = await beginningOf(context, name)
    const foreign = foreignFormat(beginning)
    if (foreign !== undefined)
      throw new UsageError(
        `${name} is ${foreign}, which can’t be imported; CSV can, and the lines of JSON that navilink history export writes.`,
      )
    return await (/^\s*\{/.test(beginning) ? jsonSource(context, name) : csvSource(context, name, given))
  } catch (error) {
    const trouble = fileTrouble(error)
    if (trouble !== undefined) throw new UsageError(`${name}: ${trouble}.`)
    throw error instanceof RangeError ? new UsageError(`${name} is no record of a heater: ${error.message}.`) : error
  }
}

const fileOf = ({ terminal }: Reading, name: string) => path.resolve(terminal.directory, name)
const streamOf = (context: Reading, name: string) =>
  createReadStream(fileOf(context, name), { encoding: 'utf8', signal: context.signal })

async function beginningOf(context: Reading, name: string): Promise<string> {
  const file = await open(fileOf(context, name))
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(64), 0, 64, 0)
    return buffer.subarray(0, bytesRead).toString('latin1')
  } finally {
    await file.close()
  }
}

/** What others take for a table, and is none as text. */
function foreignFormat(beginning: string): string | undefined {
  if (beginning.startsWith('PAR1')) return 'a Parquet file'
  if (beginning.startsWith('SQLite format 3')) return 'a database of SQLite'
  if (beginning.startsWith('PK')) return 'a ZIP archive or a spreadsheet'
  return beginning.startsWith('\x1f\x8b') ? 'compressed by gzip' : undefined
}

async function csvSource(context: Reading, name: string, given: WaterScale | undefined): Promise<ImportSource> {
  const rows = () => csvRows(streamOf(context, name))
  const found = await survey(rows(), given)
  const now = context.clock.now()
  return {
    name,
    survey: found,
    samples(how) {
      const taking = new CsvImport({ survey: found, now, ...how })
      return { samples: taking.samples(rows()), leftOut: () => taking.leftOut }
    },
    example: how => new CsvImport({ survey: found, now, ...how }).example(rows()),
  }
}

function jsonSource(context: Reading, name: string): ImportSource {
  return {
    name,
    survey: undefined,
    samples() {
      const left = new LeftOutList()
      async function* samples(): AsyncGenerator<ImportedSample> {
        let line = 0
        for await (const text of textLines(streamOf(context, name))) {
          line++
          if (text.trim() === '') continue
          const sample = sampleOfLine(parsed(text))
          const trouble = sample && keepingTrouble(sample, context.clock.now())
          if (sample === undefined) left.add('lines that are no sample', line, shown(text))
          else if (trouble !== undefined) left.add('samples that can’t be kept', line, trouble)
          else yield sample
        }
      }
      return { samples: samples(), leftOut: () => left.all }
    },
    example: async () => undefined,
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
