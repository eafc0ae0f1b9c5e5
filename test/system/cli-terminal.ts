/** A terminal without a person: what a command writes is kept, what it reads is given, and a test can ask it to stop. */
import { PassThrough, Readable, Writable } from 'node:stream'
import type { Clock } from '#time/clock'
import { run } from '../../src/cli/program.ts'
import type { Terminal } from '../../src/cli/terminal.ts'

export interface TestTerminal extends Terminal {
  readonly out: () => string
  readonly err: () => string
  /** Both, in the order in which they came: what a person's terminal was sent. */
  readonly both: () => string
  /** As Ctrl-C does. */
  stop(): void
  /** Resolves once standard output has this text. */
  seen(text: string): Promise<void>
  /** Resolves once standard error has this text. */
  told(text: string): Promise<void>
  resize(columns: number, rows: number): void
}

export interface TerminalOptions {
  readonly stdin?: string | Readable
  readonly env?: Readonly<Record<string, string>>
  readonly directory?: string
  readonly clock?: Clock
  /** Standard output and error are a terminal of this many columns. */
  readonly columns?: number
  readonly rows?: number
}

class Kept extends Writable {
  text = ''
  readonly isTTY: boolean
  columns: number | undefined
  rows: number
  readonly #both: string[]
  #waiting: { readonly text: string; readonly resolve: () => void }[] = []

  constructor(columns: number | undefined, rows: number, both: string[]) {
    super({ decodeStrings: false })
    this.#both = both
    this.rows = rows
    this.isTTY = columns !== undefined
    this.columns = columns
  }

  override _write(chunk: string | Buffer, _: BufferEncoding, done: () => void): void {
    this.text += chunk
    this.#both.push(String(chunk))
    for (const { text, resolve } of this.#waiting) if (this.text.includes(text)) resolve()
    done()
  }

  seen(text: string): Promise<void> {
    return new Promise(resolve => {
      if (this.text.includes(text)) resolve()
      else this.#waiting.push({ text, resolve })
    })
  }
}

export function testTerminal(options: TerminalOptions = {}): TestTerminal {
  const { stdin = '', env = {}, directory = '/nowhere', columns, rows = 30 } = options
  const both: string[] = []
  const stdout = new Kept(columns, rows, both)
  const stderr = new Kept(columns, rows, both)
  const stops = new Set<() => void>()
  return {
    stdin: typeof stdin === 'string' ? Readable.from(stdin === '' ? [] : [Buffer.from(stdin)]) : stdin,
    stdout: stdout as Terminal['stdout'],
    stderr: stderr as Terminal['stderr'],
    env,
    directory,
    platform: 'linux',
    onStop(listener) {
      stops.add(listener)
      return () => stops.delete(listener)
    },
    out: () => stdout.text,
    err: () => stderr.text,
    both: () => both.join(''),
    stop() {
      for (const listener of stops) listener()
    },
    seen: text => stdout.seen(text),
    told: text => stderr.seen(text),
    resize(columns, rows) {
      for (const screen of [stdout, stderr]) Object.assign(screen, { columns, rows })
      stdout.emit('resize')
    },
  }
}

/** Input that stays open. */
export const openInput = (): PassThrough => new PassThrough()

/** Input that stays open and takes keys, as a terminal's does. */
export const keyboard = () => Object.assign(openInput(), { isTTY: true, setRawMode() {} })

export interface Ended {
  readonly code: number
  readonly out: string
  readonly err: string
}

/** Runs a command to its end. */
export async function navilink(args: readonly string[], options: TerminalOptions = {}): Promise<Ended> {
  const terminal = testTerminal(options)
  const code = await run(args, terminal, options.clock)
  return { code, out: terminal.out(), err: terminal.err() }
}
