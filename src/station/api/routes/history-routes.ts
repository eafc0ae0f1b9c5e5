/** The record of a heater: samples, charts, gaps and energy, and samples of elsewhere that are taken into it. */
import { z } from 'zod'
import type { StatusKey } from '#schema/status'
import { days } from '#time/duration'
import { keepSamples, settleGaps } from '../../exchange/keep-imported.ts'
import { mostPoints } from '../../history/chart.ts'
import { gapAnswer, gapOf } from '../answers/journal-answer.ts'
import { findPage, streamed } from '../answers/sample-page.ts'
import { samplesAnswer, samplesCsv, samplesText } from '../answers/samples-answer.ts'
import { statusKeys } from '../answers/status-answer.ts'
import { ApiError } from '../api-error.ts'
import { mustBeOnRecord } from '../known-heater.ts'
import { givenMoment, givenSwitch, givenWhole, inOrder, momentText, outOfOrder } from '../moment.ts'
import { stationEntry } from '../noted.ts'
import { query, type Route, route } from '../route.ts'

const group = 'History'
const known = new Set<string>(statusKeys)

const givenFields = z
  .string()
  .transform(text => text.split(',').map(name => name.trim()))
  .refine(
    names => names.length <= known.size && names.every(name => known.has(name)),
    'names of status fields are expected',
  )
  .transform(names => [...new Set(names)] as readonly StatusKey[])
  .describe('Names of status fields with commas between them.')

const span = {
  from: givenMoment.optional().describe('From then on: a moment, or milliseconds since 1970.'),
  until: givenMoment.optional().describe('Until then, which is left out.'),
}

const choiceSeries = z.strictObject({ label: z.array(z.string().nullable()) })
const numbers = z.array(z.number().nullable())
const numberSeries = z.strictObject({ mean: numbers, min: numbers, max: numbers })

const chartAnswer = z
  .strictObject({
    from: z.number().describe('ms since 1970, as all times of a chart: thousands of them are smaller so.'),
    until: z.number().describe('ms since 1970.'),
    step: z.number().describe('From one point to the next, ms.'),
    source: z.enum(['samples', 'hours', 'days']),
    at: z.array(z.number()).describe('ms since 1970: where each point begins.'),
    series: z.record(z.string(), z.union([numberSeries, choiceSeries])),
    gaps: z.array(gapAnswer),
  })
  .meta({
    id: 'Chart',
    description:
      'A value for each field and point; null where nothing was observed. A choice has the name that held longest.',
  })

/** What a chart may ask for at once. */
const mostFields = 20

const given = z.strictObject({
  samples: z
    .array(
      z.strictObject({
        at: givenMoment,
        connected: z.boolean().default(true),
        raw: z.record(z.string().max(64), z.unknown()).describe('Fields of the wire, in its own numbers.'),
      }),
    )
    .max(10_000),
  settle: z
    .strictObject({
      from: givenMoment.describe('The first sample.'),
      until: givenMoment.describe('The last.'),
      longest: z.number().min(1000).max(days(366)).describe('Two that lie farther apart have a gap between them, ms.'),
    })
    .optional()
    .describe('Once all samples are kept: finds the gaps between them.'),
})

