/** A year of prices as a rate plan knows it: twelve months of weekdays and twelve of weekends, 24 hours each. */
import { type Months, monthsOf } from '#schema/months'
import { type Weekdays, weekdays as week } from '#schema/weekdays'

/** 0–11 are the weekdays of January to December, 12–23 their weekends. What stands in a row is one index an hour. */
export type YearRows = readonly (readonly number[])[]

/** Rows as bits. */
export type RowMask = number

const rowCount = 24
export const hoursOfDay = 24
const months = 12
const monthBits = 0xfff

const [weekdays, weekend] = [week.slice(0, 5), week.slice(5)]

const daysOfMonth = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/** How many days a row stands for, in sevenths of a day, in a common year with its week spread evenly. */
export const seventhsOfRow = (row: number): number => (daysOfMonth[row % months] ?? 0) * (row < months ? 5 : 2)

/** {@link seventhsOfRow} of several. */
export function seventhsOf(rows: RowMask): number {
  let sum = 0
  for (let row = 0; row < rowCount; row++) if (rows & (1 << row)) sum += seventhsOfRow(row)
  return sum
}

export interface Days {
  readonly months: Months
  readonly days: Weekdays
}

/** The rows as months times days; two such are always enough. */
export function daysOf(rows: RowMask): readonly Days[] {
  const [work, free] = [rows & monthBits, rows >> months]
  if (work === free) return work ? [{ months: monthsOf(work), days: week }] : []
  return [
    ...(work ? [{ months: monthsOf(work), days: weekdays }] : []),
    ...(free ? [{ months: monthsOf(free), days: weekend }] : []),
  ]
}

/** How many {@link daysOf} gives. */
export function daysCount(rows: RowMask): number {
  const [work, free] = [rows & monthBits, rows >> months]
  return work === free ? Number(work !== 0) : Number(work !== 0) + Number(free !== 0)
}
