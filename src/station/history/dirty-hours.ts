/** Which hours have to be rolled up anew: those with other samples than before, and those after them whose numbers hang on these. */
import type { DirtyHour, Store } from '../store/store.ts'
import { memoryOfPower } from './energy.ts'
import { dayStart } from './packed-day.ts'
import { samplesIn } from './sample-reader.ts'
import { longestStretch, samplesBefore } from './stretch.ts'

export const hour = 3_600_000

/** The hours in which the time between two neighbouring samples lies; where nothing is observed between them, those of both. */
export function hoursAround(from: number, until: number): readonly number[] {
  const [first, last] = [Math.floor(from / hour) * hour, Math.floor(until / hour) * hour]
  if (until - from > longestStretch) return [first, last]
  return Array.from({ length: (last - first) / hour + 1 }, (_, i) => first + i * hour)
}

/** What changed of one heater and UTC day, in hours that are over. */
export interface DirtyDay {
  readonly heater: string
  /** Oldest first. */
  readonly hours: readonly DirtyHour[]
}

/** Oldest first. */
export function dirtyDays(dirty: readonly DirtyHour[], now: number): DirtyDay[] {
  const days = new Map<string, DirtyHour[]>()
  const over = dirty.filter(each => each.hour + hour <= now).sort((one, other) => one.hour - other.hour)
  for (const each of over) {
    const key = `${dayStart(each.hour)} ${each.heater}`
    const hours = days.get(key) ?? []
    if (hours.push(each) === 1) days.set(key, hours)
  }
  return [...days.values()].map(hours => ({ heater: hours[0]?.heater as string, hours }))
}

/**
 * All hours to roll up on account of a dirty day, ascending; hours that are dirty themselves and come later come by
 * themselves. Where the clock was set back some of them aren't over.
 */
export async function hoursTouched(store: Store, { heater, hours }: DirtyDay, dirty: ReadonlySet<number>) {
  const [first, last] = [hours[0]?.hour as number, hours.at(-1)?.hour as number]
  const until = await felt(store, heater, last + hour)
  const touched: number[] = []
  for (let from = first; from <= last || from < until; from += hour)
    if (from <= last || !dirty.has(from)) touched.push(from)
  return touched
}

/**
 * Until when a change before a moment is felt: a sample has a part in how the next ones are read, and what a heat pump
 * drew alone is remembered for a while, by pieces of power that may be long.
 */
async function felt(store: Store, heater: string, from: number): Promise<number> {
  const next: number[] = []
  let read = from
  for await (const { at } of samplesIn(store, { heater, from })) {
    if (next.push(at) <= samplesBefore + 1) read = at
    else if (at > read + memoryOfPower) break
  }
  const gaps = await store.gaps({ heater, from: from - 1, until: next.at(-1) ?? from })
  let until = from
  for (const at of next) {
    if (at - until > longestStretch) return until
    // Nothing is felt through a gap, unless it is remembered.
    if (at > until + memoryOfPower && gaps.some(gap => gap.from < at && (gap.until ?? at) > until)) return until
    until = at
  }
  return until
}
