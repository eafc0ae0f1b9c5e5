/** How a command ended: always in exactly one of seven ways. */
import type { ControlName, ControlValue } from '#schema/commands'
import type { Duration } from '#time/duration'
import type { Reading } from './reading.ts'

/**
 * - `confirmed`: a status of the heater shows the setting.
 * - `unconfirmed`: the gateway took it, and no status showed the setting in time.
 * - `held`: the heater keeps the mode back until its time-of-use window ends, or until heat pump is chosen over it.
 * - `offline`: the cloud says that the heater is, or there is no link and no queue to wait in.
 * - `expired`: it was not sent, because it waited too long, was replaced by a later one for the same setting, or the queue was full.
 * - `refused`: the heater said no; `failCode` says why.
 * - `failed`: it never left us, the gateway did not acknowledge it, or it was given up by this program.
 */
export type CommandResult = 'confirmed' | 'unconfirmed' | 'held' | 'offline' | 'expired' | 'refused' | 'failed'

export interface CommandOutcome {
  readonly result: CommandResult
  readonly command: ControlName
  /** What was to be set: a mode, or °C. */
  readonly value?: ControlValue
  /** When it was given, by the heater's clock. */
  readonly at: Date
  /** From then to the outcome. */
  readonly took: Duration
  /** How often it was sent: 0, 1 or 2. */
  readonly attempts: number
  /** The one that confirms it, or else the last that came after it was sent. */
  readonly status?: Reading
  /** The heater's own number for why it refused. */
  readonly failCode?: number
  /** A sentence, for everything but `confirmed`. */
  readonly reason?: string
  readonly error?: unknown
}

export interface CommandOptions {
  /** Gives it up: it ends as `failed`, whether or not it was sent. */
  readonly signal?: AbortSignal | undefined
  /** From the call to the outcome at most. Without one, an answer may take as long as the client's `timeout` after it was sent. */
  readonly deadline?: Duration | undefined
  /** How long it may wait to be sent; 5 min by default. */
  readonly maxAge?: Duration | undefined
}
