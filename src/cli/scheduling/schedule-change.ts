/** Changes of a schedule's list of entries. */
import type { ScheduleOutcome } from '#heater/schedule-outcome'
import { type EntryOf, entriesOf, entryKey, type Schedule, type ScheduleEntry, withEntries } from '#schema/schedule'
import { weekByte } from '#schema/weekdays'

const moment = (entry: ScheduleEntry) => ('time' in entry ? `${weekByte(entry.days)} ${entry.time}` : entryKey(entry))

/** Puts entries in: where there is one at the same days and time already, in its place. */
export function withAdded<Of extends Schedule>(schedule: Of, added: readonly EntryOf<Of>[]): Of {
  let entries = [...entriesOf(schedule)]
  for (const entry of added) {
    const same = (other: EntryOf<Of>) => moment(other) === moment(entry)
    const place = entries.findIndex(same)
    entries =
      place < 0
        ? [...entries, entry]
        : entries.flatMap((other, i) => (i === place ? [entry] : same(other) ? [] : [other]))
  }
  return withEntries(schedule, entries)
}

/** Of equal entries the first. */
export function withReplaced<Of extends Schedule>(
  schedule: Of,
  before: EntryOf<Of>,
  after: readonly EntryOf<Of>[],
): Of {
  const entries = entriesOf(schedule)
  const key = entryKey(before)
  const place = entries.findIndex(entry => entryKey(entry) === key)
  return withEntries(schedule, place < 0 ? entries : entries.toSpliced(place, 1, ...after))
}

/** Says that what is added takes the place of another. */
export const replacing = ({ difference }: Pick<ScheduleOutcome, 'difference'>): readonly string[] =>
  difference && difference.changed.length > 0
    ? ['There is an entry at these days and this time already; it is replaced.']
    : []
