/** Prints what the edit of a schedule would change, and how it ended. */
import type { DrawnUp } from '#heater/line'
import type { ScheduleOutcome } from '#heater/schedule-outcome'
import { type Schedule, scheduleHash } from '#schema/schedule'
import { differenceLines } from '#schema/schedule-difference'
import type { CommandContext } from '../command-context.ts'
import { differenceJson } from './entry-record.ts'
import { jsonText, printable } from './printable.ts'
import {
  planLines,
  type ScheduleWords,
  scheduleAdvice,
  scheduleSentence,
  warningLines,
} from './schedule-outcome-text.ts'

type Printing = Pick<CommandContext, 'print' | 'note' | 'settings'>

export interface Told {
  readonly name: string
  readonly words: ScheduleWords
  readonly outcome: ScheduleOutcome
  /** Of a dry run: what would be sent. */
  readonly messages?: readonly DrawnUp[] | undefined
  /** Of a plan: whether the cloud keeps it too. */
  readonly registered?: boolean | undefined
}

/** On standard error: what is going to happen is no data. */
export function notePlan(
  { note, settings: { units } }: Printing,
  { outcome, words }: Pick<Told, 'outcome' | 'words'>,
  remarks: readonly string[] = [],
): void {
  for (const line of planLines(outcome, units)) note(line)
  const { wanted, difference } = outcome
  // Who switches it off knows.
  const isIdle = wanted !== undefined && !wanted.enabled && difference?.master === undefined
  const idle = isIdle ? [`It is switched off: nothing of it is done until ${words.enabledBy} switches it on.`] : []
  for (const sentence of [...remarks, ...warningLines(outcome, units), ...idle]) note(`! ${sentence}`)
}

export async function printScheduleOutcome(printing: Printing, { name, words, outcome }: Told): Promise<void> {
  const { print, note, settings } = printing
  const sentence = scheduleSentence(name, words, outcome)
  if (outcome.result === 'confirmed') await print(`${printable(sentence)}\n`)
  else note(sentence)
  if (outcome.conflict === undefined) return
  note('What somebody else changed:')
  for (const line of differenceLines(outcome.conflict, settings.units)) note(line)
}

/** All keys every time: what isn't known is null. */
export async function printScheduleJson({ print }: Pick<CommandContext, 'print'>, told: Told): Promise<void> {
  const { name, words, outcome, registered, messages = null } = told
  const { command, result, at, took, attempts, failCode = null, reason = null, before, wanted, after } = outcome
  const { difference, conflict } = outcome
  const hash = (schedule: Schedule | undefined) => (schedule === undefined ? null : scheduleHash(schedule))
  await print(
    `${jsonText(
      {
        name,
        command,
        result,
        at: at.toISOString(),
        took_s: Number((took / 1000).toFixed(3)),
        attempts,
        fail_code: failCode,
        reason,
        advice: scheduleAdvice(outcome, words.shownBy) ?? null,
        difference: differenceJson(difference),
        warnings: warningLines(outcome, 'metric'),
        conflict: differenceJson(conflict),
        version_before: hash(before),
        version_wanted: hash(wanted),
        version_after: hash(after),
        ...(registered !== undefined && { registered }),
        enabled: (after ?? wanted ?? before)?.enabled ?? null,
        messages,
      },
      2,
    )}\n`,
  )
}
