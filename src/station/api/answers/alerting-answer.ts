/** The rules of alerts and the channels by which people are told, as the API tells them. */
import { z } from 'zod'
import type { AlertRule, ChannelReport } from '../../alerts/alerts.ts'
import { inSeconds, moment, momentOrNull } from '../moment.ts'
import { toldText } from '../told-text.ts'

export const ruleAnswer = z
  .strictObject({
    name: z.string(),
    title: z.string(),
    severity: z.enum(['info', 'warning', 'alarm']),
    enabled: z.boolean(),
    looksAt: z.string(),
    advice: z.string().describe('What a person can do about it.'),
    is: z.enum(['above', 'below']).nullable(),
    threshold: z.number().nullable(),
    unit: z.string().nullable().describe('Of the threshold.'),
    hold: z.number().describe('How long it must be so before it is told, in seconds.'),
    repeat: z.number().nullable().describe('After how many seconds it is told again; null for never.'),
  })
  .meta({ id: 'AlertRule', description: 'When somebody is told, as the config sets it for all heaters.' })

export const ruleOf = (rule: AlertRule): z.output<typeof ruleAnswer> => ({
  name: rule.name,
  title: rule.title,
  severity: rule.severity,
  enabled: rule.enabled,
  looksAt: rule.looksAt,
  advice: rule.advice,
  is: rule.is ?? null,
  threshold: rule.threshold ?? null,
  unit: rule.unit ?? null,
  hold: inSeconds(rule.hold),
  repeat: rule.repeat === undefined ? null : inSeconds(rule.repeat),
})

export const channelAnswer = z
  .strictObject({
    name: z.string(),
    type: z.string(),
    waiting: z.number().describe('Messages that wait.'),
    lag: z.number().describe('How long the oldest of them has waited, in seconds.'),
    sent: z.number(),
    failures: z.number().describe('Attempts that failed.'),
    dropped: z.number().describe('Messages that were given up.'),
    lastSent: moment.nullable(),
    problem: z.string().nullable().describe('Why the last attempt failed.'),
  })
  .meta({ id: 'Channel', description: 'A way of telling people, and how it fares in this run.' })

export const channelOf = (channel: ChannelReport): z.output<typeof channelAnswer> => ({
  name: channel.name,
  type: channel.type,
  waiting: channel.waiting,
  lag: inSeconds(channel.lag),
  sent: channel.sent,
  failures: channel.failures,
  dropped: channel.dropped,
  lastSent: momentOrNull(channel.lastSent?.getTime()),
  problem: channel.problem === undefined ? null : toldText(channel.problem),
})
