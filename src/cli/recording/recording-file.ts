/** The file of a recording: opened before anybody is asked, continued where it ends, and not left behind empty. */
import { closeSync, createReadStream, fstatSync, openSync, readSync, rmSync, writeSync } from 'node:fs'
import { naming } from '../failure.ts'
import { type Counts, countsIn } from './stand-ins.ts'
import { textLines } from './text-lines.ts'

export class RecordingFile {
  readonly #path: string
  readonly #name: string
  readonly #file: number
  readonly #made: boolean
  /** A crash in the middle of a line left no line end. */
  #torn: boolean

  /** @param name as a person gave it. @throws the system's error when it can't be written. */
  constructor(path: string, name: string) {
    this.#path = path
    this.#name = name
    const made = openNew(path)
    this.#made = made !== undefined
    this.#file = made ?? openSync(path, 'a+')
    this.#torn = !endsLine(this.#file)
  }

  /** Which stand-ins it holds. */
  async counts(): Promise<Counts> {
    // A pipe or a device has no beginning to read.
    return fstatSync(this.#file).isFile() ? countsIn(textLines(createReadStream(this.#path))) : new Map()
  }

  /** @throws the system's error, with the name of the file. */
  write(line: object): void {
    try {
      writeSync(this.#file, `${this.#torn ? '\n' : ''}${JSON.stringify(line)}\n`)
      this.#torn = false
    } catch (error) {
      throw naming(this.#name, error)
    }
  }

  close(): void {
    const { size } = fstatSync(this.#file)
    closeSync(this.#file)
    if (this.#made && size === 0) rmSync(this.#path, { force: true })
  }
}

function endsLine(file: number): boolean {
  const { size } = fstatSync(file)
  if (size === 0) return true
  const last = Buffer.alloc(1)
  readSync(file, last, 0, 1, size - 1)
  return last.toString() === '\n'
}

/** @returns undefined when it exists. */
function openNew(path: string): number | undefined {
  try {
    return openSync(path, 'ax+')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return undefined
    throw error
  }
}
