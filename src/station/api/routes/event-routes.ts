/** The stream of changes, as server-sent events. */
import { z } from 'zod'
import { ApiError } from '../api-error.ts'
import { snapshot } from '../events/news-event.ts'
import { heaterNamed } from '../known-heater.ts'
import { query, type Route, route } from '../route.ts'

export const eventRoutes: readonly Route[] = [
  route({
    method: 'get',
    path: '/api/v1/events',
    name: 'listen',
    group: 'Events',
    summary:
      'Tells all that there is (`snapshot`), then what changes: `sample`, `journal`, `alert`, `gap`, `presence`, `account`, each with `now`. The header Last-Event-ID takes it up again where it broke off.',
    scope: 'read',
    query: query({ heater: z.string().max(64).optional().describe('Of this heater only.') }),
    media: { 'text/event-stream': 'Events whose data is JSON; a comment every 15 s shows that it lives.' },
    refusals: ['not-found', 'too-many-streams', 'store-unavailable'],
    async work({ station, api, query: { heater }, headers, caller }) {
      if (heater !== undefined) heaterNamed(station, heater)
      const last = headers.get('last-event-id') ?? ''
      // Before the listener is entered, so that nothing comes between the snapshot and the first change.
      const alerts = await station.alerts.list({ open: true })
      const stream = api.events.listen({
        lastId: /^\d{1,15}$/.test(last) ? Number(last) : undefined,
        heater,
        key: caller.key,
        isLetIn: () => api.access.stillLetIn(caller),
        snapshot: () => snapshot(station, alerts, heater),
      })
      if (stream === undefined)
        throw new ApiError('too-many-streams', 'As many listen as can be served.', { 'Retry-After': '10' })
      return new Response(stream, { headers: { 'Content-Type': 'text/event-stream', 'X-Accel-Buffering': 'no' } })
    },
  }),
]
