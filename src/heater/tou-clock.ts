/** The clock on the wall in some time zone: a heater tells neither its time nor its zone, and a plan goes by both. */
import { minutesOf } from '#schema/clock-time'
import type { TouPeriod } from '#schema/tou'
import { dearestPeriods, type WallDate, wallTime } from '#tariff/price-now'

/** The machine's own. */
export const ownTimeZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone

/** @throws RangeError for what is no time zone. */
export function checkedTimeZone(timeZone: string): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone
  } catch (cause) {
    throw new RangeError(`${timeZone} is no time zone; America/Los_Angeles is one.`, { cause })
  }
}

/** @param at milliseconds since 1970. */
export function wallDate(at: number, timeZone: string): WallDate {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'gregory',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  }).formatToParts(at)
  const part = (name: Intl.DateTimeFormatPartTypes) => Number(parts.find(({ type }) => type === name)?.value)
  return { year: part('year'), month: part('month'), day: part('day'), minutes: part('hour') * 60 + part('minute') }
}

/** The moment at which the clock shows that. Of an hour that comes twice the first; one that is left out is an hour later. */
export function momentOf({ year, month, day, minutes }: WallDate, timeZone: string): number {
  const asUtc = Date.UTC(year, month - 1, day, 0, minutes)
  const offset = (at: number) => {
    const { year, month, day, minutes } = wallDate(at, timeZone)
    return Date.UTC(year, month - 1, day, 0, minutes) - at
  }
  // The offsets a day before and a day after are the two between which it changes, if it does.
  const day24 = 86_400_000
  const [before, after] = [asUtc - offset(asUtc - day24), asUtc - offset(asUtc + day24)]
  return offset(before) === asUtc - before || offset(after) !== asUtc - after ? before : after
}

/** When the dearest window of today ends that isn't over: the one in which a heater keeps modes back. */
export function windowEnd(periods: readonly TouPeriod[], now: number, timeZone: string): number | undefined {
  const today = wallDate(now, timeZone)
  const { weekday, month, minutes } = wallTime(today)
  const ends = dearestPeriods(periods, month).flatMap(({ days, end }) => {
    const last = days.includes(weekday) ? minutesOf(end) : undefined
    return last !== undefined && last >= minutes ? [last] : []
  })
  return ends.length === 0 ? undefined : momentOf({ ...today, minutes: Math.min(...ends) + 1 }, timeZone)
}
