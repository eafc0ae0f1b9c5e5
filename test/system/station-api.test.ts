/** The station's API over real sockets, with a real station on the simulated cloud behind it. */
import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { expect, it, onTestFinished } from 'vitest'
import { alertsConfig } from '#station/alerts/alerts-config'
import { startApi } from '#station/api/api'
import { allRoutes } from '#station/api/routes/all-routes'
import { Station } from '#station/station'
import { openStore } from '#station/store/sqlite/open-store'
import { hours, minutes } from '#time/duration'
import type { Logger } from '#wire/logger'
import { keptLog } from '../fixtures/test-cloud.ts'
import { virtualCloud } from '../fixtures/virtual-cloud.ts'

const controlToken = 'control-token-of-this-test'
const identity = {
  account: { email: 'pat.example@example.org', password: 'a-Very_warm+password1' },
  heaters: [{ name: 'Cellar', macAddress: '04786332fca0', household: 'nobody' as const }],
}

interface Answer {
  readonly status: number
  readonly text: string
  readonly json: unknown
}

async function setUp(logger: Logger = keptLog()) {
  const home = await virtualCloud(identity)
  const { clock, wait } = home
  const store = await openStore(':memory:', { logger })
  const station = new Station({
    accounts: [{ name: 'home', client: home.client({ timeZone: 'UTC' }), timeZone: 'UTC', interval: minutes(1) }],
    alerts: alertsConfig.parse({}),
    readOnly: false,
    store,
    clock,
    wallClock: clock,
    random: () => 0.5,
    logger,
    version: '1.0.0',
  })
  await wait(station.start())
  const api = await startApi(station, { listen: { host: '127.0.0.1', port: 0 }, controlToken })
  onTestFinished(async () => {
    await wait(api.close())
    await wait(station.close())
  })
  await clock.until(() => station.heaters[0]?.latest !== undefined, minutes(2))
  const id = station.heaters[0]?.id ?? ''

  /** @returns the answer when its head is here. Each on a connection of its own. */
  const open = async (path: string, { method = 'GET', body = undefined as unknown, token = '' } = {}) => {
    const headers = {
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(token !== '' && { authorization: `Bearer ${token}` }),
    }
    const asked = request(new URL(path, api.url), { method, headers, agent: false })
    const answer = once(asked, 'response') as Promise<[IncomingMessage]>
    asked.end(body === undefined ? undefined : JSON.stringify(body))
    return (await answer)[0]
  }
  const ask = (path: string, asking: Parameters<typeof open>[1] = {}): Promise<Answer> =>
    wait(
      (async () => {
        const answer = await open(path, asking)
        let text = ''
        for await (const chunk of answer) text += chunk
        const json = answer.headers['content-type']?.startsWith('application/json') ? JSON.parse(text) : {}
        return { status: answer.statusCode ?? 0, text, json }
      })(),
    )
  return { ...home, station, api, id, ask, open }
}

