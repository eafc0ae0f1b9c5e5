import { expect, it } from 'vitest'
import { minutes, seconds } from '#time/duration'
import { AskedStation } from '../../../../test/fixtures/asked-station.ts'

it.each([
  ['/api/v1/journal?', 'from=2025-09-02T00:00:00Z&until=2025-09-01T00:00:00Z'],
  ['/history/samples?', 'from=2025-09-02T00:00:00Z&until=2025-09-01T00:00:00Z'],
  ['/history/gaps?', 'from=2&until=1'],
  ['/history/chart?fields=dhwChargePer&', 'from=2&until=1'],
  ['/energy?', 'from=2025-09-02&until=2025-09-01'],
])('%s does not take a span that ends before it begins', async (path, span) => {
  const asked = await AskedStation.open()
  const answer = await asked.ask(`${path.startsWith('/api') ? '' : `/api/v1/heaters/${asked.id}`}${path}${span}`)
  expect([answer.status, await answer.text()]).toEqual([400, expect.stringMatching(/until must (?:not )?be /i)])
})

it('knows no journal of a heater that is not on record', async () => {
  const asked = await AskedStation.open()
  expect((await asked.ask('/api/v1/journal?heater=ffffffff')).status).toBe(404)
  expect((await asked.ask(`/api/v1/journal?heater=${asked.id}`)).status).toBe(200)
})

it('says at once that a heater is offline, and asks it nothing', async () => {
  const asked = await AskedStation.open()
  const { test } = asked.station.wire
  Object.defineProperty(test.device, 'presence', { value: 'offline' })
  const before = test.link.sent.length
  const paths = ['counters', 'reservations', 'recirculation', 'capabilities?fresh=true', 'energy/records?year=2025']
  for (const path of paths) {
    // No time passes meanwhile.
    const answer = await asked.send(`/api/v1/heaters/${asked.id}/${path}`)
    expect([answer.status, await answer.json()]).toEqual([
      503,
      { error: { code: 'no-connection', message: expect.stringMatching(/^This heater has been offline since 2025-/) } },
    ])
  }
  expect(test.link.sent).toHaveLength(before)
})

it('asks a heater anew after a schedule was written, however soon', async () => {
  const asked = await AskedStation.open()
  const path = `/api/v1/heaters/${asked.id}/reservations`
  const read = async () => ((await (await asked.ask(path)).json()) as { entries: object[] }).entries.length
  expect(await read()).toBe(0)
  const entries = [{ days: 'daily', time: '07:00', mode: 'off' }]
  expect((await asked.ask(path, { method: 'PUT', body: { entries } })).status).toBe(200)
  expect(await read()).toBe(1)
})

it('says what was asked for where the steps of the heater made another value of it', async () => {
  const asked = await AskedStation.open()
  const set = async (value: unknown) => {
    const answer = await asked.ask(`/api/v1/heaters/${asked.id}/commands/dhwTemperature`, { body: { value } })
    const { value: set, asked: given } = (await answer.json()) as { value: number; asked: number | null }
    await asked.station.clock.advance(seconds(5))
    return [set, given]
  }
  expect(await set(52)).toEqual([52, null])
  expect(await set(52.2)).toEqual([52, 52.2])
  expect(await set({ fahrenheit: 125 })).toEqual([51.5, null])
  expect(await set({ fahrenheit: 124.2 })).toEqual([51, 51.22])
  await asked.station.clock.advance(minutes(1))
})
