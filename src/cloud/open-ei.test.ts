import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import {
  ConnectionError,
  NaviLinkError,
  ProtocolError,
  RefusedError,
  ThrottledError,
  TimeoutError,
} from '#schema/errors'
import { startSimulator } from '#simulator/index'
import { convertPlan, planKind, planProblem } from '#tariff/convert'
import { seconds } from '#time/duration'
import { manualClock } from '../../test/fixtures/manual-clock.ts'
import { keptLog } from '../../test/fixtures/test-cloud.ts'
import { OpenEi, type OpenEiOptions } from './open-ei.ts'

const key = 'simulated-openei-key'
const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0)) await end()
})

async function simulated(options: Partial<OpenEiOptions> = {}) {
  const clock = manualClock()
  const simulator = await startSimulator({ clock, heaters: [] })
  ends.push(() => simulator.close())
  const address = `${simulator.url}/openei`
  return { clock, openEi: new OpenEi({ fetch, clock, apiKey: key, address, ...options }) }
}

/** A service that answers as it is told. */
async function answering(listener: RequestListener, options: Partial<OpenEiOptions> = {}) {
  const server: Server = createServer(listener)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  ends.push(() => {
    server.closeAllConnections()
    server.close()
  })
  const clock = manualClock()
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  return { clock, openEi: new OpenEi({ fetch, clock, apiKey: key, address, ...options }) }
}

const send = (response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}) =>
  void response.writeHead(status, headers).end(typeof body === 'string' ? body : JSON.stringify(body))

const failureOf = (promise: Promise<unknown>) =>
  promise.then(
    () => new Error('nothing failed'),
    (error: unknown) => error as Error,
  )

describe('the plans of a ZIP code', () => {
  it('come with their prices and hours, the newest first', async () => {
    const { openEi } = await simulated()
    const plans = await openEi.plans('94903')
    expect(plans.map(plan => [plan.name, planKind(plan)])).toEqual([
      ['Three Periods', 'time-of-use'],
      ['Monthly Fuel', 'time-of-use'],
      ['Evening Peak', 'time-of-use'],
      ['Residential Flat', 'flat'],
      ['Residential Tiered', 'flat'],
      ['Residential by Contract', undefined],
    ])
    expect(plans[2]).toMatchObject({
      ...{ label: '5eed00000000000000000002', utility: 'Example Light & Power', sector: 'Residential' },
      ...{
        starts: '2025-01-01',
        ends: undefined,
        fixedCharge: { amount: 10.5, unit: '$/month' },
        demandCharges: false,
      },
    })
    expect(plans[2]?.rates?.[0]).toEqual([
      { rate: 0.21, adj: undefined, max: 350, unit: 'kWh', sell: undefined },
      { rate: 0.21, adj: 0.08, max: undefined, unit: 'kWh', sell: undefined },
    ])
    expect(plans[2]?.record).toMatchObject({ eiaid: 90001, energyratestructure: expect.any(Array) })
    expect(plans.map(planProblem).filter(Boolean)).toEqual(['OpenEI has no prices a kWh for it'])
  })

  it('convert into what the heater takes', async () => {
    const { openEi } = await simulated()
    const plans = await openEi.plans('94903-1234')
    const converted = (name: string) => {
      const plan = plans.find(plan => plan.name === name)
      if (!plan) throw new Error(name)
      return convertPlan(plan)
    }
    expect(converted('Residential Flat').periods).toMatchObject([{ priceMin: '0.30', priceMax: '0.30' }])
    expect(converted('Residential Tiered').periods).toMatchObject([{ priceMin: '0.25902', priceMax: '0.40745' }])
    expect(converted('Evening Peak').periods).toHaveLength(8)
    expect(converted('Three Periods')).toMatchObject({ decimals: 5 })
    expect(converted('Monthly Fuel').loss).toMatchObject({ periodsNeeded: 48, dearestHoursAdded: 0 })
  })

  it('may be those of a utility, and those that have ended', async () => {
    const { openEi } = await simulated()
    const names = async (search: Parameters<OpenEi['plans']>[1]) =>
      (await openEi.plans('94903', search)).map(plan => plan.name)
    expect(await names({ utility: 'valley' })).toEqual(['Monthly Fuel', 'Residential by Contract'])
    expect(await names({ utility: 'LIGHT & P', ended: true })).toContain('Evening Peak (until 2024)')
    const [demand] = await openEi.plans('02139')
    expect(demand?.demandCharges).toBe(true)
  })

  it('are asked for page by page', async () => {
    const queries: URLSearchParams[] = []
    const { openEi } = await answering((request, response) => {
      const query = new URL(request.url ?? '', 'http://x').searchParams
      queries.push(query)
      const from = Number(query.get('offset'))
      const items = Array.from({ length: from < 200 ? 100 : 7 }, (_, i) => ({ label: `${from + i}`, utility: 'U' }))
      send(response, 200, { items })
    })
    expect(await openEi.plans('94903')).toHaveLength(207)
    expect(Object.fromEntries(queries[2] ?? [])).toEqual({
      ...{ version: '7', format: 'json', api_key: key, detail: 'full', sector: 'Residential', approved: 'true' },
      ...{ address: '94903', orderby: 'startdate', direction: 'desc', limit: '100', offset: '200' },
      effective_on_date: String(Date.UTC(2025, 8, 26, 20) / 1000),
    })
  })

  it('don’t end in a service that never ends', async () => {
    let asked = 0
    const { openEi } = await answering((_, response) => {
      asked++
      send(response, 200, { items: Array.from({ length: 100 }, () => ({ label: 'again' })) })
    })
    await openEi.plans('94903')
    expect(asked).toBe(10)
  })

  it('are read with odd values in them, which keep their places', async () => {
    const items = [
      'no plan',
      null,
      { label: 'a', name: '', utility: null, startdate: '1614585600', enddate: 'never', fixedchargefirstmeter: '9.5' },
      {
        label: 'b',
        name: 'B',
        energyratestructure: [null, [null, { rate: '0.25', adj: null, max: 'many' }], [{ rate: 0.5 }]],
        energyweekdayschedule: [[1, '2', 'x', null], 'none'],
        energyweekendschedule: 7,
        demandratestructure: [[{ rate: null }]],
      },
    ]
    const { openEi } = await answering((_, response) => send(response, 200, { items }))
    const [a, b, ...more] = await openEi.plans('94903')
    expect(more).toEqual([])
    expect(a).toMatchObject({ name: 'a', utility: 'an unnamed utility', starts: '2021-03-01', ends: undefined })
    expect(a?.fixedCharge).toEqual({ amount: 9.5, unit: '$/month' })
    expect(b?.rates?.map(tiers => tiers.map(({ rate }) => rate))).toEqual([[], [undefined, 0.25], [0.5]])
    expect(b?.weekdays).toEqual([[1, 2, undefined, undefined], []])
    expect(b).toMatchObject({ weekends: undefined, demandCharges: false })
  })
})

