import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AskedStation } from '../../../../test/fixtures/asked-station.ts'
import { refusals } from '../api-error.ts'
import { errorAnswer } from '../openapi.ts'
import { type Route, refusalsOf } from '../route.ts'
import { allRoutes } from './all-routes.ts'

const odd = fc.oneof(
  fc.string(),
  fc.constantFrom(
    ...['', '0', '-1', '1e99', 'NaN', 'true', '2025-09-26T20:00:00Z', '275760-09-13', '9999999999999', '2025-02-30'],
    ...['dhwChargePer', 'dhwChargePer,__proto__', 'constructor', '../../etc/passwd', '%00', 'a'.repeat(5000)],
  ),
)
const names = fc.constantFrom(
  'value',
  'confirm',
  'entries',
  'periods',
  'enabled',
  'samples',
  'base',
  'at',
  'raw',
  '__proto__',
)
const jsonLike = fc.oneof(
  fc.jsonValue(),
  fc.dictionary(
    names,
    fc.oneof(fc.jsonValue(), odd, fc.array(fc.dictionary(fc.oneof(names, fc.string()), fc.jsonValue()))),
  ),
)
const queries = [
  'from',
  'until',
  'limit',
  'points',
  'fields',
  'heater',
  'kinds',
  'before',
  'year',
  'month',
  'open',
  'fresh',
]

describe('whatever is asked', () => {
  it('is answered with a documented status, and tells nothing that it should not', async () => {
    const errors: object[] = []
    const log = (details: object) => void errors.push(details)
    const quiet = () => {}
    const asked = await AskedStation.open({
      logger: { trace: quiet, debug: quiet, info: quiet, warn: quiet, error: log },
    })
    await asked.station.hear()
    const call = fc.record({
      name: fc.constantFrom(...allRoutes.map(({ name }) => name)),
      id: fc.oneof({ weight: 4, arbitrary: fc.constant(asked.id) }, { weight: 1, arbitrary: odd }),
      query: fc.dictionary(fc.oneof(fc.constantFrom(...queries), fc.string()), odd, { maxKeys: 3 }),
      body: fc.oneof({ weight: 5, arbitrary: jsonLike }, { weight: 1, arbitrary: fc.string() }),
      last: fc.option(odd, { nil: undefined }),
    })
    await fc.assert(
      fc.asyncProperty(call, async ({ name, id, query, body, last }) => {
        const route = allRoutes.find(each => each.name === name) as Route
        const path = `${route.path.replace('{id}', encodeURIComponent(id))}?${new URLSearchParams(query)}`
        const headers: Record<string, string> = last && /^[\x20-\x7e]+$/.test(last) ? { 'last-event-id': last } : {}
        const from = route.method === 'get' ? {} : { body }
        // As the command line: others would soon have asked too often.
        const answer = await asked.ask(path, {
          ...from,
          headers,
          method: route.method.toUpperCase(),
          token: 'control-token-of-the-command-line',
        })
        if (answer.status === 200) {
          await answer.body?.cancel()
          return
        }
        const text = await answer.text()
        const { error } = errorAnswer.parse(JSON.parse(text)) as {
          error: { code: keyof typeof refusals; message: string }
        }
        expect([...refusalsOf(route), 'not-found']).toContain(error.code)
        expect(answer.status).toBe(refusals[error.code][0])
        expect(answer.status).not.toBe(500)
        expect(text).not.toMatch(
          /\bat [^{}]*\.[jt]s:\d+|node_modules|file:\/\/|0123456789ab|owner@example|SN0123456789/,
        )
      }),
      { numRuns: 600 },
    )
    // What isn't expected by any route would stand in the log.
    expect(errors).toEqual([])
  })
})

it('says which methods a path takes', async () => {
  const asked = await AskedStation.open()
  for (const path of new Set(allRoutes.map(route => route.path))) {
    const answer = await asked.ask(path.replace('{id}', asked.id), { method: 'PATCH', body: {} })
    expect(answer.status).toBe(405)
    const methods = allRoutes.filter(route => route.path === path).map(({ method }) => method.toUpperCase())
    expect(answer.headers.get('allow')).toBe(methods.join(', '))
    expect(await answer.json()).toMatchObject({ error: { code: 'method-not-allowed' } })
  }
  const nowhere = await asked.ask('/api/v2/heaters')
  expect(nowhere.status).toBe(404)
})
