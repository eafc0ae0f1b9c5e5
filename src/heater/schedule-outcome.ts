/** How the edit of a whole schedule ended: what was there, what was to change, and what the heater holds now. */
import type { Finding } from '#schema/findings'
import type { EntryOf, Schedule } from '#schema/schedule'
import type { ScheduleDifference } from '#schema/schedule-difference'
import type { BodyWriteName, DrawnUp } from './line.ts'
import type { CommandOptions, CommandOutcome, CommandResult } from './outcome.ts'

/**
 * As {@link CommandResult} says, and for schedules:
 * - `confirmed`: what was read back holds what was to change, or it was so already and nothing was written.
 * - `unconfirmed`: it was written, and what was read back is something else, or couldn't be read.
 * - `refused`: by the heater, with its `failCode`; or by this library, because somebody else had changed the schedule:
 *   see `conflict`.
 * - `failed`: it could not be read, so nothing was written; or it never left us.
 * - `dry-run`: everything but the write was done.
 */
export type ScheduleResult = CommandResult | 'dry-run'

export interface ScheduleOutcome<Of extends Schedule = Schedule>
  extends Pick<CommandOutcome, 'at' | 'took' | 'failCode' | 'error' | 'echo'> {
  readonly result: ScheduleResult
  readonly command: Exclude<BodyWriteName, 'commitFirmware'> | 'removeTou'
  /** How often it was written; 0 when nothing was. */
  readonly attempts: number
  /** What the heater held before. Undefined when it could not be read. */
  readonly before?: Of
  /** What was to be there then. */
  readonly wanted?: Of
  /** What the heater held when it was read last after the write. */
  readonly after?: Of
  /** From `before` to `wanted`. */
  readonly difference?: ScheduleDifference<EntryOf<Of>>
  /** What somebody else changed: since `base` was read where that is known, or after our write. */
  readonly conflict?: ScheduleDifference<EntryOf<Of>>
  /** What was never tried with a heater, or does something else than one may think. */
  readonly warnings: readonly Finding[]
  /** Of a dry run: what would be sent. */
  readonly drawnUp?: DrawnUp
  /** A sentence, for everything but a plain `confirmed`. */
  readonly reason?: string
}

/** How an edit of a schedule goes about it. */
export interface EditOptions<Of extends Schedule = Schedule> extends Pick<CommandOptions, 'signal' | 'deadline'> {
  /**
   * The schedule that the change was made up for, or its hash. Where the heater holds another one by now, somebody else
   * changed it: see `onConflict`.
   */
  readonly base?: Of | string | undefined
  /**
   * When somebody else changed the schedule meanwhile: `refuse` writes nothing and tells what they changed, `retry` makes
   * the change on what is there now. By default `refuse`, because whoever thought the change up has not seen what it
   * would be made on.
   */
  readonly onConflict?: 'refuse' | 'retry' | undefined
  /** Does everything but the write. */
  readonly dryRun?: boolean | undefined
}
