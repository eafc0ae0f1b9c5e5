/** What a command is given: settings, streams, a log, and a signal that says when to end. */
import type { Clock } from '#time/clock'
import type { Duration } from '#time/duration'
import type { Logger } from '#wire/logger'
import type { Aside } from './aside.ts'
import type { CommandSettings } from './command-settings.ts'
import type { GlobalFlags } from './global-flags.ts'
import type { Paint } from './print/paint.ts'
import type { Terminal } from './terminal.ts'

export interface CommandContext {
  readonly terminal: Terminal
  readonly clock: Clock
  /** Each is read when it is asked for, so that a wrong one stops only who needs it. */
  readonly settings: CommandSettings
  readonly flags: GlobalFlags
  /** For standard output. */
  readonly paint: Paint
  /** What one question may take, and a one-shot command as a whole. */
  readonly timeout: Duration
  /** Aborts when the command is to end: asked to by a person, out of time, or without a reader. */
  readonly signal: AbortSignal
  /** Standard error. */
  readonly aside: Aside
  /** Opened when it is asked for first. */
  log(): Promise<Logger>
  /** Data, to standard output. Resolves when it is written. */
  print(text: string): Promise<void>
  /** A line for the person, to standard error. */
  note(line: string): void
  /** Waits for what takes its own time, as a person does who is asked; the time limit stands still meanwhile. */
  untimed<Result>(work: () => Promise<Result>): Promise<Result>
  /** How much of a one-shot command's time is left. */
  left(): Duration
}
