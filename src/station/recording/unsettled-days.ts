/** The days of a heater whose own figures aren't final in the ledger: they grow until its midnight, and are told later. */
import { type DayNumber, dateOf, dayNumber, type LocalTime } from '#physics/schedule/local-time'
import type { EnergyRow } from '#schema/energy'
import { hours } from '#time/duration'
import type { EnergyDay } from '../history/energy-day.ts'
import { nameOfDay } from '../history/local-day.ts'

/** So far back they are asked for. */
export const longestBack = 60
/** What is told so long after a day's end is final: the heater's clock may be wrong by an hour of summer time. */
export const settledAfter = hours(2)

export const dayOfRow = ({ year, month, day }: EnergyRow): DayNumber | undefined =>
  day === undefined ? undefined : dayNumber(year, month, day)

/** Days that are over, of the last two months, that were told too early or never; oldest first. */
export function unsettledDays(ledger: readonly EnergyDay[], time: LocalTime, now: number): readonly DayNumber[] {
  const told = new Map(ledger.map(({ day, toldAt }) => [day, toldAt]))
  const today = time.dayOf(now)
  return Array.from({ length: longestBack }, (_, i) => today - longestBack + i).filter(day => {
    const toldAt = told.get(nameOfDay(day))
    return toldAt === undefined || toldAt <= time.startOf(day + 1) + settledAfter
  })
}

/** The questions that bring these days: a year each, with its months. */
export function questionsFor(
  days: Iterable<DayNumber>,
): readonly { readonly year: number; readonly months: readonly number[] }[] {
  const years = new Map<number, Set<number>>()
  for (const each of days) {
    const { year, month } = dateOf(each)
    const months = years.get(year) ?? new Set()
    years.set(year, months.add(month))
  }
  return [...years].map(([year, months]) => ({ year, months: [...months].sort((a, b) => a - b) }))
}
