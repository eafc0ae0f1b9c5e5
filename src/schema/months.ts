/** The months of a season: 1 to 12 for people, and a mask on the wire with January as bit 0. */
import { type Cycle, cycleText, parseCycle } from './cycle.ts'

/** A set: each month once, 1 to 12, sorted. */
export type Months = readonly number[]

/** January to December. */
export const allMonths: Months = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]

/** `[6, 7, 8, 9]` → 480. */
export const monthMask = (months: Months): number => months.reduce((mask, month) => mask | (1 << (month - 1)), 0)

/** 480 → `[6, 7, 8, 9]`. */
export const monthsOf = (mask: number): Months => allMonths.filter(month => mask & (1 << (month - 1)))

const cycle: Cycle = {
  names: [
    'january',
    'february',
    'march',
    'april',
    'may',
    'june',
    'july',
    'august',
    'september',
    'october',
    'november',
    'december',
  ],
  words: { 'all year': allMonths.map(month => month - 1) },
  numbered: true,
}

/** `jun-sep`, `oct-may`, `1,12`, `all year`, or a list of such; undefined when it isn't understood. */
export const parseMonths = (given: unknown): Months | undefined => parseCycle(cycle, given)?.map(index => index + 1)

/** `jun–sep`, `oct–may`, `all year`. */
export const monthsText = (months: Months): string =>
  cycleText(
    cycle,
    months.map(month => month - 1),
  )
