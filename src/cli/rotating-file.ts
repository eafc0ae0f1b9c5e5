/** A file that begins anew when it is full, and keeps the last few under `.1`, `.2`, …, the newest first. */
import { closeSync, fstatSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { UsageError } from './usage-error.ts'

const defaultSize = 5_000_000
const defaultCount = 5

export class RotatingFile {
  readonly #path: string
  readonly #size: number
  readonly #count: number
  #file: number
  #written: number

  /**
   * @param size bytes; a line is never split, and one that is longer gets a file of its own.
   * @param count how many full files are kept.
   */
  constructor(path: string, size: number = defaultSize, count: number = defaultCount) {
    this.#path = path
    this.#size = size
    this.#count = count
    this.#file = openSync(path, 'a')
    this.#written = fstatSync(this.#file).size
  }

  write(line: string): void {
    const bytes = Buffer.from(line)
    if (this.#written > 0 && this.#written + bytes.length > this.#size) this.#rotate()
    writeSync(this.#file, bytes)
    this.#written += bytes.length
  }

  close(): void {
    closeSync(this.#file)
  }

  #rotate(): void {
    closeSync(this.#file)
    for (let n = this.#count; n > 0; n--) {
      const older = n === 1 ? this.#path : `${this.#path}.${n - 1}`
      renameIfThere(older, `${this.#path}.${n}`)
    }
    if (this.#count === 0) rmSync(this.#path, { force: true })
    this.#file = openSync(this.#path, 'a')
    this.#written = 0
  }
}

function renameIfThere(from: string, to: string): void {
  try {
    renameSync(from, to)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
}

const factors: Readonly<Record<string, number>> = { kb: 1e3, mb: 1e6, gb: 1e9 }

/** `5MB` → 5,000,000. */
export function fileSize(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const [, amount, unit] = /^\s*(\d+(?:\.\d+)?)\s*(kb|mb|gb)\s*$/i.exec(text) ?? []
  const size = Number(amount) * (factors[unit?.toLowerCase() ?? ''] ?? Number.NaN)
  if (!(size >= 1000))
    throw new UsageError(`--log-size is ${JSON.stringify(text)}; it takes a size such as 500KB or 5MB.`)
  return size
}
