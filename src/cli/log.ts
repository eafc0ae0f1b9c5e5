/** The log of a command: lines for people on a terminal, JSON lines anywhere else, and nothing in it that tells who lives where. */
import type { LogThreshold, Settings } from '#heater/settings'
import { type Logger, redactingLogger } from '#wire/logger'
import { logLine } from './print/log-line.ts'
import { paintFor } from './print/paint.ts'
import { fileSize, RotatingFile } from './rotating-file.ts'
import type { Terminal } from './terminal.ts'

export interface LogOptions {
  /** How many `-v`. */
  readonly verbose: number
  readonly debug: boolean
  readonly color: boolean
  readonly file?: string
  readonly size?: string
  readonly count?: number
}

export interface Log {
  readonly logger: Logger
  close(): void
}

const levels: readonly LogThreshold[] = ['trace', 'debug', 'info', 'warn', 'error', 'fatal']
const byVerbosity: readonly LogThreshold[] = ['fatal', 'info', 'debug', 'trace']

const moreTalkative = (...candidates: readonly LogThreshold[]): LogThreshold =>
  levels.find(level => candidates.includes(level)) ?? 'fatal'

/** The setting says the level; `-v` and `--debug` can only make it more. A log file gets `info` at least. */
export async function openLog(terminal: Terminal, settings: Settings, options: LogOptions): Promise<Log> {
  const { pino, multistream } = await import('pino')
  const { stderr, clock } = terminal
  const asked = byVerbosity[Math.min(options.verbose, 3)] ?? 'fatal'
  const level = moreTalkative(settings.logLevel ?? 'warn', asked, settings.debug ? 'debug' : 'fatal')
  const paint = paintFor(stderr, terminal, options.color)
  const screen = { write: (line: string) => stderr.write(stderr.isTTY ? logLine(line, paint) : line) }
  const file =
    options.file === undefined ? undefined : new RotatingFile(options.file, fileSize(options.size), options.count)
  const fileLevel = moreTalkative(level, 'info')
  const streams = [{ level, stream: screen }, ...(file ? [{ level: fileLevel, stream: file }] : [])]
  const logger = pino(
    {
      level: file ? fileLevel : level,
      base: null,
      timestamp: () => `,"time":"${new Date(clock.now()).toISOString()}"`,
      formatters: { level: label => ({ level: label }) },
    },
    multistream(streams),
  )
  return { logger: redactingLogger(logger), close: () => file?.close() }
}
