/** How a command or a schedule ended, as the API tells it. */
import { z } from 'zod'
import type { CommandOutcome } from '#heater/outcome'
import type { ScheduleOutcome } from '#heater/schedule-outcome'
import { controlNames } from '#schema/commands'
import { type EntryOf, type Schedule, scheduleHash } from '#schema/schedule'
import type { ScheduleDifference } from '#schema/schedule-difference'
import { celsiusOf, fahrenheitOf, isFahrenheit } from '#schema/temperature'
import { inSeconds, moment, momentText } from '../moment.ts'
import { toldText } from '../told-text.ts'
import { statusAnswer, statusOf } from './status-answer.ts'

const resultAnswer = z
  .enum(['confirmed', 'unconfirmed', 'held', 'offline', 'expired', 'refused', 'failed'])
  .describe(
    '`confirmed`: the heater’s own status shows it; `unconfirmed`: it was sent, and nothing showed it in time; `held`: the heater keeps it back until its time-of-use window ends; `offline`, `expired`, `failed`: it did not get there; `refused`: the heater said no.',
  )

const endAnswer = {
  result: resultAnswer,
  reason: z.string().nullable().describe('A sentence, for everything but a plain `confirmed`.'),
  at: moment.describe('When it was given, by the heaters’ clock.'),
  took: z.number().describe('From then to the outcome, in seconds.'),
  attempts: z.number().describe('How often it was sent.'),
  failCode: z.number().nullable().describe('The heater’s own number for why it refused.'),
}

type End = Pick<CommandOutcome, 'reason' | 'at' | 'took' | 'attempts' | 'failCode'>

const endOf = ({ reason, at, took, attempts, failCode }: End) => ({
  reason: reason === undefined ? null : toldText(reason),
  at: momentText(at.getTime()),
  took: inSeconds(took),
  attempts,
  failCode: failCode ?? null,
})

export const outcomeAnswer = z
  .strictObject({
    heater: z.string(),
    command: z.enum(controlNames as [string, ...string[]]),
    value: z.union([z.string(), z.number()]).nullable().describe('What was to be set: a mode, °C, days or hours.'),
    asked: z
      .number()
      .nullable()
      .describe('What was asked for, °C, where the steps of the heater made another `value` of it; else null.'),
    ...endAnswer,
    heldUntil: moment.nullable().describe('Where it is `held` and the plan is known: when the window should end.'),
    status: statusAnswer.nullable().describe('The one that confirms it, or else the last that came after it was sent.'),
  })
  .meta({ id: 'CommandOutcome', description: 'How a command ended.' })

/** @param given what the caller asked for. */
export const outcomeOf = (
  heater: string,
  outcome: CommandOutcome,
  given?: unknown,
): z.output<typeof outcomeAnswer> => ({
  heater,
  command: outcome.command,
  value: outcome.value ?? null,
  asked: askedFor(given, outcome.value),
  result: outcome.result,
  ...endOf(outcome),
  heldUntil: outcome.heldUntil ? momentText(outcome.heldUntil.getTime()) : null,
  status: outcome.status ? statusOf(outcome.status) : null,
})

/** 125 °F are 51.67 °C, which the heater takes as 51.5 °C, and its panel shows as 125 °F: that is no other value. */
function askedFor(given: unknown, value: unknown): number | null {
  const asked = celsiusOf(given)
  if (Number.isNaN(asked) || typeof value !== 'number') return null
  const isSame = isFahrenheit(given) ? Math.round(fahrenheitOf(value)) === given.fahrenheit : asked === value
  return isSame ? null : Math.round(asked * 100) / 100
}

/** @param entry an entry of the schedule. */
const differenceAnswer = (entry: z.ZodType) =>
  z.strictObject({
    enabled: z.strictObject({ before: z.boolean(), after: z.boolean() }).nullable().describe('The master switch.'),
    added: z.array(entry),
    removed: z.array(entry),
    changed: z.array(z.strictObject({ before: entry, after: entry })),
  })

function differenceOf<Of extends Schedule>(difference: ScheduleDifference<EntryOf<Of>> | undefined) {
  if (difference === undefined) return null
  const { master, added, removed, changed } = difference
  const enabled = master ? { before: master.before.enabled, after: master.after.enabled } : null
  return { enabled, added, removed, changed }
}

/** @param schedule and entry: of the kind of schedule. */
export const scheduleOutcomeAnswer = (id: string, entry: z.ZodType, more: z.ZodRawShape = {}) =>
  z
    .strictObject({
      heater: z.string(),
      command: z.string(),
      ...endAnswer,
      difference: differenceAnswer(entry).nullable().describe('From what the heater held to what was to be there.'),
      conflict: differenceAnswer(entry).nullable().describe('What somebody else changed.'),
      warnings: z.array(z.string()),
      version: z.string().nullable().describe('Of what the heater held when it was read last.'),
      enabled: z.boolean().nullable().describe('The master switch then.'),
      ...more,
    })
    .meta({ id, description: 'How the writing of a schedule ended.' })

export function scheduleOutcomeOf<Of extends Schedule>(heater: string, outcome: ScheduleOutcome<Of>) {
  const { command, result, difference, conflict, warnings, before, after } = outcome
  const held = after ?? (outcome.attempts === 0 ? before : undefined)
  return {
    heater,
    command,
    result,
    ...endOf(outcome),
    difference: differenceOf<Of>(difference),
    conflict: differenceOf<Of>(conflict),
    warnings: warnings.map(({ text }) => text),
    version: held ? scheduleHash(held) : null,
    enabled: held?.enabled ?? null,
  }
}
