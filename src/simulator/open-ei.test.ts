import { afterEach, describe, expect, it } from 'vitest'
import { minutes } from '#time/duration'
import { manualClock } from '../../test/fixtures/manual-clock.ts'
import { type Simulator, startSimulator } from './simulator.ts'

const clock = manualClock()
let simulator: Simulator | undefined
afterEach(() => simulator?.close())

async function asking() {
  simulator = await startSimulator({ clock, heaters: [] })
  const { url } = simulator
  return async (query: Record<string, string>, path = 'utility_rates') => {
    const response = await fetch(`${url}/openei/${path}?${new URLSearchParams(query)}`)
    const body = (await response.json()) as { items?: Record<string, unknown>[]; error?: unknown }
    return { status: response.status, headers: response.headers, items: body.items ?? [], error: body.error }
  }
}
const key = { api_key: 'simulated-openei-key', version: '7', format: 'json' }
const names = (items: readonly Record<string, unknown>[]) => items.map(({ name }) => name)

describe('the simulated OpenEI', () => {
  it('wants a key, which may be in a header', async () => {
    const ask = await asking()
    expect(await ask({})).toMatchObject({
      status: 403,
      error: { code: 'API_KEY_MISSING', message: expect.stringMatching(/^No api_key was/) },
    })
    expect(await ask({ api_key: 'x' })).toMatchObject({ status: 403, error: { code: 'API_KEY_INVALID' } })
    const { status } = await fetch(`${simulator?.url}/openei/utility_rates`, { headers: { 'X-Api-Key': key.api_key } })
    expect(status).toBe(200)
    expect(await ask(key, 'elsewhere')).toMatchObject({ status: 404, error: { code: 'NOT_FOUND' } })
  })

  it('lets the demo key ask thirty times an hour', async () => {
    const ask = await asking()
    for (let i = 29; i >= 0; i--)
      expect((await ask({ api_key: 'DEMO_KEY' })).headers.get('x-ratelimit-remaining')).toBe(String(i))
    expect(await ask({ api_key: 'DEMO_KEY' })).toMatchObject({ status: 429, error: { code: 'OVER_RATE_LIMIT' } })
    expect((await ask(key)).status).toBe(200)
    await clock.advance(minutes(61))
    expect((await ask({ api_key: 'DEMO_KEY' })).status).toBe(200)
  })

  it('knows utilities by ZIP code', async () => {
    const ask = await asking()
    const utilities = async (address: string) =>
      new Set((await ask({ ...key, address })).items.map(plan => plan.utility))
    expect(await utilities('94903')).toEqual(new Set(['Example Light & Power', 'Example Valley Electric Coop']))
    expect(await utilities('02139')).toEqual(new Set(['Example Coastal Electric']))
    for (const nowhere of ['50309', '00000', 'Paris']) expect(await utilities(nowhere)).toEqual(new Set())
  })

  it('lists briefly, or in full by name of page or of utility', async () => {
    const ask = await asking()
    const { items } = await ask({ ...key, ratesforutility: 'Example Coastal Electric' })
    expect(items).toMatchObject([{ name: 'Evening Peak with Demand', eiaid: 90003, approved: true }])
    expect(items[0]).not.toHaveProperty('energyratestructure')
    const full = await ask({ ...key, getpage: String(items[0]?.label), detail: 'full' })
    expect(full.items).toEqual([
      expect.objectContaining({ energyratestructure: [[{ rate: 0.08, unit: 'kWh' }], expect.anything()] }),
    ])
    const tables = full.items[0]?.energyweekdayschedule as number[][]
    expect([tables.length, ...new Set(tables.map(({ length }) => length))]).toEqual([12, 24])
  })

  it('leaves out, orders and cuts as it is asked', async () => {
    const ask = await asking()
    const of = { ...key, address: '80301' }
    const now = String(clock.now() / 1000)
    expect(names((await ask({ ...of, effective_on_date: now })).items)).not.toContain('Evening Peak (until 2024)')
    expect(names((await ask({ ...of, orderby: 'name', limit: '2', offset: '1' })).items)).toEqual([
      'Evening Peak (until 2024)',
      'Residential Flat',
    ])
    expect(names((await ask({ ...of, orderby: 'startdate', direction: 'desc', limit: '1' })).items)).toEqual([
      'Three Periods',
    ])
    expect((await ask({ ...of, sector: 'Commercial' })).items).toEqual([])
    expect((await ask({ ...of, approved: 'false' })).items).toEqual([])
  })

  it('leaves the rest of the cloud as it was', async () => {
    await asking()
    expect((await fetch(`${simulator?.url}/openei`)).status).toBe(403)
    expect(simulator?.requests).toEqual(['GET /openei'])
  })
})
