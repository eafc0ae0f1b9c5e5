/** Appends samples to a CSV file that may have been begun years ago. */
import { type FileHandle, open } from 'node:fs/promises'
import { NaviLinkError } from '#schema/errors'
import type { UnitSystem } from '#schema/units'
import { allColumns, type Column, csvHeader, csvRow, temperatureUnitColumn } from './csv-columns.ts'
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
  /** What of many rows a full disk would still take is not lost with the rest. */
  readonly largestBatch = 1
  readonly #options: CsvSinkOptions
  #units: UnitSystem
  #handle: FileHandle | undefined

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
      if (size === 0) await append(handle, `${header}\n`)
      else {
        const [first, row] = await firstLines(handle)
        const torn = !(await endsLine(handle, size))
        if (first === header) {
          this.#units = unitsOf(columns, row) ?? this.#units
          // A crash in the middle of a row left no line end.
          if (torn) await append(handle, '\n')
        } else if (torn && row === undefined && header.startsWith(first)) {
          // The same in the middle of the header.
          await append(handle, `${header.slice(first.length)}\n`)
        } else throw otherColumns(file, header, first)
      }
      this.#handle = handle
    } catch (error) {
      await handle.close()
      throw error
    }
  }

  /** All rows, or when the disk is full none of them. */
  async write(samples: readonly Sample[]): Promise<void> {
    const handle = this.#handle
    if (!handle) throw new NaviLinkError('The CSV file is not open.')
    await append(handle, samples.map(sample => `${csvRow(this.#options.columns, sample, this.#units)}\n`).join(''))
  }

  async stop(): Promise<void> {
    const handle = this.#handle
    this.#handle = undefined
    await handle?.close()
  }
}

/** Writes the whole text or, when the disk is full half-way, takes back what it wrote. */
async function append(handle: FileHandle, text: string): Promise<void> {
  const bytes = Buffer.from(text)
  const { size } = await handle.stat()
  let written = 0
  try {
    while (written < bytes.length) written += (await handle.write(bytes, written)).bytesWritten
    await handle.datasync()
  } catch (error) {
    // Not when somebody else has written behind it meanwhile.
    if (written > 0 && (await handle.stat()).size === size + written) await handle.truncate(size).catch(() => {})
    throw error
  }
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
  const names = found.split(',')
  const known = new Set(allColumns.map(column => column.name))
  const fitting = names[0] === 'timestamp' && names.every(name => known.has(name))
  if (fitting)
    return new NaviLinkError(
      `${file} has other columns: name another file, or give --columns ${names.slice(1).join(',')}.`,
      { help: 'csv-file-refused' },
    )
  const odd = names.find((name, i) => name !== wanted.split(',')[i]) ?? ''
  return new NaviLinkError(
    `${file} is no record of ours (it has ${odd ? `a column «${odd.slice(0, 40)}»` : 'no header'}): name another file.`,
    { help: 'csv-file-refused' },
  )
}
