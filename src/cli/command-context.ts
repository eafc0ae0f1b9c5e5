/** What a command is given: settings, streams, a log, and a signal that says when to end. */
import type { Settings } from '#heater/settings'
import type { Duration } from '#time/duration'
import type { Logger } from '#wire/logger'
import type { Paint } from './print/paint.ts'
import type { Terminal } from './terminal.ts'

export interface CommandContext {
  readonly terminal: Terminal
  readonly settings: Settings
  readonly log: Logger
  /** For standard output. */
  readonly paint: Paint
  /** `--device`: a name, a MAC or an index. */
  readonly device?: string
  readonly passwordStdin: boolean
  /** What one question may take, and a one-shot command as a whole. */
  readonly timeout: Duration
  /** Aborts when the command is to end: asked to by a person, out of time, or without a reader. */
  readonly signal: AbortSignal
  /** Data, to standard output. Resolves when it is written. */
  print(text: string): Promise<void>
  /** A line for the person, to standard error. */
  note(line: string): void
}
