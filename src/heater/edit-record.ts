/** What is known of one edit of a schedule while it goes on, and its end in words. */
import { ConnectionError } from '#schema/errors'
import type { Finding } from '#schema/findings'
import type { EntryOf, Schedule } from '#schema/schedule'
import { difference, type ScheduleDifference } from '#schema/schedule-difference'
import { millis } from '#time/duration'
import type { HeaterHost } from './heater-host.ts'
import type { DrawnUp } from './line.ts'
import type { CommandOutcome } from './outcome.ts'
import type { ScheduleOutcome, ScheduleResult } from './schedule-outcome.ts'

export class EditRecord<Of extends Schedule> {
  /** What went wrong last. */
  error: unknown
  warnings: readonly Finding[] = []
  /** What was read last after a write; undefined when it could not be. */
  after: Of | undefined
  readonly #command: ScheduleOutcome['command']
  readonly #host: Pick<HeaterHost, 'clock' | 'heaterClock'>
  readonly #at: Date
  readonly #called: number
  #attempts = 0
  #before: Of | undefined
  #wanted: Of | undefined
  #echo: CommandOutcome['echo']

  constructor(command: ScheduleOutcome['command'], host: Pick<HeaterHost, 'clock' | 'heaterClock'>) {
    this.#command = command
    this.#host = host
    this.#at = new Date(host.heaterClock.now())
    this.#called = host.clock.now()
  }

  /** How often it was written. */
  get attempts(): number {
    return this.#attempts
  }

  plan(before: Of, wanted: Of): void {
    this.#before = before
    this.#wanted = wanted
    this.after = undefined
    this.error = undefined
  }

  written({ attempts, echo, error }: Pick<CommandOutcome, 'attempts' | 'echo' | 'error'>): void {
    this.#attempts += attempts
    this.#echo = echo
    this.error = error
  }

  /** It could not be read. */
  unread(): ScheduleOutcome<Of> {
    const reason =
      this.#attempts > 0
        ? 'It was written, and could not be read again.'
        : 'The schedule could not be read, so nothing was written.'
    if (this.#attempts > 0) return this.end('unconfirmed', reason)
    return this.end(this.error instanceof ConnectionError ? 'offline' : 'failed', `${reason} ${sentence(this.error)}`)
  }

  nothingToDo(): ScheduleOutcome<Of> {
    this.after = this.#before
    return this.end('confirmed', this.#attempts > 0 ? undefined : 'It was so already; nothing was written.')
  }

  dry(drawnUp: DrawnUp): ScheduleOutcome<Of> {
    return { ...this.end('dry-run', 'Nothing was written.'), drawnUp }
  }

  /** Somebody else changed it before our write. @param base what we started from, or its hash. */
  changedSince(base: Of | string, now: Of): ScheduleOutcome<Of> {
    this.#before = now
    this.#wanted = undefined
    if (this.#attempts === 0) this.after = undefined
    const conflict = typeof base === 'string' ? {} : { conflict: difference(base, now) }
    const reason =
      this.#attempts > 0
        ? 'Somebody else changes the schedule too; it was written, and is not there.'
        : 'Somebody else changed the schedule meanwhile; nothing was written.'
    return { ...this.end(this.#attempts > 0 ? 'unconfirmed' : 'refused', reason), ...conflict }
  }

  /** Ours is there, and something else changed too. */
  alsoChanged(conflict: ScheduleDifference<EntryOf<Of>>): ScheduleOutcome<Of> {
    return { ...this.end('confirmed', 'Somebody else changed the schedule right after it was written.'), conflict }
  }

  /** What is there is neither what was there before nor ours. */
  overtaken(conflict: ScheduleDifference<EntryOf<Of>>): ScheduleOutcome<Of> {
    const reason =
      'The heater holds something else than was written: somebody else wrote a schedule, or it did not take this one as it was.'
    return { ...this.end('unconfirmed', reason), conflict }
  }

  /** Somebody else wrote over it, and on what is there now the change can't be made. */
  notAgain(cause: unknown): ScheduleOutcome<Of> {
    this.error = cause
    const reason = `It was written, and is not there: somebody else changes the schedule too, and the change can’t be made on what is there now. ${sentence(cause)}`
    return this.end('unconfirmed', reason)
  }

  /** The write had an outcome that nothing can be read back of. */
  as({ result, reason, failCode }: CommandOutcome): ScheduleOutcome<Of> {
    // Of an earlier write of this edit it is known that it isn't there.
    return { ...this.end(result, reason), ...(failCode === undefined ? {} : { failCode }) }
  }

  /** It was given up from outside. */
  givenUp(cause: unknown, late: boolean): ScheduleOutcome<Of> {
    this.error = cause
    const how = late ? 'Its deadline was over' : 'It was given up'
    if (this.#attempts === 0) return this.end(late ? 'expired' : 'failed', `${how} before anything was written.`)
    const reason = `${how} before it was seen to be there; whether the heater took it is not known.`
    return this.end(late ? 'unconfirmed' : 'failed', reason)
  }

  end(result: ScheduleResult, reason?: string): ScheduleOutcome<Of> {
    const { error, after } = this
    const [before, wanted, echo] = [this.#before, this.#wanted, this.#echo]
    // TypeScript takes what is left of `Of | undefined` for any schedule.
    const change = before && wanted && { difference: difference(before as Of, wanted as Of) }
    const outcome = {
      result,
      command: this.#command,
      at: this.#at,
      took: millis(Math.max(0, this.#host.clock.now() - this.#called)),
      attempts: this.#attempts,
      ...(before === undefined ? {} : { before }),
      ...(wanted === undefined ? {} : { wanted }),
      ...(after === undefined ? {} : { after }),
      ...change,
      warnings: this.warnings,
      ...(reason === undefined ? {} : { reason }),
      ...(error === undefined || result === 'confirmed' ? {} : { error }),
      ...(echo === undefined ? {} : { echo }),
    }
    return outcome as ScheduleOutcome<Of>
  }
}

/** What an error says. */
export const sentence = (error: unknown) => (error instanceof Error ? error.message : String(error))
