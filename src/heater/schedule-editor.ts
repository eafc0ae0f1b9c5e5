/** Changes a schedule that can only be written whole: read, change, write, read back, compare, so that nothing in it is lost. */
import { UnsupportedError } from '#schema/errors'
import type { Checked } from '#schema/findings'
import { entriesOf, entryKey, type Schedule, sameSchedule, scheduleHash, unreadableKeys } from '#schema/schedule'
import { difference, type ScheduleDifference } from '#schema/schedule-difference'
import { reservationUse } from '#schema/wire-entry'
import { abortable } from '#time/abort'
import { sleep } from '#time/clock'
import { formatDuration, seconds } from '#time/duration'
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

/** A whole list that can't be sent is given up after this. */
const oldestWrite = seconds(30)
/** What waited longer for the link or for its turn might undo what somebody else wrote meanwhile: it is read once more first. */
const freshFor = seconds(5)
/** Between two tries to read that. */
const breath = seconds(1)
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
    this.#turns = new EditTurns(host)
  }

  /**
   * Resolves with the outcome, whatever it is. Edits of one schedule go one after another.
   * @throws what `change` throws; RangeError when its result can't be written; UnsupportedError. Then nothing was sent.
   */
  async edit(change: ScheduleChange<Of>, options: EditOptions<Of> = {}): Promise<ScheduleOutcome<Of>> {
    if (!options.dryRun) this.#access.mayWrite()
    return this.#turns.take(this.#access.command, options, (record, signal) =>
      this.#edit(change, options, record, signal),
    )
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
      let changed: Of
      let wanted: Of
      try {
        // A copy: who changes it in place has made a change too.
        changed = await abortable(Promise.resolve(change(structuredClone(held))), signal)
        wanted = this.#checked(changed, held, record)
      } catch (error) {
        if (record.attempts === 0 || signal.aborted) throw error
        return record.notAgain(error)
      }
      if (this.#host.clock.now() - began >= quick) {
        const now = await this.#read(record, signal)
        if (now === undefined) return record.unread()
        if (!sameSchedule(now, held)) {
          if (onConflict === 'refuse' || round === mostRounds) return record.changedSince(held, now)
          held = now
          continue
        }
      }
      record.plan(held, wanted)
      if (sameSchedule(held, wanted)) return record.nothingToDo()
      if (dryRun) return record.dry(await this.#access.drawUp(wanted, signal))
      const outcome = await this.#write(held, wanted, record, signal)
      if (outcome) return outcome
      const { after } = record
      if (after === undefined) return record.end('unconfirmed', 'It was written, and could not be read back.')
      const isLast = onConflict === 'refuse' || round === mostRounds
      if (record.attempts === 0) {
        if (isLast) return record.changedSince(held, after)
        held = after
        continue
      }
      if (sameSchedule(after, held)) return record.end('unconfirmed', lost(record.attempts))
      const theirs = difference(wanted, after)
      if (stillHas(after, wanted, held)) return onlyAdds(theirs) ? record.alsoChanged(theirs) : record.overtaken(theirs)
      if (isLast) return record.overtaken(theirs)
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
      const told = await this.#send(held, wanted, record, signal)
      if (told === undefined) return undefined
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

  /**
   * Sends it, and what had to wait only if nobody changed the schedule meanwhile.
   * @returns undefined when somebody did: what is there now is in the record.
   */
  async #send(held: Of, wanted: Of, record: EditRecord<Of>, signal: AbortSignal): Promise<CommandOutcome | undefined> {
    const { clock } = this.#host
    const until = clock.now() + oldestWrite
    for (;;) {
      const told = await this.#access.write(wanted, { signal, maxAge: freshFor })
      record.written(told)
      // It expires at once when the queue is full, or somebody replaced it.
      if (told.result !== 'expired' || told.took < freshFor) return told
      const late = { ...told, reason: `It could not be sent within ${formatDuration(oldestWrite)}.` }
      if (clock.now() >= until) return late
      let now = await this.#read(record, signal)
      while (now === undefined && clock.now() < until) {
        await sleep(clock, breath, signal)
        now = await this.#read(record, signal)
      }
      if (now === undefined) return late
      if (!sameSchedule(now, held)) {
        record.after = now
        return undefined
      }
    }
  }
}

const lost = (writes: number) =>
  `The heater still holds what it held before, though it was written ${writes === 1 ? 'once' : 'twice'}.`

/** Whether a schedule is the one that a change was made up for. */
const isBase = <Of extends Schedule>(base: Of | string, held: Of): boolean =>
  typeof base === 'string' ? scheduleHash(held) === base : sameSchedule(base, held)

/** Whether a change is in a schedule, whatever else is: of each thing as many more or fewer as were to be. */
function stillHas<Of extends Schedule>(schedule: Of, wanted: Of, held: Of): boolean {
  const [there, ours, before] = [countsOf(schedule), countsOf(wanted), countsOf(held)]
  return (
    [...ours.keys(), ...before.keys()].every(key => {
      const [is, was, shall] = [there.get(key) ?? 0, before.get(key) ?? 0, ours.get(key) ?? 0]
      return shall > was ? is >= shall : shall < was ? is <= shall : true
    }) &&
    (reservationUse(held) === reservationUse(wanted) || reservationUse(schedule) === reservationUse(wanted))
  )
}

function countsOf(schedule: Schedule): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const key of [...entriesOf(schedule).map(entryKey), ...unreadableKeys(schedule).map(raw => `? ${raw}`)])
    counts.set(key, (counts.get(key) ?? 0) + 1)
  return counts
}

/** Whether all that was written is there, and more. Of what is gone nobody knows whether the heater ever took it. */
const onlyAdds = ({ master, removed, changed, unreadable }: ScheduleDifference): boolean =>
  !master && !unreadable && removed.length + changed.length === 0
