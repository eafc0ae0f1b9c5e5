/** Entries of schedules as flat records with their units in the names. */
import type { EntryOf, Schedule, ScheduleEntry } from '#schema/schedule'
import { canonicalOrder, entriesOf } from '#schema/schedule'
import type { ScheduleDifference } from '#schema/schedule-difference'

/** For JSON: lists stay lists, temperatures are °C. */
export function entryJson(entry: ScheduleEntry): object {
  const { raw } = entry
  return { ...valuesOf(entry), ...(raw !== undefined && { raw }) }
}

const valuesOf = (entry: ScheduleEntry) => {
  if ('start' in entry) {
    const { months, days, start, end, priceMin, priceMax } = entry
    return { months, days, start, end, price_min_per_kwh: priceMin, price_max_per_kwh: priceMax }
  }
  const { enabled, days, time } = entry
  if ('pump' in entry) return { enabled, days, time, pump: entry.pump }
  return { enabled, days, time, mode: entry.mode, temperature_c: entry.temperature ?? null }
}

/** All keys every time: what isn't known is null. */
export const differenceJson = (change: ScheduleDifference | undefined): object | null =>
  change === undefined
    ? null
    : {
        enabled: change.master ? { before: change.master.before.enabled, after: change.master.after.enabled } : null,
        added: change.added.map(entryJson),
        removed: change.removed.map(entryJson),
        changed: change.changed.map(({ before, after }) => ({ before: entryJson(before), after: entryJson(after) })),
        unreadable: change.unreadable
          ? { before: change.unreadable.before?.length ?? 0, after: change.unreadable.after?.length ?? 0 }
          : null,
      }

/** In the order in which entries are listed and numbered. */
export const listed = <Of extends Schedule>(schedule: Of): readonly EntryOf<Of>[] => entriesOf(canonicalOrder(schedule))
