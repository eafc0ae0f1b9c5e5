/** A heater as the API tells it: what it is called, whether it is there, and what it said last. */
import { z } from 'zod'
import type { Sample } from '../../sample.ts'
import type { StationHeater } from '../../station-view.ts'
import { inSeconds, moment, momentText } from '../moment.ts'
import { derivedAnswer, derivedOf, statusAnswer, statusOf } from './status-answer.ts'

export const presenceAnswer = z
  .enum(['unknown', 'online', 'stale', 'offline'])
  .describe('`stale`: it left three questions without an answer; `offline`: ten, or the cloud says so.')

export const sampleAnswer = z
  .strictObject({
    at: moment.describe('When it came, by the heaters’ clock.'),
    cause: z.string().describe('`answer` to a question, or a `push` of its own.'),
    connected: z.boolean().describe('Whether the cloud could reach the heater.'),
    status: statusAnswer,
    derived: derivedAnswer,
  })
  .meta({ id: 'Sample', description: 'A status, when it came, and what follows from it.' })

export const heaterAnswer = z
  .strictObject({
    id: z.string().describe('Eight hex digits, the same for ever.'),
    name: z.string(),
    account: z.string().describe('As the config calls it.'),
    timeZone: z.string().describe('Where it stands: its days are days of this zone.'),
    interval: z.number().describe('From one question to the next, in seconds.'),
    presence: presenceAnswer,
    presenceSince: moment,
    connected: z.boolean().nullable().describe('Whether the cloud can reach it, as far as was told last.'),
    samples: z.number().describe('Of this run of the station, pushes included.'),
    answers: z.number().describe('Those of them that answered a question.'),
    expected: z.number().describe('How many answers the interval should have brought.'),
    missed: z.number().describe('Questions without an answer.'),
    age: z.number().nullable().describe('How old the newest sample is, in seconds.'),
    latest: sampleAnswer.nullable().describe('The newest sample of this run.'),
  })
  .meta({ id: 'Heater', description: 'A heater and its newest sample.' })

export const sampleOf = ({ at, status, connected }: Sample): z.output<typeof sampleAnswer> => ({
  at: momentText(at.getTime()),
  cause: status.about.cause,
  connected,
  status: statusOf(status),
  derived: derivedOf(status),
})

export function heaterOf(heater: StationHeater, now: number): z.output<typeof heaterAnswer> {
  const { id, name, account, timeZone, interval, device, latest, samples, answers, expected, missed } = heater
  return {
    id,
    name,
    account,
    timeZone,
    interval: inSeconds(interval),
    presence: device.presence,
    presenceSince: momentText(device.presenceSince.getTime()),
    connected: device.connected ?? null,
    samples,
    answers,
    expected,
    missed,
    age: latest ? inSeconds(Math.max(0, now - latest.at.getTime())) : null,
    latest: latest ? sampleOf(latest) : null,
  }
}
