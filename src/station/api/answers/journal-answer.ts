/** Journal, alerts and gaps as the API tells them. */
import { z } from 'zod'
import type { Alert } from '../../alerts/alert.ts'
import { type Gap, type GapCause, gapCauses } from '../../history/gap.ts'
import { type JournalEntry, journalKinds } from '../../journal/journal-entry.ts'
import { moment, momentOrNull, momentText } from '../moment.ts'
import { toldText } from '../told-text.ts'

export const entryAnswer = z
  .strictObject({
    id: z.number().nullable().describe('Grows; null for an entry that could not be kept yet.'),
    at: moment,
    heater: z.string().nullable().describe('Null where it is about the station.'),
    kind: z.enum(journalKinds),
    who: z
      .enum(['us', 'schedule', 'time-of-use', 'demand-response', 'heater', 'somebody'])
      .nullable()
      .describe('Who did it, as far as can be told; `us` is this station.'),
    text: z.string().describe('One sentence for people.'),
    data: z.record(z.string(), z.unknown()).describe('The same for programs.'),
  })
  .meta({ id: 'JournalEntry', description: 'One thing that happened.' })

export const entryOf = ({ id, at, heater, kind, who, text, data }: JournalEntry): z.output<typeof entryAnswer> => ({
  id: id ?? null,
  at: momentText(at),
  heater: heater ?? null,
  kind,
  who: who ?? null,
  text: toldText(text),
  data: data ?? {},
})

export const alertAnswer = z
  .strictObject({
    id: z.string(),
    rule: z.string(),
    severity: z.enum(['info', 'warning', 'alarm']),
    heater: z.string().nullable().describe('Null where it is about the station.'),
    heaterName: z.string().nullable().describe('Null too for a heater that is watched no more.'),
    since: moment,
    ended: moment.nullable().describe('When its cause was over; null while it lasts.'),
    text: z.string().describe('One sentence: what, and what to do about it.'),
    acknowledged: moment.nullable(),
    acknowledgedBy: z.string().nullable(),
    snoozedUntil: moment.nullable().describe('No message before.'),
    told: z.number().describe('How many messages were sent.'),
    toldAt: moment.nullable(),
  })
  .meta({ id: 'Alert', description: 'Something that a person should know.' })

export const alertOf = (
  alert: Alert,
  { heaters }: { readonly heaters: readonly { readonly id: string; readonly name: string }[] },
): z.output<typeof alertAnswer> => ({
  id: alert.id,
  rule: alert.rule,
  severity: alert.severity,
  heater: alert.heater ?? null,
  heaterName: heaters.find(({ id }) => id === alert.heater)?.name ?? null,
  since: momentText(alert.since),
  ended: momentOrNull(alert.ended),
  text: toldText(alert.text),
  acknowledged: momentOrNull(alert.acknowledged),
  acknowledgedBy: alert.acknowledgedBy ?? null,
  snoozedUntil: momentOrNull(alert.snoozedUntil),
  told: alert.told,
  toldAt: momentOrNull(alert.toldAt),
})

export const gapAnswer = z
  .strictObject({
    heater: z.string(),
    from: moment.describe('The last sample before it.'),
    until: moment.nullable().describe('The first sample after it; null while it lasts.'),
    cause: z.enum(Object.keys(gapCauses) as [GapCause, ...GapCause[]]).describe(
      Object.entries(gapCauses)
        .map(([cause, doc]) => `\`${cause}\`: ${doc}`)
        .join('; ')
        .concat('.'),
    ),
  })
  .meta({ id: 'Gap', description: 'A stretch without samples in which some should have come.' })

export const gapOf = ({ heater, from, until, cause }: Gap): z.output<typeof gapAnswer> => ({
  heater,
  from: momentText(from),
  until: momentOrNull(until),
  cause,
})
