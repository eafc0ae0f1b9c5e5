/** The log of a station: lines for people on a terminal, JSON for whoever else collects them and for a file; its level can be turned. */
import type { Clock } from '#time/clock'
import { type Logger, type LogLevel, redactingLogger } from '#wire/logger'
import type { CommandContext } from '../command-context.ts'
import { logLine } from '../print/log-line.ts'
import { paintFor } from '../print/paint.ts'
import { RotatingFile } from '../rotating-file.ts'
import type { PlannedLog } from './station-plan.ts'

export interface StationLog {
  readonly logger: Logger
  /** Takes effect with the next line. */
  level: LogLevel
  /** Goes on in another file, or by another size; @throws the system's error, and then nothing changes. */
  change(plan: PlannedLog): void
  /** Safe twice. */
  close(): void
}

export interface StationLogOptions {
  readonly context: Pick<CommandContext, 'terminal' | 'aside' | 'flags'>
  /** The machine's. */
  readonly clock: Pick<Clock, 'now'>
  readonly plan: PlannedLog
}

/** @throws the system's error when the file can't be opened. */
export async function openStationLog({ context, clock, plan }: StationLogOptions): Promise<StationLog> {
  const { pino } = await import('pino')
  const { aside, terminal, flags } = context
  const { stderr } = terminal
  let now = plan
  let file = opened(plan, context)
  const paint = paintFor(stderr, terminal, flags.color)
  const screen = stderr.isTTY
    ? (json: string) => aside.write(logLine(JSON.parse(json), { paint, stacks: isTalkative(), dates: false }))
    : (json: string) => aside.write(json)
  const isTalkative = (): boolean => logger.level === 'debug' || logger.level === 'trace'
  const both = {
    write(json: string) {
      screen(json)
      file?.write(json)
    },
  }
  const logger = pino(
    {
      level: plan.level,
      base: null,
      timestamp: () => `,"time":"${new Date(clock.now()).toISOString()}"`,
      formatters: {
        level: label => ({ level: label }),
        log: details => (isTalkative() ? details : stackless(details)),
      },
    },
    both,
  )
  return {
    logger: redactingLogger(logger),
    get level() {
      return logger.level as LogLevel
    },
    set level(level) {
      logger.level = level
    },
    change(next) {
      if (next.file !== now.file || next.size !== now.size || next.count !== now.count) {
        const before = file
        file = opened(next, context)
        before?.close()
      }
      // What somebody turned by hand stays, unless the config says another level than before.
      if (next.level !== now.level) logger.level = next.level
      now = next
    },
    close() {
      file?.close()
      file = undefined
    },
  }
}

/** A stack hides the sentences around it from whoever reads the line. */
const stackless = (details: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(details)
      .filter(([name]) => name !== 'stack')
      .map(([name, value]) => [name, isError(value) ? stackless(value) : value]),
  )

/** As the redactor leaves them. */
const isError = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && 'stack' in value

const opened = ({ file, size, count }: PlannedLog, { aside }: Pick<CommandContext, 'aside'>) =>
  file === undefined
    ? undefined
    : new RotatingFile(file, { size, count, failed: sentence => aside.write(`navilink: ${sentence}\n`) })
