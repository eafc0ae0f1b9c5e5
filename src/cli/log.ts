/** The log of a command: lines for people on standard error, JSON lines in a file, and nothing in it that tells who lives where. */
import path from 'node:path'
import type { LogThreshold, Settings } from '#heater/settings'
import type { Clock } from '#time/clock'
import { type Logger, redactingLogger } from '#wire/logger'
import type { Aside } from './aside.ts'
import type { GlobalFlags } from './global-flags.ts'
import { logLine } from './print/log-line.ts'
import { paintFor } from './print/paint.ts'
import { fileSize, RotatingFile } from './rotating-file.ts'
import type { Terminal } from './terminal.ts'

/** `--log-file` and what goes with it. */
export interface LogFileFlags {
  readonly file: string
  readonly size: number | undefined
  readonly count: number | undefined
}

export interface LogOptions {
  readonly terminal: Pick<Terminal, 'stderr' | 'env' | 'directory'>
  readonly clock: Pick<Clock, 'now'>
  readonly aside: Pick<Aside, 'write'>
  readonly settings: Pick<Settings, 'logLevel' | 'debug'>
  readonly flags: Pick<GlobalFlags, 'verbose' | 'color'>
  readonly logFile?: LogFileFlags | undefined
}

export interface Log {
  readonly logger: Logger
  close(): void
}

/** @throws UsageError for a size that is none, also where no log is opened. */
export function logFileFlags({ logFile, logSize, logCount }: GlobalFlags): LogFileFlags | undefined {
  const size = fileSize(logSize)
  return logFile === undefined ? undefined : { file: logFile, size, count: logCount }
}

const levels: readonly LogThreshold[] = ['trace', 'debug', 'info', 'warn', 'error', 'fatal']
const byVerbosity: readonly LogThreshold[] = ['fatal', 'info', 'debug', 'trace']

const moreTalkative = (...candidates: readonly LogThreshold[]): LogThreshold =>
  levels.find(level => candidates.includes(level)) ?? 'fatal'

/** The setting says the level; `-v` and `--debug` can only make it more. A log file gets `info` at least. */
export async function openLog({ terminal, clock, aside, settings, flags, logFile }: LogOptions): Promise<Log> {
  const { pino, multistream } = await import('pino')
  const { stderr } = terminal
  const asked = byVerbosity[Math.min(flags.verbose, 3)] ?? 'fatal'
  const level = moreTalkative(settings.logLevel ?? 'warn', asked, settings.debug ? 'debug' : 'fatal')
  const talkative = levels.indexOf(level) <= levels.indexOf('debug')
  const paint = paintFor(stderr, terminal, flags.color)
  const screen = {
    write(json: string) {
      const line = JSON.parse(json) as Record<string, unknown>
      // What is said at each try, of the connection or a full disk, a person is told once: by `tellLink` and CsvRecord.
      if (talkative || line.repeats !== true)
        aside.write(logLine(line, { paint, stacks: talkative, dates: !stderr.isTTY }))
    },
  }
  const file =
    logFile &&
    new RotatingFile(path.resolve(terminal.directory, logFile.file), {
      size: logFile.size,
      count: logFile.count,
      failed: sentence => aside.write(`navilink: ${sentence}\n`),
    })
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
