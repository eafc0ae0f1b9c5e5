/** What to know of a schedule, in sentences for people: entries by their own words, not by their place in a list. */
import type { Finding } from '#schema/findings'
import { entriesOf, type Schedule, type ScheduleEntry } from '#schema/schedule'
import { entryText, temperatureText } from '#schema/schedule-text'
import type { UnitSystem } from '#schema/units'
import { type Weekday, weekdays, weekdaysText } from '#schema/weekdays'

/** @param schedule the one that the warnings are about. */
export function warningSentences(
  warnings: readonly Pick<Finding, 'text'>[],
  schedule: Schedule | undefined,
  units: UnitSystem,
): readonly string[] {
  const sentences = warnings.map(({ text }) => inWords(text, schedule, units))
  return withDaysTogether(sentences)
}

function inWords(text: string, schedule: Schedule | undefined, units: UnitSystem): string {
  if (/^(entries|periods) is empty;/.test(text)) return 'The heater would hold none.'
  const entries: readonly ScheduleEntry[] = schedule === undefined ? [] : entriesOf(schedule)
  return text
    .replace(/^entries have a flaw: /, '')
    .replace(/^(entries|periods) are (\d+)/, 'There would be $2 $1')
    .replace(/^periods leave/, 'The periods leave')
    .replace(/-?\d+(?:\.\d+)? °C/g, celsius => temperatureText(Number.parseFloat(celsius), units))
    .replace(/(?:\bentries|\bperiods ?)?\[(\d+)\](\.?)/g, (found, index, dot) => {
      const entry = entries[Number(index)]
      return entry === undefined ? found : `${entryText(entry, units)}${dot === '' ? '' : ': '}`
    })
}

/** `mon 07:15 …` and `tue 07:15 …` → `mon tue 07:15 …` */
function withDaysTogether(sentences: readonly string[]): readonly string[] {
  const days = new Map<string, Weekday[]>()
  for (const sentence of sentences) {
    const [day, rest] = dayOf(sentence)
    if (day !== undefined) days.set(rest, [...(days.get(rest) ?? []), day])
  }
  return [
    ...new Set(
      sentences.map(sentence => {
        const [day, rest] = dayOf(sentence)
        return day === undefined ? sentence : `${weekdaysText(days.get(rest) ?? [day])} ${rest}`
      }),
    ),
  ]
}

/** Only of a sentence that begins with one day and a time, and goes on with a verb. */
function dayOf(sentence: string): readonly [day: Weekday | undefined, rest: string] {
  const [, name, rest = sentence] = /^([a-z]{3}) (\d\d:\d\d switches .*)$/.exec(sentence) ?? []
  return [weekdays.find(day => day === name), rest]
}
