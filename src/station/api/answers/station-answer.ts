/** The station as the API tells it: accounts with the health of their links, and sinks. */
import { z } from 'zod'
import type { SinkReport } from '../../sink.ts'
import type { StationAccount } from '../../station-view.ts'
import { inSeconds, moment, momentText } from '../moment.ts'
import { toldText } from '../told-text.ts'

const trafficAnswer = z.strictObject({ messages: z.number(), bytes: z.number() })

const linkAnswer = z
  .strictObject({
    state: z.string().describe('`online`, or what it does to become it.'),
    since: moment,
    problem: z.string().nullable().describe('Why the last connection ended or couldn’t be had.'),
    code: z.number().nullable().describe('Of the problem: an HTTP status, a reason code of MQTT, a code of the cloud.'),
    attempt: z.number().describe('Tries since the last good connection.'),
    protocol: z.string().nullable().describe('The version of MQTT.'),
    connections: z.number().describe('How often it came online.'),
    drops: z.number().describe('How often it was lost.'),
    attempts: z.number().describe('How often it was tried.'),
    replacements: z.number().describe('Connections that were replaced before their end.'),
    sent: trafficAnswer,
    received: trafficAnswer,
    unanswered: z.number().describe('Questions to heaters that are open at this moment.'),
    answerTime: z.number().nullable().describe('How long the last answer took, in seconds.'),
    waiting: z.number().describe('Commands that wait for the link or their turn.'),
    lastMessage: moment.nullable(),
    credentialsEnd: moment.nullable(),
  })
  .meta({ id: 'Link', description: 'The way to the cloud, by the machine’s clock.' })

export const accountAnswer = z
  .strictObject({
    name: z.string().describe('As the config calls it.'),
    state: z
      .enum(['signing-in', 'ready', 'refused', 'unreachable'])
      .describe('`refused`: a person has to change the password, then reload.'),
    problem: z.string().nullable().describe('Why it isn’t ready.'),
    link: linkAnswer,
  })
  .meta({ id: 'Account', description: 'An account and its link.' })

export function accountOf({ name, state, problem, link }: StationAccount): z.output<typeof accountAnswer> {
  const health = link.health()
  const { cause, code, attempt, protocol, connections, drops, attempts, replacements, unanswered, answerTime } = health
  const dateText = (date: Date | undefined) => (date === undefined ? null : momentText(date.getTime()))
  return {
    name,
    state,
    problem: problem === undefined ? null : toldText(problem),
    link: {
      state: health.state,
      since: momentText(health.since.getTime()),
      problem: cause === undefined ? null : toldText(cause.message),
      code: code ?? null,
      attempt,
      protocol: protocol ?? null,
      connections,
      drops,
      attempts,
      replacements,
      sent: health.sent,
      received: health.received,
      unanswered,
      answerTime: answerTime === undefined ? null : inSeconds(answerTime),
      waiting: link.queue?.size ?? 0,
      lastMessage: dateText(health.lastMessage),
      credentialsEnd: dateText(health.credentialsEnd),
    },
  }
}

export const sinkAnswer = z
  .strictObject({
    name: z.string(),
    waiting: z.number().describe('Samples that wait for it.'),
    lag: z.number().describe('How long the oldest of them has waited, in seconds.'),
    written: z.number(),
    dropped: z.number().describe('Samples that didn’t fit its queue.'),
    failed: z.number().describe('Samples that it could not take.'),
  })
  .meta({ id: 'Sink', description: 'Something that takes the samples, and how it fares.' })

export const sinkOf = ({ name, waiting, lag, written, dropped, failed }: SinkReport): z.output<typeof sinkAnswer> => ({
  name,
  waiting,
  lag: inSeconds(lag),
  written,
  dropped,
  failed,
})
