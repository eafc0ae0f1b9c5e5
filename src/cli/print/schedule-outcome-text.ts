/** The edit of a schedule in words: what it would change, what to know of that, and how it ended. */
import type { ScheduleOutcome } from '#heater/schedule-outcome'
import { coverage, coverageText } from '#schema/coverage'
import { entriesOf, entryKey, scheduleHash } from '#schema/schedule'
import { differenceLines } from '#schema/schedule-difference'
import { entryText } from '#schema/schedule-text'
import type { UnitSystem } from '#schema/units'
import { formatDuration } from '#time/duration'
import { advice as commandAdvice } from './outcome-text.ts'
import { warningSentences } from './schedule-warnings.ts'

/** What a schedule is called, and by which command it is shown. */
export interface ScheduleWords {
  /** `schedule`. */
  readonly what: string
  /** `navilink schedule list`. */
  readonly shownBy: string
  /** `navilink schedule enable`. */
  readonly enabledBy: string
}

/** What would be another: a line each, the new entries with the time for which they stay in force. */
export function planLines({ difference, wanted }: ScheduleOutcome, units: UnitSystem): readonly string[] {
  if (difference === undefined || wanted === undefined) return []
  const lines = differenceLines(difference, units)
  if (!('entries' in wanted)) return lines
  const covers = coverage(wanted)
  const notes = new Map(
    [...difference.added, ...difference.changed.map(({ after }) => after)].flatMap(entry => {
      const place = wanted.entries.findIndex(other => entryKey(other) === entryKey(entry))
      const text = place < 0 ? '' : coverageText(covers[place] ?? { index: place, spans: [], days: [] })
      return text === '' ? [] : [[entryText(entry, units), text] as const]
    }),
  )
  return lines.flatMap(line => {
    const note = notes.get(line.slice(2)) ?? notes.get(line.slice(line.indexOf(' → ') + 3))
    return note === undefined ? [line] : [line, `    in force: ${note}`]
  })
}

/** The warnings, each entry in its own words: its number isn't known before it is listed. */
export const warningLines = ({ warnings, wanted }: ScheduleOutcome, units: UnitSystem): readonly string[] =>
  warningSentences(warnings, wanted, units)

export function scheduleSentence(name: string, { what, shownBy }: ScheduleWords, outcome: ScheduleOutcome): string {
  const { result, reason, took, after, attempts } = outcome
  const start = `${name}: ${what}`
  if (result !== 'confirmed')
    return [`${start}: ${result}.`, reason, scheduleAdvice(outcome, shownBy)].filter(Boolean).join(' ')
  if (outcome.command === 'removeTou')
    return [`${name}: the cloud keeps no time-of-use plan now.`, reason].filter(Boolean).join(' ')
  if (attempts === 0 || after === undefined) return `${start}: ${reason ?? 'done.'}`
  const holds = `${countText(entriesOf(after).length, 'periods' in after ? 'period' : 'entry')}, version ${scheduleHash(after)}`
  const confirmed = `${start} confirmed after ${formatDuration(took)}: the heater told it again, with ${holds}.`
  return [confirmed, reason].filter(Boolean).join(' ')
}

export const countText = (count: number, what: 'entry' | 'period' = 'entry'): string => {
  const many = what === 'entry' ? 'entries' : 'periods'
  return count === 0 ? `no ${many}` : count === 1 ? `one ${what}` : `${count} ${many}`
}

/** What to do now. */
export function scheduleAdvice(outcome: ScheduleOutcome, shownBy: string): string | undefined {
  const { result, conflict, attempts, failCode, at, took } = outcome
  if (result === 'dry-run' || result === 'confirmed') return undefined
  if (result === 'refused' && failCode === undefined)
    return conflict ? 'Look at what they changed, and give it again.' : `${shownBy} shows it; give it again.`
  if (result === 'unconfirmed' || (result === 'failed' && attempts > 0)) return `${shownBy} shows what it holds now.`
  return commandAdvice({
    command: 'writeTou',
    at,
    took,
    attempts,
    result,
    ...(failCode === undefined ? {} : { failCode }),
  })
}
