/** A file that begins anew when it is full, and keeps the last few under `.1`, `.2`, …, the newest first. */
import { closeSync, fstatSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { naming, sentenceOf } from './failure.ts'
import { UsageError } from './usage-error.ts'

const defaultSize = 5_000_000
const defaultCount = 5
/** For its owner alone: a log tells when somebody is at home. */
const ownersOnly = 0o600

export interface RotatingFileOptions {
  /** Bytes, 5 MB by default; a line is never split, and one that is longer gets a file of its own. */
  readonly size?: number | undefined
  /** How many full files are kept, 5 by default. */
  readonly count?: number | undefined
  /** Is told once when the file can't be written any more; nothing is written from then on. */
  readonly failed: (sentence: string) => void
}

export class RotatingFile {
  readonly #path: string
  readonly #size: number
  readonly #count: number
  readonly #failed: (sentence: string) => void
  #file: number | undefined
  #written: number

  /** @throws the system's error when it can't be opened. */
  constructor(path: string, { size = defaultSize, count = defaultCount, failed }: RotatingFileOptions) {
    this.#path = path
    this.#size = size
    this.#count = count
    this.#failed = failed
    this.#file = openSync(path, 'a', ownersOnly)
    this.#written = fstatSync(this.#file).size
  }

  write(line: string): void {
    if (this.#file === undefined) return
    try {
      const bytes = Buffer.from(line)
      if (this.#written > 0 && this.#written + bytes.length > this.#size) this.#file = this.#rotated(this.#file)
      writeSync(this.#file, bytes)
      this.#written += bytes.length
    } catch (error) {
      this.#file = undefined
      // A log is no reason to end what it tells of.
      this.#failed(`${sentenceOf(naming(this.#path, error)).replace(/\.$/, '')}; the log ends here.`)
    }
  }

  close(): void {
    if (this.#file !== undefined) closeSync(this.#file)
    this.#file = undefined
  }

  #rotated(file: number): number {
    closeSync(file)
    for (let n = this.#count; n > 0; n--) {
      const older = n === 1 ? this.#path : `${this.#path}.${n - 1}`
      renameIfThere(older, `${this.#path}.${n}`)
    }
    if (this.#count === 0) rmSync(this.#path, { force: true })
    this.#written = 0
    return openSync(this.#path, 'a', ownersOnly)
  }
}

function renameIfThere(from: string, to: string): void {
  try {
    renameSync(from, to)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
}

const factors: Readonly<Record<string, number>> = { b: 1, kb: 1e3, mb: 1e6, gb: 1e9 }

/** `5MB` → 5,000,000. */
export function fileSize(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const [, amount, unit] = /^\s*(\d+(?:\.\d+)?)\s*(b|kb|mb|gb)\s*$/i.exec(text) ?? []
  const size = Number(amount) * (factors[unit?.toLowerCase() ?? ''] ?? Number.NaN)
  if (!(size >= 1))
    throw new UsageError(
      `--log-size is ${JSON.stringify(text)}; it takes a size above zero with its unit, such as 500KB or 5MB.`,
    )
  return size
}
