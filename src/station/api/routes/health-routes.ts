/** Whether the station lives and works, for those who watch over it; its metrics; and what is described here. */
import { z } from 'zod'
import { ApiError } from '../api-error.ts'
import { metricsType } from '../metrics/metric-text.ts'
import { type Route, route } from '../route.ts'
import { recordingText } from '../told-text.ts'

const group = 'Health'
const ok = z.strictObject({ ok: z.literal(true) })

export const healthRoutes: readonly Route[] = [
  route({
    method: 'get',
    path: '/healthz',
    name: 'isAlive',
    group,
    summary: 'Says that the process lives.',
    scope: 'none',
    answer: ok,
    work: () => ({ ok: true }),
  }),
  route({
    method: 'get',
    path: '/readyz',
    name: 'isReady',
    group,
    summary: 'Says whether the record takes samples and an account is ready.',
    scope: 'none',
    answer: ok,
    refusals: ['not-ready'],
    work({ station: { store, recorder, accounts } }) {
      if (store.state !== 'ready') throw new ApiError('not-ready', recordingText(store.state))
      if (recorder.state.kind !== 'recording') throw new ApiError('not-ready', 'Nothing can be kept at the moment.')
      if (!accounts.some(({ state }) => state === 'ready')) throw new ApiError('not-ready', 'No account is ready.')
      return { ok: true }
    },
  }),
  route({
    method: 'get',
    path: '/metrics',
    name: 'getMetrics',
    group,
    summary: 'Tells everything in numbers, in Prometheus’ text format.',
    scope: 'read',
    media: { 'text/plain': 'Prometheus’ text format, version 0.0.4.' },
    async work({ api }) {
      return new Response(await api.metrics.text(), { headers: { 'Content-Type': metricsType } })
    },
  }),
  route({
    method: 'get',
    path: '/openapi.json',
    name: 'getDocument',
    group,
    summary: 'This document.',
    scope: 'none',
    media: { 'application/json': 'OpenAPI 3.1.' },
    work: ({ api }) => new Response(api.document(), { headers: { 'Content-Type': 'application/json' } }),
  }),
]