describe('a question that can’t be answered', () => {
  const sentence = /^[^\n]+\.$/

  it.each([undefined, '', '  '])('has no key: %j', async apiKey => {
    const { openEi } = await simulated({ apiKey })
    const failure = await failureOf(openEi.plans('94903'))
    expect(failure).toBeInstanceOf(NaviLinkError)
    expect(failure.message).toMatch(/free.*OPENEI_API_KEY\.$/)
  })

  it('has a key that isn’t taken', async () => {
    const { openEi } = await simulated({ apiKey: 'made-up-key' })
    const failure = await failureOf(openEi.plans('94903'))
    expect(failure).toMatchObject({ name: 'NaviLinkError', help: 'wrong-setting' })
    expect(failure.message).toMatch(/refused the API key \(API_KEY_INVALID\)/)
  })

  it.each([
    [200, { error: { code: 'API_KEY_DISABLED', message: 'no' } }],
    [401, {}],
    [403, { error: 'nope' }],
  ])('has a key that isn’t taken, said with HTTP %i', async (status, body) => {
    const { openEi } = await answering((_, response) => send(response, status, body))
    expect((await failureOf(openEi.plans('94903'))).message).toMatch(/refused the API key/)
  })

  it.each(['9490', '949033', 'San Rafael', '', '9490x'])('has no ZIP code: %j', async zip => {
    const { openEi } = await answering(() => expect.unreachable())
    expect(await failureOf(openEi.plans(zip))).toMatchObject({
      help: 'wrong-setting',
      message: expect.stringMatching(/five digits/),
    })
  })

  it('is about a place where nobody sells, or another utility', async () => {
    const { openEi } = await simulated()
    expect((await failureOf(openEi.plans('50309'))).message).toMatch(/^OpenEI knows no residential plan for this ZIP/)
    expect((await failureOf(openEi.plans('94903', { utility: 'Nobody' }))).message).toMatch(
      /it has plans of Example Light & Power, Example Valley Electric Coop\.$/,
    )
  })

  it('comes too often', async () => {
    const { openEi, clock } = await simulated({ apiKey: 'DEMO_KEY' })
    for (let i = 0; i < 30; i++) await openEi.plans('94903')
    const failure = await failureOf(openEi.plans('94903'))
    expect(failure).toBeInstanceOf(ThrottledError)
    expect(failure).toMatchObject({ retryAfter: undefined, message: expect.stringMatching(/wait an hour\.$/) })
    await clock.advance(seconds(3601))
    expect(await openEi.plans('94903')).not.toEqual([])
  })

  it.each([
    ['90', 90_000],
    ['Fri, 26 Sep 2025 20:02:00 GMT', 120_000],
    ['soon', undefined],
  ])('is told how long to wait: %s', async (header, retryAfter) => {
    const { openEi } = await answering((_, response) => send(response, 429, 'slow down', { 'retry-after': header }))
    expect(await failureOf(openEi.plans('94903'))).toMatchObject({ name: 'ThrottledError', retryAfter })
  })

  it.each([
    ['a web page', 200, '<!doctype html><title>Welcome</title>', ConnectionError, /web page/],
    ['a web page that forbids', 403, '<html>', ConnectionError, /web page/],
    ['a redirect', 302, '', ConnectionError, /HTTP 302/],
    ['a breakdown', 503, '<html>', ConnectionError, /out of order \(HTTP 503\)/],
    ['a breakdown in JSON', 500, { error: { message: 'oh' } }, ConnectionError, /out of order/],
    ['half of JSON', 200, '{"items":[', ProtocolError, /whole JSON/],
    ['nothing', 200, '', ProtocolError, /whole JSON/],
    ['JSON without plans', 200, { plans: [] }, ProtocolError, /without a list/],
    ['a text', 200, '"hello"', ProtocolError, /without a list/],
    ['null', 200, 'null', ProtocolError, /without a list/],
    [
      'an error of another kind',
      200,
      { error: { message: 'Unable to geocode\n address' } },
      RefusedError,
      /Unable to geocode address/,
    ],
    ['an error without words', 422, {}, RefusedError, /HTTP 422/],
  ])('is answered by %s', async (_, status, body, kind, message) => {
    const { openEi } = await answering((_, response) =>
      send(response, status, body, status === 302 ? { location: 'http://127.0.0.1:1/' } : {}),
    )
    const failure = await failureOf(openEi.plans('94903'))
    expect(failure).toBeInstanceOf(kind)
    expect(failure.message).toMatch(message)
    expect(failure.message).toMatch(sentence)
  })

  it('is answered without an end', async () => {
    const { openEi } = await answering((_, response) => {
      const more = () => {
        while (response.write('x'.repeat(1_000_000)));
      }
      response.on('drain', more)
      more()
    })
    expect((await failureOf(openEi.plans('94903'))).message).toMatch(/more than any answer/)
  })

  it('goes to nobody', async () => {
    const { openEi } = await answering(() => {})
    for (const end of ends.splice(0)) await end()
    expect((await failureOf(openEi.plans('94903'))).message).toMatch(/127\.0\.0\.1:\d+ refuses the connection/)
  })

  it('isn’t answered in time, or is given up', async () => {
    let arrived = Promise.withResolvers<void>()
    const { openEi, clock } = await answering(() => arrived.resolve())
    const slow = failureOf(openEi.plans('94903'))
    await arrived.promise
    await clock.advance(seconds(60))
    expect(await slow).toBeInstanceOf(TimeoutError)

    arrived = Promise.withResolvers<void>()
    const stop = new AbortController()
    const given = failureOf(openEi.plans('94903', { signal: stop.signal }))
    await arrived.promise
    stop.abort(new Error('enough'))
    expect((await given).message).toBe('enough')
    expect(clock.pending).toBe(0)
  })
})