export const historyRoutes: readonly Route[] = [
  route({
    method: 'get',
    path: '/api/v1/heaters/{id}/history/samples',
    name: 'getSamples',
    group,
    summary: 'Tells what a heater said, page by page; as CSV to those that accept `text/csv`.',
    scope: 'read',
    query: query({
      ...span,
      limit: givenWhole(1, 10_000).default(1000),
      backwards: givenSwitch.default(false).describe('Newest first.'),
      fields: givenFields.optional(),
      raw: givenSwitch.default(false).describe('With the fields as they came, odd and unknown ones too.'),
    }).refine(inOrder, outOfOrder),
    answer: samplesAnswer,
    media: { 'text/csv': 'The same in lines; the header `Link` leads to the next page.' },
    refusals: ['store-unavailable'],
    async work({ station, params, query: { from, until, limit, backwards, fields, raw }, headers, path, cut }) {
      await mustBeOnRecord(station, params.id)
      const page = await findPage(station.history, { heater: params.id, from, until, backwards, limit })
      const { next } = page
      const failed = (error: unknown) => {
        station.logger.error({ error }, 'A page of the record broke off')
        cut?.()
      }
      const link = new URLSearchParams({ ...(fields && { fields: fields.join() }), limit: String(limit) })
      if (backwards) link.set('backwards', 'true')
      if (raw) link.set('raw', 'true')
      if (backwards ? from !== undefined : until !== undefined)
        link.set(backwards ? 'from' : 'until', momentText((backwards ? from : until) as number))
      if (next !== undefined) link.set(backwards ? 'until' : 'from', momentText(next))
      const more = { ...(next !== undefined && { Link: `<${path}?${link}>; rel="next"` }) }
      if (!/\btext\/csv\b/.test(headers.get('accept') ?? ''))
        return new Response(streamed(samplesText(page, { fields, raw }), failed), {
          headers: { 'Content-Type': 'application/json', ...more },
        })
      const csv = { 'Content-Type': 'text/csv; charset=utf-8; header=present', ...more }
      return new Response(streamed(samplesCsv(page, fields), failed), { headers: csv })
    },
  }),
  route({
    method: 'get',
    path: '/api/v1/heaters/{id}/history/chart',
    name: 'getChart',
    group,
    summary: 'Tells how some fields went over a span, in so many points.',
    scope: 'read',
    query: query({
      fields: givenFields.refine(names => names.length <= mostFields, `${mostFields} fields at most are expected`),
      from: givenMoment,
      until: givenMoment.optional().describe('Until then; now when absent.'),
      points: givenWhole(1, mostPoints).default(1000),
    }),
    answer: chartAnswer,
    refusals: ['store-unavailable'],
    async work({ station, params, query: { fields, from, points, until = station.clock.now() } }) {
      await mustBeOnRecord(station, params.id)
      if (until <= from) throw new ApiError('bad-request', 'until must be later than from.')
      const chart = await station.history.chart({ heater: params.id, fields, from, until, points })
      return { ...chart, gaps: chart.gaps.map(gapOf) }
    },
  }),
  route({
    method: 'get',
    path: '/api/v1/heaters/{id}/history/gaps',
    name: 'getGaps',
    group,
    summary: 'Tells when nothing came from a heater, and why.',
    scope: 'read',
    query: query(span).refine(inOrder, outOfOrder),
    answer: z.strictObject({ gaps: z.array(gapAnswer) }),
    refusals: ['store-unavailable'],
    async work({ station, params, query: asked }) {
      await mustBeOnRecord(station, params.id)
      return { gaps: (await station.store.gaps({ ...asked, heater: params.id })).map(gapOf) }
    },
  }),
  route({
    method: 'post',
    path: '/api/v1/heaters/{id}/history/import',
    name: 'importSamples',
    group,
    summary: 'Takes samples of elsewhere into the record of a heater; those that are there already are left out.',
    scope: 'write',
    body: given,
    longestBody: 32 * 1024 * 1024,
    answer: z.strictObject({ kept: z.number(), known: z.number(), gaps: z.number() }),
    refusals: ['not-taken', 'store-unavailable'],
    async work({ station, params, body: { samples, settle }, caller }) {
      const { store, history, clock } = station
      const heater = params.id
      await mustBeOnRecord(station, heater)
      if (settle && !inOrder(settle)) throw new ApiError('bad-request', `settle: ${outOfOrder}.`)
      const keeping = { store, history, heater, now: clock.now() }
      const kept = await keepSamples(keeping, samples)
      const { gaps } = settle ? await settleGaps(keeping, settle) : { gaps: 0 }
      if (kept.kept > 0) {
        const entry = stationEntry(station, caller, `${kept.kept} samples were imported.`, { samples: kept.kept })
        station.journal.note({ ...entry, heater })
      }
      return { ...kept, gaps }
    },
  }),
]
