/** Days by the calendar of this machine, which is near enough to the heater's: neither tells the other. */

/** A day, as people count months. */
export interface Day {
  readonly year: number
  /** 1–12. */
  readonly month: number
  readonly day: number
}

export function localDay(now: number): Day {
  const date = new Date(now)
  return { year: date.getFullYear(), month: date.getMonth() + 1, day: date.getDate() }
}

const two = (n: number) => String(n).padStart(2, '0')

export const monthText = ({ year, month }: Pick<Day, 'year' | 'month'>): string => `${year}-${two(month)}`
/** `2026-03-07`. */
export const dayText = (day: Day): string => `${monthText(day)}-${two(day.day)}`

/** So many days before or after. */
export function daysFrom({ year, month, day }: Day, count: number): Day {
  const date = new Date(Date.UTC(year, month - 1, day + count))
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() }
}

/** The first of a month, so many before or after. */
export const monthsFrom = ({ year, month }: Pick<Day, 'year' | 'month'>, count: number): Day => {
  const date = new Date(Date.UTC(year, month - 1 + count))
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: 1 }
}