describe('the API key', () => {
  const secret = 'k+y/with signs'

  it('is sent as it is, and is in no error and no line of the log', async () => {
    const logger = keptLog()
    const seen: (string | null)[] = []
    const says = [
      { error: { code: 'OTHER', message: `The key ${secret} (${encodeURIComponent(secret)}) is odd` } },
      `{"api_key":"${secret}", `,
      { error: { code: 'API_KEY_INVALID', message: secret } },
      `<html>${secret}`,
      { items: [] },
    ]
    for (const body of says) {
      const { openEi } = await answering(
        (request, response) => {
          seen.push(new URL(request.url ?? '', 'http://x').searchParams.get('api_key'))
          send(response, 200, body)
        },
        { apiKey: ` ${secret}\n`, logger },
      )
      const failure = await failureOf(openEi.plans('94903'))
      const frame = failure instanceof ProtocolError ? failure.frame : ''
      for (const text of [failure.message, failure.stack, frame, JSON.stringify(failure), String(failure.cause)])
        for (const written of [secret, encodeURIComponent(secret)]) expect(text).not.toContain(written)
    }
    expect(seen).toEqual(says.map(() => secret))
    expect(logger.lines.length).toBe(says.length)
    expect(JSON.stringify(logger.lines)).not.toMatch(/k\+y|k%2By|94903/)
  })

  it('goes to HTTPS, or to this machine', () => {
    const clock = manualClock()
    expect(() => new OpenEi({ fetch, clock, apiKey: key, address: 'http://openei.example' })).toThrow(/Plain http/)
    expect(() => new OpenEi({ fetch, clock, apiKey: key, address: 'ftp://openei.example' })).toThrow(NaviLinkError)
  })

  it('takes an address and a key, and needs no more', async () => {
    const simulator = await startSimulator({ heaters: [] })
    ends.push(() => simulator.close())
    const plans = await new OpenEi({ apiKey: key, address: `${simulator.url}/openei` }).plans('94903')
    expect(plans.map(({ name }) => name)).toContain('Evening Peak')
  })

  it('goes to the public service when no other is named', async () => {
    const asked: string[] = []
    const clock = manualClock()
    const told: typeof fetch = async url => {
      asked.push(String(url))
      return Response.json({ items: [{ label: 'a' }] })
    }
    await new OpenEi({ fetch: told, clock, apiKey: key }).plans('94903')
    expect(asked).toEqual([expect.stringMatching(/^https:\/\/api\.openei\.org\/utility_rates\?version=7&/)])
  })
})
