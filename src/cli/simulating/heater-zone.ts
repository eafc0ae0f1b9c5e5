/** By whose clock a simulated heater lives, and where its time begins. */
import { checkedTimeZone } from '#heater/tou-clock'
import { parseFileTime } from '#physics/house/file-time'
import type { UtcOffset } from '#physics/house/wall-time'
import { LocalTime } from '#physics/schedule/local-time'
import type { HeaterWords, Teller } from './heater-words.ts'

/** What a beginning may look like, to end a sentence with. */
export const beginningForms = 'a day or a moment, such as 2026-01-15 or 2026-07-01T06:30'

/** Undefined where nothing is said of it. @throws UsageError */
export function zoneOf({ time_zone: zone }: HeaterWords, { refusal }: Teller): string | undefined {
  try {
    return zone === undefined || zone === 'UTC' ? zone : checkedTimeZone(zone)
  } catch {
    throw refusal('time_zone', 'it must be a time zone, such as America/Los_Angeles')
  }
}

/** Seconds that its clocks are ahead. */
export function offsetOf(zone = 'UTC'): UtcOffset {
  const time = new LocalTime(zone)
  return second => time.offsetAt(second * 1000) / 1000
}

/** s since 1970; undefined for what is no moment. */
export function momentIn(text: string, zone: string | undefined): number | undefined {
  const time = parseFileTime(text, offsetOf(zone))
  return time === undefined || time.daily ? undefined : time.second
}