it('tells, changes and remembers', { timeout: 60_000 }, async () => {
  const { ask, open, id, clock, wait, station, tank } = await setUp()
  expect((await ask('/readyz')).status).toBe(200)
  expect((await ask('/api/v1/heaters')).json).toMatchObject({ heaters: [{ id, name: 'Cellar', presence: 'online' }] })

  const stream = await wait(open(`/api/v1/events?heater=${id}`))
  let heard = ''
  stream.setEncoding('utf8').on('data', chunk => {
    heard += chunk
  })

  const command = await ask(`/api/v1/heaters/${id}/commands/dhwTemperature`, { method: 'POST', body: { value: 52 } })
  expect(command.json).toMatchObject({ result: 'confirmed', value: 52, status: { dhwTemperatureSetting: 52 } })
  expect(tank?.machine.controller.settings.setpoint).toBe(52)
  const refused = await ask(`/api/v1/heaters/${id}/commands/dhwTemperature`, { method: 'POST', body: { value: 20 } })
  expect(refused).toMatchObject({ status: 422, json: { error: { message: expect.stringContaining('not 20 °C') } } })

  const entries = [{ days: 'mon-fri', time: '06:30', mode: 'heat-pump', temperature: 52 }]
  const path = `/api/v1/heaters/${id}/reservations`
  const written = await ask(path, { method: 'PUT', body: { entries, enabled: true } })
  expect(written.json).toMatchObject({ result: 'confirmed', difference: { added: [{ time: '06:30' }] } })
  const held = await ask(path)
  expect(held.json).toMatchObject({ enabled: true, entries: [{ days: ['mon', 'tue', 'wed', 'thu', 'fri'] }] })
  const other = await ask(path, { method: 'PUT', body: { entries: [], base: '00000000' } })
  expect(other.json).toMatchObject({ result: 'refused', attempts: 0 })

  await clock.advance(minutes(5))
  const { json: journal } = await ask('/api/v1/journal?kinds=command,schedule')
  expect(journal).toMatchObject({
    entries: expect.arrayContaining([
      expect.objectContaining({ kind: 'command', heater: id, who: 'us', data: expect.objectContaining({ by: 'api' }) }),
    ]),
  })
  const events = [...heard.matchAll(/^event: (\w+)$/gm)].map(([, name]) => name)
  expect(events[0]).toBe('snapshot')
  expect(new Set(events)).toEqual(new Set(['snapshot', 'sample', 'journal']))
  const nows = [...heard.matchAll(/^data: \{"now":"([^"]+)"/gm)].map(([, now = '']) => now)
  expect(nows.toSorted()).toEqual(nows)
  stream.destroy()

  await clock.advance(hours(1))
  const samples = await ask(`/api/v1/heaters/${id}/history/samples?limit=20`)
  expect(samples.json).toMatchObject({ samples: { length: 20 } })
  const { next } = samples.json as { next: string }
  const further = await ask(`/api/v1/heaters/${id}/history/samples?limit=20&from=${next}`)
  const times = [samples, further].flatMap(page =>
    (page.json as { samples: { at: string }[] }).samples.map(({ at }) => at),
  )
  expect(new Set(times).size).toBe(40)
  expect(times.toSorted()).toEqual(times)
  const from = new Date(clock.now() - hours(1)).toISOString()
  const chart = await ask(`/api/v1/heaters/${id}/history/chart?fields=dhwChargePer&points=10&from=${from}`)
  expect((chart.json as { series: { dhwChargePer: { mean: unknown[] } } }).series.dhwChargePer.mean).not.toContain(null)
  const { days } = (await ask(`/api/v1/heaters/${id}/energy`)).json as { days: { observed: number }[] }
  expect(days.at(-1)?.observed).toBeGreaterThan(3600)
  expect(station.sinks.find(({ name }) => name === 'history')).toMatchObject({ dropped: 0, failed: 0 })
})

it('says what is wrong when there is no way to the heater', { timeout: 60_000 }, async () => {
  const { ask, id, clock, cloud, tank } = await setUp()
  if (tank) tank.connected = false
  const gone = await ask(`/api/v1/heaters/${id}/counters`)
  const sentence = expect.stringMatching(/^This heater has been offline since 2025-.*Z: the cloud can’t reach it\./)
  expect(gone).toMatchObject({ status: 503, json: { error: { code: 'no-connection', message: sentence } } })
  cloud.faults.on('drop')
  const late = await ask(`/api/v1/heaters/${id}/commands/powerOn`, { method: 'POST', body: {} })
  expect(late.status).toBe(200)
  expect(['offline', 'unconfirmed', 'expired', 'failed']).toContain((late.json as { result: string }).result)
  await clock.advance(minutes(30))
  expect((await ask(`/api/v1/heaters/${id}`)).json).toMatchObject({ heater: { presence: 'offline' } })
  expect((await ask('/metrics')).text).toContain(
    `navilink_heater_presence{heater="${id}",name="Cellar",state="offline"} 1`,
  )
  const { json } = await ask('/api/v1/heaters')
  expect((json as { heaters: { age: number }[] }).heaters[0]?.age).toBeGreaterThan(600)
})

it('gives nobody’s identity or secret away', { timeout: 60_000 }, async () => {
  const log = keptLog()
  const { ask, id, cloud, clock, station } = await setUp(log)
  await clock.advance(minutes(2))
  const made = await ask('/api/v1/tokens', { method: 'POST', body: { name: 'Kitchen', scope: 'write' } })
  const { secret } = made.json as { secret: string }
  const texts: string[] = []
  for (const route of allRoutes) {
    if (route.method !== 'get' || route.name === 'listen') continue
    const query = { getChart: '?fields=dhwChargePer&from=2025-09-26T00:00:00Z', getEnergyRecords: '?year=2025' }
    const path = `${route.path.replace('{id}', id)}${query[route.name as keyof typeof query] ?? ''}`
    const answer = await ask(path, { token: secret })
    // This unit has no pump.
    expect([path, answer.status]).toEqual([path, route.name === 'getRecirculation' ? 409 : 200])
    texts.push(answer.text)
    texts.push((await ask(path.replace(id, 'ffffffff'), { token: secret })).text)
  }
  await ask('/api/v1/heaters', { token: 'nvl_guessed' })
  const [heater] = cloud.heaters
  const secrets = [
    identity.account.email,
    identity.account.password,
    '04786332fca0',
    heater?.identity.controllerSerialNumber ?? '?',
    station.accounts[0]?.link.clientId ?? '?',
    secret,
    controlToken,
    'nvl_guessed',
  ]
  for (const text of [...texts, ...log.lines.map(line => line.text)])
    for (const told of secrets)
      if (text.toLowerCase().includes(told.toLowerCase())) throw new Error(`${told} is in ${text.slice(0, 300)}`)
  // A name is its owner's own word, and no line of the log.
  expect(log.lines.filter(({ text }) => /Cellar|Kitchen/.test(text))).toEqual([])
  expect(texts.some(text => text.includes('Cellar'))).toBe(true)
  expect(log.lines.length).toBeGreaterThan(50)
})
