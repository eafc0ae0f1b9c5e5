/** Appends samples to a CSV file that may have been begun years ago. */
import { type FileHandle, open } from 'node:fs/promises'
import { NaviLinkError } from '#schema/errors'
import type { UnitSystem } from '#schema/units'
import { type Column, csvHeader, csvRow, temperatureUnitColumn } from './csv-columns.ts'
import type { Sample } from './sample.ts'
import type { Sink } from './sink.ts'

export interface CsvSinkOptions {
  readonly file: string
  readonly columns: readonly Column[]
  /** For a new file; one that exists keeps the units with which it began. */
  readonly units: UnitSystem
}

export class CsvSink implements Sink {
  readonly name = 'csv'
  readonly #options: CsvSinkOptions
  #units: UnitSystem
  #handle: FileHandle | undefined
  /** Where the last whole row ends: a row that could only be written in part is taken back. */
  #end = 0

  constructor(options: CsvSinkOptions) {
    this.#options = options
    this.#units = options.units
  }

  /** The units of the file. */
  get units(): UnitSystem {
    return this.#units
  }

  /** @throws NaviLinkError for a file with other columns, and what the file system throws. */
  async start(): Promise<void> {
    const { file, columns } = this.#options
    const handle = await open(file, 'a+')
    try {
      const header = csvHeader(columns)
      const { size } = await handle.stat()
      this.#end = size
      if (size === 0) await append(handle, `${header}\n`)
      else {
        const [first, row] = await firstLines(handle)
        if (first !== header) throw otherColumns(file, header, first)
        this.#units = unitsOf(columns, row) ?? this.#units
        // A crash in the middle of a row leaves no line end.
        if (!(await endsLine(handle, size))) await append(handle, '\n')
      }
      this.#end = (await handle.stat()).size
      this.#handle = handle
    } catch (error) {
      await handle.close()
      throw error
    }
  }

  async write(sample: Sample): Promise<void> {
    const handle = this.#handle
    if (!handle) throw new NaviLinkError('The CSV file is not open.')
    const row = `${csvRow(this.#options.columns, sample, this.#units)}\n`
    try {
      await append(handle, row)
      this.#end += Buffer.byteLength(row)
    } catch (error) {
      await handle.truncate(this.#end).catch(() => {})
      throw error
    }
  }

  async stop(): Promise<void> {
    const handle = this.#handle
    this.#handle = undefined
    await handle?.close()
  }
}

async function append(handle: FileHandle, text: string): Promise<void> {
  await handle.appendFile(text)
  await handle.datasync()
}

/** The header and, where there is one, the first row. */
async function firstLines(handle: FileHandle): Promise<readonly [string, string | undefined]> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(16_384), 0, 16_384, 0)
  const [header = '', row] = buffer.subarray(0, bytesRead).toString().split(/\r?\n/)
  return [header.replace(/^\uFEFF/, ''), row]
}

async function endsLine(handle: FileHandle, size: number): Promise<boolean> {
  const { buffer } = await handle.read(Buffer.alloc(1), 0, 1, size - 1)
  return buffer[0] === 0x0a
}

function unitsOf(columns: readonly Column[], row: string | undefined): UnitSystem | undefined {
  const cell = row?.split(',')[columns.findIndex(column => column.name === temperatureUnitColumn)]
  return cell === 'C' ? 'metric' : cell === 'F' ? 'us' : undefined
}

function otherColumns(file: string, wanted: string, found: string): NaviLinkError {
  const first = found.split(',').slice(0, 4).join(',')
  return new NaviLinkError(
    `${file} has other columns (it begins ${first || 'with an empty line'}; wanted is ${wanted.slice(0, 40)}…): name another file, or give the --columns with which it was begun.`,
  )
}
