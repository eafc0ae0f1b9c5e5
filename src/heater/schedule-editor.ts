/** Changes a schedule that can only be written whole: read, change, write, read back, compare, so that nothing in it is lost. */
import { UnsupportedError } from '#schema/errors'
import type { Checked } from '#schema/findings'
import { type EntryOf, entriesOf, entryKey, type Schedule, sameSchedule, scheduleHash } from '#schema/schedule'
import { difference, type ScheduleDifference } from '#schema/schedule-difference'
import { reservationUse } from '#schema/wire-entry'
import { abortable } from '#time/abort'
import { sleep } from '#time/clock'
import { seconds } from '#time/duration'
import type { EditRecord } from './edit-record.ts'
import { type EditHost, EditTurns } from './edit-turns.ts'
import type { DrawnUp } from './line.ts'
import type { CommandOptions, CommandOutcome } from './outcome.ts'
import type { EditOptions, ScheduleOutcome } from './schedule-outcome.ts'

/** One kind of schedule: how it is read and written. */
export interface ScheduleAccess<Of extends Schedule> {
  readonly command: ScheduleOutcome['command']
  /** @throws what the question throws; ProtocolError for an answer that is no schedule. */
  read(signal: AbortSignal | undefined): Promise<Of>
  write(schedule: Of, options: CommandOptions): Promise<CommandOutcome>
  drawUp(schedule: Of, signal: AbortSignal): Promise<DrawnUp>
  check(schedule: Of, held: Of): Checked<Of>
  /** @throws UnsupportedError where nothing may be written. */
  mayWrite(): void
}

/** The new schedule for the one that is there. */
export type ScheduleChange<Of extends Schedule> = (schedule: Of) => Of | Promise<Of>

/** A whole list that waited longer for the link might undo what somebody else wrote meanwhile. */
const oldestWrite = seconds(30)
/** What a heater takes is read back within 3–6 s [tried]; these are the waits before each look. */
const looks = [seconds(1), seconds(2), seconds(3), seconds(4)] as const
/** Of about thirty writes two were lost without a word [tried], so one that isn't there is written once more. */
const mostWrites = 2
/** How often a change is made anew on what somebody else left. */
const mostRounds = 3
/** A change that took longer may have been overtaken, so it is read once more before the write. */
const quick = seconds(1)

export class ScheduleEditor<Of extends Schedule> {
  readonly #access: ScheduleAccess<Of>
  readonly #host: EditHost
  readonly #turns: EditTurns<Of>

  constructor(access: ScheduleAccess<Of>, host: EditHost) {
    this.#access = access
    this.#host = host
    this.#turns = new EditTurns(access.command, host)
  }

  /**
   * Resolves with the outcome, whatever it is. Edits of one schedule go one after another.
   * @throws what `change` throws; RangeError when its result can't be written; UnsupportedError. Then nothing was sent.
   */
  async edit(change: ScheduleChange<Of>, options: EditOptions<Of> = {}): Promise<ScheduleOutcome<Of>> {
    if (!options.dryRun) this.#access.mayWrite()
    return this.#turns.take(options, (record, signal) => this.#edit(change, options, record, signal))
  }

  async #edit(
    change: ScheduleChange<Of>,
    { base, onConflict = 'refuse', dryRun }: EditOptions<Of>,
    record: EditRecord<Of>,
    signal: AbortSignal,
  ): Promise<ScheduleOutcome<Of>> {
    const found = await this.#read(record, signal)
    if (found === undefined) return record.unread()
    let held = found
    if (base !== undefined && onConflict === 'refuse' && !isBase(base, held)) return record.changedSince(base, held)
    for (let round = 1; ; round++) {
      const began = this.#host.clock.now()
      const changed = await abortable(Promise.resolve(change(held)), signal)
      if (this.#host.clock.now() - began >= quick) {
        const now = await this.#read(record, signal)
        if (now === undefined) return record.unread()
        if (!sameSchedule(now, held)) {
          if (onConflict === 'refuse' || round === mostRounds) return record.changedSince(held, now)
          held = now
          continue
        }
      }
      const wanted = this.#checked(changed, held, record)
      record.plan(held, wanted)
      if (sameSchedule(held, wanted)) return record.nothingToDo()
      if (dryRun) return record.dry(await this.#access.drawUp(wanted, signal))
      const outcome = await this.#write(held, wanted, record, signal)
      if (outcome) return outcome
      const { after } = record
      if (after === undefined) return record.end('unconfirmed', 'It was written, and could not be read back.')
      if (sameSchedule(after, held)) return record.end('unconfirmed', lost(record.attempts))
      const theirs = difference(wanted, after)
      if (stillHas(after, wanted, difference(held, wanted))) return record.alsoChanged(theirs)
      if (onConflict === 'refuse' || round === mostRounds) return record.overtaken(theirs)
      held = after
    }
  }

  /** @returns undefined when it could not be read; then nothing may be written. */
  async #read(record: EditRecord<Of>, signal: AbortSignal): Promise<Of | undefined> {
    try {
      return await this.#access.read(signal)
    } catch (error) {
      if (error instanceof UnsupportedError || signal.aborted) throw error
      record.error = error
      return undefined
    }
  }

  #checked(changed: Of, held: Of, record: EditRecord<Of>): Of {
    const { value, problems, warnings } = this.#access.check(changed, held)
    record.warnings = warnings
    if (value === undefined) throw new RangeError(`${problems.map(({ text }) => text).join('. ')}.`)
    return value
  }

  /** Writes, and once more what was lost. @returns the outcome when there is one; else what is there is in the record. */
  async #write(
    held: Of,
    wanted: Of,
    record: EditRecord<Of>,
    signal: AbortSignal,
  ): Promise<ScheduleOutcome<Of> | undefined> {
    for (let writes = 1; ; writes++) {
      const told = await this.#access.write(wanted, { signal, maxAge: oldestWrite })
      record.written(told)
      if (told.attempts === 0 || told.result === 'refused' || told.result === 'offline') return record.as(told)
      for (const wait of looks) {
        await sleep(this.#host.clock, wait, signal)
        record.after = await this.#read(record, signal)
        if (record.after && sameSchedule(record.after, wanted)) return record.end('confirmed')
      }
      const wasLost = record.after !== undefined && sameSchedule(record.after, held)
      if (!wasLost || writes === mostWrites) return undefined
    }
  }
}

const lost = (writes: number) =>
  `The heater still holds what it held before, though it was written ${writes === 1 ? 'once' : 'twice'}.`

/** Whether a schedule is the one that a change was made up for. */
const isBase = <Of extends Schedule>(base: Of | string, held: Of): boolean =>
  typeof base === 'string' ? scheduleHash(held) === base : sameSchedule(base, held)

/** Whether a change is in a schedule, whatever else is. */
function stillHas<Of extends Schedule>(schedule: Of, wanted: Of, ours: ScheduleDifference<EntryOf<Of>>): boolean {
  const { added, removed, changed, master } = ours
  const [keys, kept] = [keysOf(schedule), keysOf(wanted)]
  const there = [...added, ...changed.map(({ after }) => after)].every(entry => keys.has(entryKey(entry)))
  // Of two equal entries one may have been removed.
  const isGone = (key: string) => !keys.has(key) || kept.has(key)
  const gone = [...removed, ...changed.map(({ before }) => before)].every(entry => isGone(entryKey(entry)))
  return there && gone && (master === undefined || reservationUse(schedule) === reservationUse(wanted))
}

const keysOf = (schedule: Schedule) => new Set(entriesOf(schedule).map(entryKey))
