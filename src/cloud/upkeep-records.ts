/** The log books of upkeep that the cloud keeps for a heater, and the form of their dates. */
import { z } from 'zod'
import { number, text } from './lenient.ts'

/** What is written down: a change of the air filter, or a descaling. */
export type Upkeep = 'filter' | 'descaling'

/** `2026-3-7`, as the cloud has it, → `2026-03-07`. What is no such date stays as it is. */
export const paddedDate = (date: string): string =>
  date
    .trim()
    .replace(/^(\d{4})-(\d{1,2})-(\d{1,2})$/, (_, year: string, month: string, day: string) =>
      [year, month.padStart(2, '0'), day.padStart(2, '0')].join('-'),
    )

/**
 * `2026-03-07` → `2026-3-7`.
 * @throws RangeError for what is no day of the calendar.
 */
export function unpaddedDate(date: string): string {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(date) ? new Date(`${date}T00:00:00Z`) : undefined
  // The 31st of a shorter month is taken for the next month's first.
  if (at === undefined || Number.isNaN(at.getTime()) || at.toISOString().slice(0, 10) !== date)
    throw new RangeError(`The date is ${JSON.stringify(date)}; it must be a day of the calendar, as 2026-03-07.`)
  return date.split('-').map(Number).join('-')
}

export const upkeepEntrySchema = z.object({
  /** `2026-03-07`. */
  maintenanceDate: text.transform(value => value && paddedDate(value)),
  /** When it was written down, ms since 1970 (a guess: nobody has said). */
  registerAt: number,
})
/** A line of a log book: what was done on which day. */
export type UpkeepEntry = z.output<typeof upkeepEntrySchema>
