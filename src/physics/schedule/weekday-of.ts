/** The name of a day by the heater's own calendar. */
import type { Weekday } from '#schema/weekdays'
import type { LocalMoment } from './local-time.ts'

const names: readonly Weekday[] = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']

export const weekdayOf = ({ weekday }: LocalMoment): Weekday => names[weekday] ?? 'sun'
