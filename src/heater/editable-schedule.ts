/** What can be done with a schedule of weekly entries: read it, and change it in ways that keep everything else. */
import { type EntryOf, entriesOf, entryKey, type Schedule, withEntries } from '#schema/schedule'
import type { CallOptions } from './heater-events.ts'
import type { HeaterHost } from './heater-host.ts'
import { type ScheduleAccess, type ScheduleChange, ScheduleEditor } from './schedule-editor.ts'
import type { EditOptions, ScheduleOutcome } from './schedule-outcome.ts'

/**
 * An entry by what it says, or by its place in the list: that of `base` where it is a schedule, without a `base` the one
 * that is read then. A hash as `base` doesn't tell the order.
 */
export type WhichEntry<Of extends Schedule> = number | EntryOf<Of>

/** A schedule as somebody gives it: without a word on the master switch that stays as it is. */
export type GivenSchedule<Of extends Schedule> = Omit<Of, 'enabled'> & { readonly enabled?: boolean | undefined }

type Edited<Of extends Schedule> = Promise<ScheduleOutcome<Of>>

export abstract class EditableSchedule<Of extends Schedule> {
  readonly #access: ScheduleAccess<Of>
  readonly #editor: ScheduleEditor<Of>

  constructor(access: ScheduleAccess<Of>, host: Pick<HeaterHost, 'clock' | 'heaterClock' | 'closing'>) {
    this.#access = access
    this.#editor = new ScheduleEditor(access, host)
  }

  /** Asks the heater for it. `scheduleHash` of it tells later whether it is still the same. */
  read({ signal }: CallOptions = {}): Promise<Of> {
    return this.#access.read(signal)
  }

  /**
   * Reads it, changes it, writes it, reads it back and compares. When it can't be read nothing is written, ever. The
   * heater takes whole schedules only: what somebody else writes between our reading and our writing, a moment apart, is
   * written over, and nobody can see that.
   * @param change makes the new schedule of the one that is there. With `onConflict: 'retry'` it may be called again.
   * @throws what `change` throws, RangeError for a schedule that can't be written, UnsupportedError. Nothing was sent then.
   */
  edit(change: ScheduleChange<Of>, options?: EditOptions<Of>): Edited<Of> {
    return this.#editor.edit(change, options)
  }

  /** Adds entries. One that is there already is not added twice. */
  add(entries: EntryOf<Of> | readonly EntryOf<Of>[], options?: EditOptions<Of>): Edited<Of> {
    const given = Array.isArray(entries) ? (entries as readonly EntryOf<Of>[]) : [entries as EntryOf<Of>]
    return this.edit(schedule => {
      const there = entriesOf(schedule)
      const known = new Set(there.map(entryKey))
      const fresh = given.filter(entry => {
        const key = this.#keyOf(entry, schedule)
        return !known.has(key) && known.add(key)
      })
      return withEntries(schedule, [...there, ...fresh])
    }, options)
  }

  /** One that is there already isn't doubled: then the other is only removed. @throws RangeError when there is no such entry. */
  replace(which: WhichEntry<Of>, entry: EntryOf<Of>, options: EditOptions<Of> = {}): Edited<Of> {
    return this.edit(schedule => {
      const place = placeOf(schedule, which, options)
      const [there, key] = [entriesOf(schedule), this.#keyOf(entry, schedule)]
      const isThere = there.some((other, at) => at !== place && entryKey(other) === key)
      return withEntries(schedule, isThere ? there.toSpliced(place, 1) : there.with(place, entry))
    }, options)
  }

  /** @throws RangeError when there is no such entry. */
  remove(which: WhichEntry<Of> | readonly WhichEntry<Of>[], options: EditOptions<Of> = {}): Edited<Of> {
    const given = Array.isArray(which) ? (which as readonly WhichEntry<Of>[]) : [which as WhichEntry<Of>]
    return this.edit(schedule => {
      const places = new Set(given.map(one => placeOf(schedule, one, options)))
      return withEntries(
        schedule,
        entriesOf(schedule).filter((_, place) => !places.has(place)),
      )
    }, options)
  }

  /** Turns the master switch on: the heater follows its entries. */
  enable(options?: EditOptions<Of>): Edited<Of> {
    return this.edit(schedule => switched(schedule, true), options)
  }

  /** Turns the master switch off: the heater keeps its entries and follows none. */
  disable(options?: EditOptions<Of>): Edited<Of> {
    return this.edit(schedule => switched(schedule, false), options)
  }

  /** Removes every entry, also what isn't understood. The master switch stays as it is. */
  clear(options?: EditOptions<Of>): Edited<Of> {
    return this.edit(({ unreadable: _, ...schedule }) => withEntries(schedule as Of, []), options)
  }

  /** Replaces the whole schedule; the master switch too, when the given one says it. */
  apply(given: GivenSchedule<Of>, options?: EditOptions<Of>): Edited<Of> {
    return this.edit(held => completed(given, held), options)
  }

  /** What an entry will be like once the heater has it: `mon-fri` is a set of days then. */
  #keyOf(entry: EntryOf<Of>, schedule: Of): string {
    const { value } = this.#access.check(withEntries(schedule, [entry]), schedule)
    const [known = entry] = value ? entriesOf(value) : []
    return value ? entryKey(known) : JSON.stringify(entry)
  }
}

/** A given schedule with the master switch of the one that is there, where it doesn't say. */
export const completed = <Of extends Schedule>({ enabled, use, ...given }: GivenSchedule<Of>, held: Of): Of => {
  const master = enabled === undefined ? held : { enabled, use }
  return {
    ...given,
    enabled: master.enabled,
    ...(master.use !== undefined && { use: master.use }),
  } as unknown as Of
}

function switched<Of extends Schedule>({ use: _, ...schedule }: Of, enabled: boolean): Of {
  return { ...schedule, enabled } as unknown as Of
}

function placeOf<Of extends Schedule>(
  schedule: Of,
  which: WhichEntry<Of>,
  { base, onConflict }: EditOptions<Of>,
): number {
  if (typeof which !== 'number') {
    const key = entryKey(which)
    const place = entriesOf(schedule).findIndex(entry => entryKey(entry) === key)
    if (place < 0) throw new RangeError('The schedule has no such entry.')
    return place
  }
  const entries = entriesOf(typeof base === 'object' ? base : schedule)
  const entry = entries[which]
  if (entry === undefined)
    throw new RangeError(`The schedule has ${entries.length} entries; their places begin at 0, and ${which} is none.`)
  if (typeof base === 'object') return placeOf(schedule, entry, {})
  if (onConflict === 'retry' || base !== undefined)
    throw new RangeError('Give the schedule that was read as base: once somebody else wrote it, places mean others.')
  return which
}
