/** What a week of reservations or pump entries really does: until when each stays in force, and where two collide. */
import { clockTimeAt, minutesOf } from './clock-time.ts'
import type { RecirculationEvent } from './recirculation.ts'
import type { Reservation } from './reservation.ts'
import { type Weekday, type Weekdays, weekdays, weekdaysText } from './weekdays.ts'

export const minutesOfDay = 1440
const minutesOfWeek = 7 * minutesOfDay

/** A part of a day. */
export interface Segment {
  /** Minutes since midnight. */
  readonly from: number
  /** Minutes since midnight, the first one that isn't in it; 1440 is the end of the day. */
  readonly until: number
  /** The places in the list of those in force: none, one, or several of which nobody knows which one wins. */
  readonly entries: readonly number[]
}

/** What counts when: the segments of each day. */
export type Week = Readonly<Record<Weekday, readonly Segment[]>>

/** A minute of the week, counted from Monday's midnight, and the entries that fire in it. */
export interface Firing {
  readonly at: number
  readonly entries: readonly number[]
}

type Event = Reservation | RecirculationEvent

/** Off, never seen, and times that no clock shows: these don't fire. */
const firesAt = (entry: Event): number | undefined =>
  entry.enabled && !('mode' in entry && entry.mode === 'unused') ? minutesOf(entry.time) : undefined

/** When which entries fire, from Monday on. The master switch is not looked at. */
export function firings(entries: readonly Event[]): readonly Firing[] {
  const at = new Map<number, number[]>()
  for (const [index, entry] of entries.entries()) {
    const minutes = firesAt(entry)
    if (minutes === undefined) continue
    for (const day of entry.days) {
      const moment = weekdays.indexOf(day) * minutesOfDay + minutes
      at.set(moment, [...(at.get(moment) ?? []), index])
    }
  }
  return [...at].map(([at, entries]) => ({ at, entries })).sort((a, b) => a.at - b.at)
}

/** A time in which an entry is in force. */
export interface Span {
  readonly day: Weekday
  /** Minutes since midnight of `day`. */
  readonly from: number
  /** How long, in minutes: up to a whole week. */
  readonly minutes: number
  readonly untilDay: Weekday
  /** Minutes since midnight of `untilDay`. */
  readonly until: number
  /** The entries that fire then, by their places in the list. */
  readonly next: readonly number[]
  /** The others that fire in the same minute as this one. */
  readonly rivals: readonly number[]
}

/** Where an entry begins to count, and until when, day by day. */
export interface EntryCoverage {
  readonly index: number
  /** One for each day on which it fires; none when it is off. */
  readonly spans: readonly Span[]
  /** The days on which it is in force at some time, those that it reaches from the day before too. */
  readonly days: Weekdays
}

const dayAt = (moment: number) => weekdays[Math.floor(moment / minutesOfDay) % 7] as Weekday

/** Until when each entry stays in force: the next that fires ends it, around the end of the week. */
export function coverage({ entries }: { readonly entries: readonly Event[] }): readonly EntryCoverage[] {
  const fired = firings(entries)
  const spans: Span[][] = entries.map(() => [])
  const days: Set<Weekday>[] = entries.map(() => new Set())
  for (const [i, { at, entries: firing }] of fired.entries()) {
    const next = fired[(i + 1) % fired.length] as Firing
    const minutes = (next.at - at + minutesOfWeek) % minutesOfWeek || minutesOfWeek
    for (const index of firing) {
      spans[index]?.push({
        day: dayAt(at),
        from: at % minutesOfDay,
        minutes,
        untilDay: dayAt(next.at),
        until: next.at % minutesOfDay,
        next: next.entries,
        rivals: firing.filter(other => other !== index),
      })
      for (let moment = at; moment < at + minutes; moment += minutesOfDay - (moment % minutesOfDay))
        days[index]?.add(dayAt(moment))
    }
  }
  return entries.map((_, index) => ({
    index,
    spans: spans[index] ?? [],
    days: weekdays.filter(day => days[index]?.has(day)),
  }))
}

/** `mon–thu until 16:00, fri until sat 08:00`: how long an entry stays in force; empty when it is off. */
export function coverageText({ spans }: EntryCoverage): string {
  const groups = new Map<string, Weekday[]>()
  for (const { day, from, minutes, untilDay, until } of spans) {
    const sameDay = from + minutes <= minutesOfDay
    const end = from + minutes === minutesOfDay ? '24:00' : clockTimeAt(until)
    const nextDay = from + minutes < 2 * minutesOfDay
    const key = sameDay ? end : nextDay ? `${end} the next day` : `${untilDay} ${end}`
    groups.set(key, [...(groups.get(key) ?? []), day])
  }
  return [...groups].map(([end, days]) => `${weekdaysText(days)} until ${end}`).join(', ')
}

/** Each day from midnight to midnight. The master switch is not looked at. */
export function weekOf({ entries }: { readonly entries: readonly Event[] }): Week {
  const fired = firings(entries)
  let inForce = fired.at(-1)?.entries ?? []
  const week = weekdays.map((day, i) => {
    const midnight = i * minutesOfDay
    const today = fired.filter(({ at }) => at >= midnight && at < midnight + minutesOfDay)
    const segments: Segment[] = []
    let from = 0
    for (const { at, entries } of [...today, { at: midnight + minutesOfDay, entries: undefined }]) {
      if (at - midnight > from) segments.push({ from, until: at - midnight, entries: inForce })
      from = at - midnight
      inForce = entries ?? inForce
    }
    return [day, segments] as const
  })
  return Object.fromEntries(week) as unknown as Week
}

/** Entries that fire in the same minute; which of them wins nobody has tried. */
export interface Collision {
  readonly days: Weekdays
  /** Minutes since midnight. */
  readonly at: number
  /** By their places in the list. */
  readonly entries: readonly number[]
}

/** Where two and more enabled entries fire in the same minute of the same day. */
export function collisions({ entries }: { readonly entries: readonly Event[] }): readonly Collision[] {
  const found = new Map<string, { days: Weekday[]; at: number; entries: readonly number[] }>()
  for (const firing of firings(entries)) {
    if (firing.entries.length < 2) continue
    const at = firing.at % minutesOfDay
    const key = `${at} ${firing.entries}`
    const collision = found.get(key) ?? { days: [], at, entries: firing.entries }
    found.set(key, collision)
    collision.days.push(dayAt(firing.at))
  }
  return [...found.values()]
}
