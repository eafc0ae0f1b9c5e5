/** How a command ended: always in exactly one of seven ways. */
import type { ControlValue } from '#schema/command'
import type { WriteName } from '#schema/commands'
import type { Duration } from '#time/duration'
import type { Reading } from './reading.ts'

/**
 * - `confirmed`: a status of the heater shows the setting. Where no field is known to show it, the heater answered; then
 *   `reason` says so.
 * - `unconfirmed`: the gateway took it, and no status showed the setting in time.
 * - `held`: the heater keeps the mode back until its time-of-use window ends, or until heat pump is chosen over it.
 * - `offline`: the cloud says that the heater is, or there is no link and no queue to wait in.
 * - `expired`: it was not sent, because it waited too long, was replaced by a later one for the same setting, or the queue was full.
 * - `refused`: the heater said no; `failCode` says why.
 * - `failed`: it never left us, the gateway did not acknowledge it, or it was given up by this program.
 */
export type CommandResult = 'confirmed' | 'unconfirmed' | 'held' | 'offline' | 'expired' | 'refused' | 'failed'

/** What became of a command: its result, and what shows it. */
export interface CommandOutcome {
  readonly result: CommandResult
  readonly command: WriteName
  /** What was to be set: a mode, °C, days or hours. */
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
  /** A sentence, for everything but `confirmed`, and for a `confirmed` that no field of a status shows. */
  readonly reason?: string
  readonly error?: unknown
  /** What the heater repeated of a schedule or a firmware that was written, on the wire's terms. */
  readonly echo?: Readonly<Record<string, unknown>>
  /** Where it is `held` and the plan is known: when the window should end. An estimate, for the heater's own clock rules. */
  readonly heldUntil?: Date
  /**
   * Resolves with the status that shows the effect: activity, relays and power follow a setting by seconds to half a
   * minute. Undefined for what wasn't confirmed, after ten minutes without, and when the client is closed. The waiting
   * begins when it is read first.
   */
  readonly effect?: Promise<Reading | undefined>
}

/** How long a command may wait and last. */
export interface CommandOptions {
  /** Gives it up: it ends as `failed`, whether or not it was sent. */
  readonly signal?: AbortSignal | undefined
  /** From the call to the outcome at most. Without one, an answer may take as long as the client's `timeout` after it was sent. */
  readonly deadline?: Duration | undefined
  /** How long it may wait to be sent; 5 min by default. */
  readonly maxAge?: Duration | undefined
}
