/** Which periods of a plan hold on each day of each month, where two of them overlap, and what none of them covers. */
import { clockTimeAt, minutesOf } from './clock-time.ts'
import { minutesOfDay, type Segment, type Week } from './coverage.ts'
import { allMonths, type Months, monthMask, monthsOf, monthsText } from './months.ts'
import type { TouPeriods } from './tou.ts'
import { type Weekday, type Weekdays, weekByte, weekdays, weekdaysOf, weekdaysText } from './weekdays.ts'

/** A day of a month, from midnight to midnight; a segment without entries is a gap. */
export function touDay({ periods }: TouPeriods, month: number, day: Weekday): readonly Segment[] {
  const today = periods.flatMap(({ months, days, start, end }, index) => {
    const [from, last] = [minutesOf(start), minutesOf(end)]
    // What crosses midnight covers nothing: nobody has tried it.
    if (from === undefined || last === undefined || last < from) return []
    return months.includes(month) && days.includes(day) ? [{ index, from, until: last + 1 }] : []
  })
  const edges = new Set([0, minutesOfDay, ...today.flatMap(({ from, until }) => [from, until])])
  const sorted = [...edges].sort((a, b) => a - b)
  const segments: Segment[] = []
  for (const [i, from] of sorted.slice(0, -1).entries()) {
    const entries = today.filter(period => period.from <= from && period.until > from).map(({ index }) => index)
    segments.push({ from, until: sorted[i + 1] ?? minutesOfDay, entries })
  }
  return segments
}

/** The periods of a week in a month. */
export const touWeek = (plan: TouPeriods, month: number): Week =>
  Object.fromEntries(weekdays.map(day => [day, touDay(plan, month, day)])) as unknown as Week

/** The same part of a day, on some days of some months. */
export interface TouStretch {
  readonly months: Months
  readonly days: Weekdays
  /** Minutes since midnight. */
  readonly from: number
  /** Minutes since midnight, the first one that isn't in it. */
  readonly until: number
  /** The periods that hold there, by their places in the list. */
  readonly periods: readonly number[]
}

/** Segments like these, those of the same time put together by days first and by months then. */
function stretches(plan: TouPeriods, wanted: (segment: Segment) => boolean): readonly TouStretch[] {
  const byMonth = new Map<string, { segment: Segment; month: number; week: number }>()
  for (const month of allMonths)
    for (const day of weekdays)
      for (const segment of touDay(plan, month, day).filter(wanted)) {
        const key = JSON.stringify([segment, month])
        const found = byMonth.get(key) ?? { segment, month, week: 0 }
        byMonth.set(key, { ...found, week: found.week | weekByte([day]) })
      }
  const found = new Map<string, { segment: Segment; season: number; week: number }>()
  for (const { segment, month, week } of byMonth.values()) {
    const key = JSON.stringify([segment, week])
    const stretch = found.get(key) ?? { segment, season: 0, week }
    found.set(key, { ...stretch, season: stretch.season | monthMask([month]) })
  }
  return [...found.values()].map(({ segment: { from, until, entries }, season, week }) => ({
    months: monthsOf(season),
    days: weekdaysOf(week),
    from,
    until,
    periods: entries,
  }))
}

/** Where two and more periods hold in the same minute; which price the heater takes there is unknown. */
export const touOverlaps = (plan: TouPeriods): readonly TouStretch[] =>
  stretches(plan, ({ entries }) => entries.length > 1)

/** Where no period holds, so that the plan says no price. */
export const touGaps = (plan: TouPeriods): readonly TouStretch[] =>
  stretches(plan, ({ entries }) => entries.length === 0)

/** `jun–sep mon–fri 16:00–20:59`, the last minute as in a period. */
export const stretchText = ({ months, days, from, until }: TouStretch): string =>
  `${monthsText(months)} ${weekdaysText(days)} ${clockTimeAt(from)}–${clockTimeAt(until - 1)}`
