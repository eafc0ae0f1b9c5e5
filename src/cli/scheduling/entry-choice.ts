/** Which entry of a schedule is meant: by its number in a certain listing, by its number now, or by its days and time. */

import { parseClockTime } from '#schema/clock-time'
import type { EntryOf, Schedule } from '#schema/schedule'
import { entryText } from '#schema/schedule-text'
import type { UnitSystem } from '#schema/units'
import { parseWeekdays, type Weekdays, weekByte } from '#schema/weekdays'
import { listed } from '../print/entry-record.ts'
import { UsageError } from '../usage-error.ts'

export interface EntryChoice {
  readonly text: string
  /** From 1. */
  readonly number?: number
  /** The version of the listing that the number is from. */
  readonly version?: string
  readonly days?: Weekdays
  readonly time?: string
}

/** `3@1a2b3c4d`, `3`, `06:30` or `mon-fri 06:30`. @throws UsageError */
function entryChoice(words: readonly string[]): EntryChoice {
  const text = words.join(' ').trim()
  const [, number, version] = /^#?(\d{1,3})(?:@([\da-f]{8}))?$/i.exec(text) ?? []
  if (number !== undefined)
    return { text, number: Number(number), ...(version !== undefined && { version: version.toLowerCase() }) }
  const [, dayText, timeText] = /^(?:(.*?)\s+)?(\S+)$/.exec(text) ?? []
  const time = parseClockTime(timeText)
  const days = dayText === undefined ? undefined : parseWeekdays(dayText)
  if (time === undefined || (dayText !== undefined && days === undefined))
    throw new UsageError(
      `${JSON.stringify(text)} names no entry; it takes a number with its version as list prints them (3@1a2b3c4d), or days and time (mon-fri 06:30).`,
    )
  return { text, time, ...(days && { days }) }
}

/** Several numbers, or one entry in any of its ways. @throws UsageError */
export function entryChoices(words: readonly string[]): readonly EntryChoice[] {
  const isNumber = (word: string) => /^#?\d{1,3}(@[\da-f]{8})?$/i.test(word)
  const choices = words.every(isNumber) ? words.map(word => entryChoice([word])) : [entryChoice(words)]
  if (new Set(choices.flatMap(({ version }) => version ?? [])).size > 1)
    throw new UsageError('These numbers are from different versions of the schedule; list it again.')
  return choices
}

/** A number alone counts in whatever is there now, which a person has to look at first. */
export const isBare = ({ number, version }: EntryChoice): boolean => number !== undefined && version === undefined

/** @throws UsageError when none or several are such. */
export function chosenEntry<Of extends Schedule>(schedule: Of, choice: EntryChoice, units: UnitSystem): EntryOf<Of> {
  const entries = listed(schedule)
  const { text, number, days, time } = choice
  if (number !== undefined) {
    const entry = entries[number - 1]
    if (entry === undefined)
      throw new UsageError(
        `There is no entry ${number}; ${entries.length === 0 ? 'there is none' : `the last is ${entries.length}`}.`,
      )
    return entry
  }
  const fitting = entries.filter(
    entry => 'time' in entry && entry.time === time && (days === undefined || weekByte(entry.days) === weekByte(days)),
  )
  const [only, another] = fitting
  if (only === undefined) throw new UsageError(`The schedule has no entry of ${text}.`)
  if (another !== undefined)
    throw new UsageError(
      `Several entries are of ${text}: ${fitting.map(entry => `${entries.indexOf(entry) + 1} ${entryText(entry as Parameters<typeof entryText>[0], units)}`).join(', ')}. Say which by its days too, or by its number.`,
    )
  return only
}
