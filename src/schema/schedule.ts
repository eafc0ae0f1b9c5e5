/** What all schedules have in common: their order, when two of them are the same, and a short hash to tell by. */
import { minutesOf } from './clock-time.ts'
import { plainPrice } from './price.ts'
import { type RecirculationEvent, type RecirculationSchedule, recirculationEntry } from './recirculation.ts'
import { type Reservation, type ReservationSchedule, reservationEntry } from './reservation.ts'
import { type TouPeriod, type TouSchedule, touInterval } from './tou.ts'
import { weekByte, weekdays, weekdaysOf } from './weekdays.ts'
import { isRecord, type Master, reservationUse, type WireEntry } from './wire-entry.ts'

/** An entry of any schedule. */
export type ScheduleEntry = Reservation | RecirculationEvent | TouPeriod
export type Schedule = ReservationSchedule | RecirculationSchedule | TouSchedule
/** What a schedule is made of. */
export type EntryOf<Of extends Schedule> = Of extends { readonly entries: readonly (infer Entry)[] }
  ? Entry
  : Of extends { readonly periods: readonly (infer Entry)[] }
    ? Entry
    : never

/** The entries of any schedule, in its order. */
export const entriesOf = <Of extends Schedule>(schedule: Of): readonly EntryOf<Of>[] =>
  ('periods' in schedule ? schedule.periods : schedule.entries) as readonly EntryOf<Of>[]

/** The same schedule with other entries. */
export const withEntries = <Of extends Schedule>(schedule: Of, entries: readonly EntryOf<Of>[]): Of => ({
  ...schedule,
  ['periods' in schedule ? 'periods' : 'entries']: entries,
})

/** The entry as the wire has it. */
export const wireEntry = (entry: ScheduleEntry): WireEntry =>
  'start' in entry ? touInterval(entry) : 'pump' in entry ? recirculationEntry(entry) : reservationEntry(entry)

/** JSON whose keys are sorted. */
const canonicalJson = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) =>
    isRecord(part) ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1))) : part,
  )

/** A text that two entries share when, and only when, they say the same. */
export function entryKey(entry: ScheduleEntry): string {
  const fields = wireEntry(entry)
  if (!('start' in entry)) return canonicalJson(fields.param === 255 ? { ...fields, param: -1 } : fields)
  const { decimalPoint: _, ...rest } = fields
  return canonicalJson({ ...rest, priceMin: plainPrice(entry.priceMin), priceMax: plainPrice(entry.priceMax) })
}

/** The keys of what isn't understood, in an order of their own. */
export const unreadableKeys = ({ unreadable = [] }: Master): readonly string[] =>
  unreadable.map(({ raw }) => canonicalJson(raw)).sort()

/** Numbers to sort by: the season, the first day, the time. */
function rank(entry: ScheduleEntry): readonly number[] {
  const months = 'start' in entry ? entry.months : []
  const day = weekdays.findIndex(day => entry.days.includes(day))
  const time = 'start' in entry ? entry.start : entry.time
  return [months[0] ?? 0, months.length, day < 0 ? weekdays.length : day, minutesOf(time) ?? 1440]
}

/** Season by season, from Monday on, by the clock; what is equal in all that, in a fixed order. */
export function canonicalOrder<Of extends Schedule>(schedule: Of): Of {
  const ranked = entriesOf(schedule).map(entry => ({ entry, rank: rank(entry), key: entryKey(entry) }))
  ranked.sort((a, b) => {
    for (const [i, number] of a.rank.entries()) if (number !== b.rank[i]) return number - (b.rank[i] ?? 0)
    return a.key < b.key ? -1 : a.key > b.key ? 1 : 0
  })
  return withEntries(
    schedule,
    ranked.map(({ entry }) => ({ ...entry, days: weekdaysOf(weekByte(entry.days)) })),
  )
}

/** A text that two schedules share when, and only when, they say the same, in whatever order. */
const contentOf = (schedule: Schedule): string =>
  JSON.stringify([reservationUse(schedule), entriesOf(schedule).map(entryKey).sort(), unreadableKeys(schedule)])

/** Whether two schedules say the same. The order of entries and of days doesn't matter, the master switch does. */
export const sameSchedule = <Of extends Schedule>(a: Of, b: Of): boolean => contentOf(a) === contentOf(b)

/** Eight hex digits of what a schedule says, the same for ever: FNV-1a of 32 bits. */
export function scheduleHash(schedule: Schedule): string {
  let hash = 0x811c9dc5
  for (const byte of new TextEncoder().encode(contentOf(schedule))) hash = Math.imul(hash ^ byte, 0x01000193)
  return (hash >>> 0).toString(16).padStart(8, '0')
}
