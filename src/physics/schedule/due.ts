/** Whether an entry of a weekly schedule falls due at a minute. */
import { type ClockTime, hourAndMinute } from '#schema/clock-time'
import type { Weekdays } from '#schema/weekdays'
import type { LocalMoment } from './local-time.ts'
import { weekdayOf } from './weekday-of.ts'

interface WeeklyEntry {
  readonly enabled: boolean
  readonly days: Weekdays
  readonly time: ClockTime
}

/** A minute that no clock shows never comes. */
export function isDue({ enabled, days, time }: WeeklyEntry, at: LocalMoment): boolean {
  const { hour, minute } = hourAndMinute(time)
  return enabled && hour === at.hour && minute === at.minute && days.includes(weekdayOf(at))
}
