/** Which hours have to be worked out again when a sample comes. */
import { days, hours } from '#time/duration'
import type { DirtyHour } from '../store/store.ts'

const hour = hours(1)
/** Farther back a clock was wrong, and half a million hours without a sample would only weigh. */
const longest = days(400)

/** All hours between two moments, both of theirs included. */
export function dirtyHours(heater: string, from: number, until: number): readonly DirtyHour[] {
  const last = Math.floor(until / hour) * hour
  const first = Math.floor(Math.max(from, until - longest) / hour) * hour
  const found: DirtyHour[] = first - from > hour ? [{ heater, hour: Math.floor(from / hour) * hour }] : []
  for (let at = first; at <= last; at += hour) found.push({ heater, hour: at })
  return found
}
