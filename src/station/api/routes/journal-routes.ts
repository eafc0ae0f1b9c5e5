/** The journal: what happened, newest first. */
import { z } from 'zod'
import { type JournalKind, journalKinds } from '../../journal/journal-entry.ts'
import { entryAnswer, entryOf } from '../answers/journal-answer.ts'
import { mustBeOnRecord } from '../known-heater.ts'
import { givenMoment, givenWhole, inOrder, outOfOrder } from '../moment.ts'
import { query, type Route, route } from '../route.ts'

const kinds = new Set<string>(journalKinds)

export const journalRoutes: readonly Route[] = [
  route({
    method: 'get',
    path: '/api/v1/journal',
    name: 'getJournal',
    group: 'Journal',
    summary: 'Tells what happened, newest first, page by page.',
    scope: 'read',
    query: query({
      heater: z.string().max(64).optional(),
      kinds: z
        .string()
        .transform(text => text.split(','))
        .refine(names => names.every(name => kinds.has(name)), `some of ${journalKinds.join(', ')} are expected`)
        .transform(names => [...new Set(names)] as JournalKind[])
        .optional()
        .describe(`Some of ${journalKinds.join(', ')}, with commas between them.`),
      from: givenMoment.optional(),
      until: givenMoment.optional(),
      before: givenWhole(0, Number.MAX_SAFE_INTEGER).optional().describe('Only entries with a smaller id.'),
      limit: givenWhole(1, 1000).default(100),
    }).refine(inOrder, outOfOrder),
    answer: z.strictObject({
      entries: z.array(entryAnswer),
      next: z.number().nullable().describe('Give it as `before` for the next page; null at the end.'),
    }),
    refusals: ['not-found', 'store-unavailable'],
    async work({ station, query: asked }) {
      if (asked.heater !== undefined) await mustBeOnRecord(station, asked.heater)
      const entries = await station.store.journal({ ...asked, limit: asked.limit + 1 })
      const page = entries.slice(0, asked.limit)
      return { entries: page.map(entryOf), next: entries.length > page.length ? (page.at(-1)?.id ?? null) : null }
    },
  }),
]
