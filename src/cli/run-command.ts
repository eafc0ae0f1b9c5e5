/** Runs the body of one command: settings, log, signals and time limit before it, the exit code after it. */
import { once } from 'node:events'
import type { Settings, Source } from '#heater/settings'
import { TimeoutError } from '#schema/errors'
import { deadline } from '#time/clock'
import { type Duration, formatDuration, seconds } from '#time/duration'
import type { CommandContext } from './command-context.ts'
import { durationFlag } from './duration-flag.ts'
import { type ExitCode, exitCode } from './exit-code.ts'
import { reportFailure } from './failure.ts'
import { type LogOptions, openLog } from './log.ts'
import { paintFor } from './print/paint.ts'
import { BrokenPipeError, StoppedError } from './stopping.ts'
import type { Terminal } from './terminal.ts'

export interface GlobalOptions {
  readonly email?: string
  readonly passwordStdin?: true
  readonly device?: string
  readonly units?: string
  readonly cloud?: string
  readonly ca?: string
  readonly timeout?: string
  readonly verbose: number
  readonly debug?: true
  readonly logFile?: string
  readonly logSize?: string
  readonly logCount?: number
  readonly color: boolean
}

/** A `one-shot` command ends by itself and in time; a `long` one goes on until it is asked to stop, and that is its success. */
export type CommandKind = 'one-shot' | 'long'
/** Ends with 0 unless it returns another code or throws. */
export type CommandBody = (context: CommandContext) => Promise<ExitCode | undefined>
export type Run = (kind: CommandKind, body: CommandBody) => Promise<void>

const defaultTimeout = seconds(30)
/** What a command may still need to tidy up once it was told to end. */
const grace = seconds(5)

export async function runCommand(
  terminal: Terminal,
  options: GlobalOptions,
  kind: CommandKind,
  body: CommandBody,
): Promise<ExitCode> {
  const { stdout, stderr, clock } = terminal
  const ending = new AbortController()
  const brokenPipe = (error: Error) => ending.abort(isBrokenPipe(error) ? new BrokenPipeError() : error)
  stdout.on('error', brokenPipe)
  const forgetStop = terminal.onStop(() => ending.abort(new StoppedError()))
  let debug = options.debug === true
  let limit: ReturnType<typeof deadline> | undefined
  let log: Awaited<ReturnType<typeof openLog>> | undefined
  try {
    const settings = await readSettings(terminal, options)
    debug = settings.debug
    const span = options.timeout === undefined ? defaultTimeout : durationFlag('--timeout', options.timeout)
    limit = kind === 'one-shot' ? deadline(clock, span, () => tooLate(span), ending.signal) : undefined
    const signal = limit?.signal ?? ending.signal
    log = await openLog(terminal, settings, logOptions(options))
    const context: CommandContext = {
      terminal,
      settings,
      log: log.logger,
      paint: paintFor(stdout, terminal, options.color),
      ...(options.device === undefined ? {} : { device: options.device }),
      passwordStdin: options.passwordStdin === true,
      timeout: span,
      signal,
      print: text => written(terminal, text),
      note: line => stderr.write(`${line}\n`),
    }
    return (await withGrace(body(context), signal, terminal)) ?? exitCode.done
  } catch (error) {
    // What a body throws once it was told to end is only the echo of why.
    const { aborted, reason: why } = limit?.signal ?? ending.signal
    const reason = aborted ? why : error
    if (reason instanceof BrokenPipeError || isBrokenPipe(reason)) return exitCode.done
    if (reason instanceof StoppedError) return kind === 'long' ? exitCode.done : exitCode.interrupted
    return reportFailure(stderr, reason, { stack: debug })
  } finally {
    limit?.done()
    forgetStop()
    stdout.off('error', brokenPipe)
    log?.close()
  }
}

/** Flags first; the rest as the library reads it. */
async function readSettings(terminal: Terminal, options: GlobalOptions): Promise<Settings> {
  const { resolveSettings } = await import('#heater/settings')
  const { settingSources } = await import('#heater/setting-sources')
  const { email, units, cloud, ca: caFile, debug } = options
  const given = { email, units, cloud, caFile, debug: debug && 'true' }
  const flags = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
  const commandLine: Source = { place: 'On the command line', calls: 'flag', values: flags }
  return resolveSettings([commandLine, ...settingSources(terminal)])
}

function logOptions({ verbose, debug, logFile, logSize, logCount, color }: GlobalOptions): LogOptions {
  const file = logFile === undefined ? {} : { file: logFile }
  const size = logSize === undefined ? {} : { size: logSize }
  const count = logCount === undefined ? {} : { count: logCount }
  return { verbose, debug: debug === true, color, ...file, ...size, ...count }
}

const tooLate = (span: Duration) =>
  new TimeoutError(`Not done within ${formatDuration(span)}; --timeout gives it longer.`)

/** A body that doesn't hear the signal is left behind, so that the limit holds whatever hangs. */
async function withGrace<T>(work: Promise<T>, signal: AbortSignal, { clock }: Terminal): Promise<T> {
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
