/** The rate of a time-of-use plan that is in force, by the heater's own clock. */
import { minutesOf } from '#schema/clock-time'
import type { TouRate } from '#schema/enums'
import type { TouPeriod, TouSchedule } from '#schema/tou'
import type { LocalMoment } from './local-time.ts'
import { weekdayOf } from './weekday-of.ts'

export type Rate = (typeof TouRate)[keyof typeof TouRate]

/** A window is the dearest price of the month; what lies between that and the cheapest is no window. */
export function rateAt({ enabled, periods }: TouSchedule, at: LocalMoment): Rate {
  if (!enabled) return 'tou-off'
  let [cheapest, dearest, now] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const period of periods) {
    if (!period.months.includes(at.month)) continue
    const price = Number(period.priceMax)
    cheapest = Math.min(cheapest, price)
    dearest = Math.max(dearest, price)
    if (covers(period, at)) now = Math.max(now, price)
  }
  if (!(now > cheapest)) return 'off-peak'
  return now === dearest ? 'on-peak' : 'mid-peak'
}

function covers({ days, start, end }: TouPeriod, at: LocalMoment): boolean {
  const [from, last] = [minutesOf(start), minutesOf(end)]
  const now = at.hour * 60 + at.minute
  return from !== undefined && last !== undefined && days.includes(weekdayOf(at)) && from <= now && now <= last
}
