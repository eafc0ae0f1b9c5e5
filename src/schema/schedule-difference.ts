/** What changed from one schedule to another, as values, in lines for people, and to be done again on a third. */
import {
  canonicalOrder,
  type EntryOf,
  entriesOf,
  entryKey,
  type Schedule,
  type ScheduleEntry,
  unreadableKeys,
  withEntries,
} from './schedule.ts'
import { entryText } from './schedule-text.ts'
import type { UnitSystem } from './units.ts'
import { weekByte } from './weekdays.ts'
import { type Master, reservationUse } from './wire-entry.ts'

/** An entry before and after. */
export interface Change<Value> {
  readonly before: Value
  readonly after: Value
}

export interface ScheduleDifference<Entry extends ScheduleEntry = ScheduleEntry> {
  /** The master switch, when it was turned. */
  readonly master?: Change<Pick<Master, 'enabled' | 'use'>>
  readonly added: readonly Entry[]
  readonly removed: readonly Entry[]
  /** Entries that stayed where they were, or what they were, and changed in the rest. */
  readonly changed: readonly Change<Entry>[]
  /** What isn't understood, when that changed. */
  readonly unreadable?: Change<Master['unreadable']>
}

/** By what an entry is known again though it changed, the surest first. */
const marks: readonly ((entry: ScheduleEntry) => string)[] = [
  entry => JSON.stringify([place(entry), moment(entry)]),
  entry => JSON.stringify([moment(entry), what(entry)]),
  entry => JSON.stringify([place(entry), what(entry)]),
]
const place = (entry: ScheduleEntry) => ['start' in entry && entry.months, weekByte(entry.days)]
const moment = (entry: ScheduleEntry) => ('start' in entry ? [entry.start, entry.end] : entry.time)
const what = (entry: ScheduleEntry) =>
  'start' in entry
    ? [entry.priceMin, entry.priceMax]
    : 'pump' in entry
      ? entry.pump
      : [entry.mode, entry.temperature ?? 'none']

/** Takes the first of `list` that `is`. */
function take<Item>(list: Item[], is: (item: Item) => boolean): Item | undefined {
  const index = list.findIndex(is)
  return index < 0 ? undefined : list.splice(index, 1)[0]
}

/** What has to be done to one schedule to make it the other. */
export function difference<Of extends Schedule>(before: Of, after: Of): ScheduleDifference<EntryOf<Of>> {
  const added = keyed(canonicalOrder(after))
  let removed = keyed(canonicalOrder(before)).filter(({ key }) => !take(added, other => other.key === key))
  const changed: Change<EntryOf<Of>>[] = []
  for (const mark of marks)
    removed = removed.filter(({ entry }) => {
      const same = take(added, other => mark(other.entry) === mark(entry))
      if (same) changed.push({ before: entry, after: same.entry })
      return same === undefined
    })
  const unreadable = String(unreadableKeys(before)) !== String(unreadableKeys(after))
  return {
    ...(reservationUse(before) !== reservationUse(after) && {
      master: { before: masterOf(before), after: masterOf(after) },
    }),
    added: added.map(({ entry }) => entry),
    removed: removed.map(({ entry }) => entry),
    changed,
    ...(unreadable && { unreadable: { before: before.unreadable, after: after.unreadable } }),
  }
}

const keyed = <Of extends Schedule>(schedule: Of) =>
  entriesOf(schedule).map(entry => ({ entry, key: entryKey(entry as ScheduleEntry) }))

const masterOf = ({ enabled, use }: Master) => ({ enabled, ...(use !== undefined && { use }) })

/** Whether nothing changed. */
export const isEmptyDifference = ({ master, added, removed, changed, unreadable }: ScheduleDifference): boolean =>
  !master && !unreadable && added.length + removed.length + changed.length === 0

/**
 * Does the same to another schedule. Entries are found by what they say.
 * @returns the schedule, and the entries that should have been changed or removed and aren't there.
 */
export function applyDifference<Of extends Schedule>(
  schedule: Of,
  { master, added, removed, changed, unreadable }: ScheduleDifference<EntryOf<Of>>,
): { readonly schedule: Of; readonly missing: readonly EntryOf<Of>[] } {
  const entries: (EntryOf<Of> | undefined)[] = [...entriesOf(schedule)]
  const missing: EntryOf<Of>[] = []
  const replace = (before: EntryOf<Of>, after?: EntryOf<Of>) => {
    const key = entryKey(before)
    const index = entries.findIndex(entry => entry !== undefined && entryKey(entry) === key)
    if (index < 0) missing.push(before)
    else entries[index] = after
  }
  for (const { before, after } of changed) replace(before, after)
  for (const entry of removed) replace(entry)
  const {
    use,
    unreadable: others,
    ...rest
  } = withEntries(schedule, [...entries.filter(entry => entry !== undefined), ...added])
  const kept = unreadable ? unreadable.after : others
  const result = {
    ...rest,
    ...(!master && use !== undefined && { use }),
    ...master?.after,
    ...(kept && { unreadable: kept }),
  }
  return { schedule: result as unknown as Of, missing }
}

const onOrOff = ({ enabled, use }: Pick<Master, 'enabled' | 'use'>) =>
  enabled ? 'on' : use === undefined ? 'off' : String(use)

/** `+ mon tue 06:30 heat pump 55 °C`, a line each: + added, − removed, ~ changed. */
export function differenceLines(
  { master, added, removed, changed, unreadable }: ScheduleDifference,
  units: UnitSystem = 'metric',
): readonly string[] {
  const count = (list: Master['unreadable'] = []) => `${list.length}`
  return [
    ...(master ? [`~ schedule ${onOrOff(master.before)} → ${onOrOff(master.after)}`] : []),
    ...removed.map(entry => `- ${entryText(entry, units)}`),
    ...changed.map(({ before, after }) => `~ ${entryText(before, units)} → ${entryText(after, units)}`),
    ...added.map(entry => `+ ${entryText(entry, units)}`),
    ...(unreadable
      ? [`~ entries that can’t be understood: ${count(unreadable.before)} → ${count(unreadable.after)}`]
      : []),
  ]
}
