/** Alerts: those that are open and those that were, and what a person does about them. */
import { z } from 'zod'
import { days, millis } from '#time/duration'
import type { Alert } from '../../alerts/alert.ts'
import type { StationView } from '../../station-view.ts'
import { channelAnswer, channelOf, ruleAnswer, ruleOf } from '../answers/alerting-answer.ts'
import { alertAnswer, alertOf } from '../answers/journal-answer.ts'
import { ApiError } from '../api-error.ts'
import { givenMoment, givenSwitch, givenWhole } from '../moment.ts'
import { query, type Route, route } from '../route.ts'

const group = 'Alerts'
const oneAlert = z.strictObject({ alert: alertAnswer })

function alertAnswered(alert: Alert | undefined, station: StationView) {
  if (alert === undefined) throw new ApiError('not-found', 'There is no such alert; GET /api/v1/alerts lists them.')
  return { alert: alertOf(alert, station) }
}

export const alertRoutes: readonly Route[] = [
  route({
    method: 'get',
    path: '/api/v1/alerts',
    name: 'listAlerts',
    group,
    summary: 'Lists alerts, newest first.',
    scope: 'read',
    query: query({
      open: givenSwitch.optional().describe('Only those whose cause lasts.'),
      limit: givenWhole(1, 1000).default(100),
    }),
    answer: z.strictObject({ alerts: z.array(alertAnswer) }),
    refusals: ['store-unavailable'],
    async work({ station, query: { open, limit } }) {
      const alerts = await station.alerts.list({ limit, ...(open !== undefined && { open }) })
      return { alerts: alerts.map(alert => alertOf(alert, station)) }
    },
  }),
  route({
    method: 'get',
    path: '/api/v1/alerts/rules',
    name: 'listRules',
    group,
    summary: 'Lists the rules as they are set, and how the channels fare by which people are told.',
    scope: 'read',
    answer: z.strictObject({ rules: z.array(ruleAnswer), channels: z.array(channelAnswer) }),
    work: ({ station: { alerts } }) => ({ rules: alerts.rules.map(ruleOf), channels: alerts.channels.map(channelOf) }),
  }),
  route({
    method: 'post',
    path: '/api/v1/alerts/{id}/acknowledge',
    name: 'acknowledgeAlert',
    group,
    summary: 'Says that a person knows: no message is repeated.',
    scope: 'write',
    answer: oneAlert,
    refusals: ['store-unavailable'],
    async work({ station, params, caller }) {
      return alertAnswered(await station.alerts.acknowledge(params.id, caller.name), station)
    },
  }),
  route({
    method: 'post',
    path: '/api/v1/alerts/{id}/snooze',
    name: 'snoozeAlert',
    group,
    summary: 'Lets an alert be quiet for a while.',
    scope: 'write',
    body: z
      .strictObject({
        until: givenMoment.optional(),
        minutes: z.int().min(1).max(525_600).optional().describe('From now.'),
      })
      .refine(
        ({ until, minutes }) => (until === undefined) !== (minutes === undefined),
        'until or minutes is expected',
      ),
    answer: oneAlert,
    refusals: ['store-unavailable'],
    async work({ station, params, body: { until, minutes = 0 }, caller }) {
      const now = station.clock.now()
      const end = until ?? now + millis(minutes * 60_000)
      if (end <= now || end > now + days(366)) throw new ApiError('bad-request', 'until must lie within the next year.')
      return alertAnswered(await station.alerts.snooze(params.id, new Date(end), caller.name), station)
    },
  }),
  route({
    method: 'post',
    path: '/api/v1/alerts/test',
    name: 'testAlerts',
    group,
    summary: 'Sends a test message through a channel, or through all.',
    scope: 'write',
    body: z.strictObject({ channel: z.string().max(100).optional() }),
    answer: z.strictObject({
      channels: z.array(z.strictObject({ channel: z.string(), sent: z.boolean(), problem: z.string().nullable() })),
    }),
    refusals: ['not-found'],
    async work({ station, body: { channel } }) {
      const known = station.alerts.channels.map(({ name }) => name)
      if (channel !== undefined && !known.includes(channel))
        throw new ApiError('not-found', `There is no such channel; there are ${known.join(', ') || 'none'}.`)
      const channels = await station.alerts.test(channel)
      return { channels: channels.map(({ channel, sent, problem = null }) => ({ channel, sent, problem })) }
    },
  }),
]
