/** Runs the body of one command: settings, log, signals and time limit before it, the exit code after it. */
import { once } from 'node:events'
import { TimeoutError } from '#schema/errors'
import { type Clock, wallClock } from '#time/clock'
import { formatDuration, seconds } from '#time/duration'
import { Aside } from './aside.ts'
import type { CommandContext } from './command-context.ts'
import { type CommandSettings, commandSettings } from './command-settings.ts'
import { durationFlag } from './duration-flag.ts'
import { type ExitCode, exitCode } from './exit-code.ts'
import { naming, reportFailure } from './failure.ts'
import type { GlobalFlags } from './global-flags.ts'
import { type Log, logFileFlags, openLog } from './log.ts'
import { paintFor } from './print/paint.ts'
import { printable } from './print/printable.ts'
import { BrokenPipeError, StoppedError } from './stopping.ts'
import type { Terminal } from './terminal.ts'
import { TimeLimit } from './time-limit.ts'

/** A `one-shot` command ends by itself and in time; a `long` one goes on until it is asked to stop, and that is its success. */
export type CommandKind = 'one-shot' | 'long'
/** Ends with 0 unless it returns another code or throws. */
export type CommandBody = (context: CommandContext) => Promise<ExitCode | undefined>
export type Run = (kind: CommandKind, body: CommandBody) => Promise<void>

const defaultTimeout = seconds(30)
/** What a command may still need to tidy up once it was told to end. */
const grace = seconds(5)

export interface Invocation {
  readonly terminal: Terminal
  readonly flags: GlobalFlags
  /** The machine's own when not given. */
  readonly clock?: Clock | undefined
}

export async function runCommand(
  { terminal, flags, clock = wallClock }: Invocation,
  kind: CommandKind,
  body: CommandBody,
): Promise<ExitCode> {
  const { stdout } = terminal
  const ending = new AbortController()
  const { signal } = ending
  const aside = new Aside(terminal.stderr)
  const brokenPipe = (error: Error) =>
    ending.abort(isBrokenPipe(error) ? new BrokenPipeError() : naming('standard output', error))
  stdout.on('error', brokenPipe)
  const forgetStop = terminal.onStop(() => {
    aside.interrupted()
    ending.abort(new StoppedError())
  })
  let settings: CommandSettings | undefined
  let limit: TimeLimit | undefined
  let log: Promise<Log> | undefined
  try {
    const asked = await commandSettings(terminal, flags)
    settings = asked
    const timeout = flags.timeout === undefined ? defaultTimeout : durationFlag('--timeout', flags.timeout)
    const logFile = logFileFlags(flags)
    const late = () => new TimeoutError(`Not done within ${formatDuration(timeout)}; --timeout gives it longer.`)
    if (kind === 'one-shot') limit = new TimeLimit(clock, timeout, late, ending)
    const running = body({
      terminal,
      clock,
      settings: asked,
      flags,
      aside,
      paint: paintFor(stdout, terminal, flags.color),
      timeout,
      signal,
      log: async () => {
        log ??= openLog({ terminal, clock, aside, settings: asked, flags, logFile })
        return (await log).logger
      },
      print: text => written(terminal, text),
      note: line => aside.write(`${printable(line)}\n`),
      untimed: work => (limit ? limit.pausedFor(work) : work()),
      left: () => limit?.left ?? timeout,
    })
    return (await withGrace(running, signal, clock)) ?? exitCode.done
  } catch (error) {
    // What a body throws once it was told to end is only the echo of why.
    const reason = signal.aborted ? signal.reason : error
    if (reason instanceof BrokenPipeError || isBrokenPipe(reason)) return exitCode.done
    if (reason instanceof StoppedError) return kind === 'long' ? exitCode.done : exitCode.interrupted
    return reportFailure(aside, reason, { stack: flags.debug === true || wantsStacks(settings) })
  } finally {
    limit?.done()
    forgetStop()
    stdout.off('error', brokenPipe)
    await log?.then(
      opened => opened.close(),
      () => {},
    )
  }
}

/** A wrong NAVILINK_DEBUG must not hide what it would have told more about. */
function wantsStacks(settings: CommandSettings | undefined): boolean {
  try {
    return settings?.debug === true
  } catch {
    return false
  }
}

/** A body that doesn't hear the signal is left behind, so that the limit holds whatever hangs. */
async function withGrace<T>(work: Promise<T>, signal: AbortSignal, clock: Clock): Promise<T> {
  let cancel = () => {}
  const abandoned = (async () => {
    if (!signal.aborted) await once(signal, 'abort')
    await new Promise<void>(resolve => {
      cancel = clock.after(grace, resolve)
    })
    throw signal.reason
  })()
  abandoned.catch(() => {})
  try {
    return await Promise.race([work, abandoned])
  } finally {
    cancel()
  }
}

const isBrokenPipe = (error: unknown) =>
  ['EPIPE', 'ERR_STREAM_DESTROYED'].includes((error as NodeJS.ErrnoException | undefined)?.code ?? '')

/** A reader that has gone is no failure of who writes: the signal ends the command. */
const written = ({ stdout }: Terminal, text: string): Promise<void> =>
  new Promise((resolve, reject) => {
    stdout.write(text, error => (error && !isBrokenPipe(error) ? reject(error) : resolve()))
  })
