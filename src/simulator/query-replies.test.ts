/** What a simulated heater answers when it is asked, as a stranger's client meets it: topics and bodies of the wire. */
import { describe, expect, it } from 'vitest'
import { readCounters } from '#schema/counters'
import { readEnergy, sumOf } from '#schema/energy'
import { readReservations } from '#schema/reservation'
import { hours } from '#time/duration'
import type { Heard } from '../../test/fixtures/plain-client.ts'
import { plainHome } from '../../test/fixtures/plain-home.ts'
import type { HeaterOptions } from './index.ts'

const codes = {
  ...{ status: 0x1000003, reservations: 0x1000006, hourly: 0x1000008, daily: 0x1000009, monthly: 0x100000a },
  ...{ downloaded: 0x100000b, counters: 0x100000c, recirculation: 0x100000f },
} as const

async function setUp(heater: HeaterOptions = {}) {
  const home = await plainHome({ heaters: [{ household: 'nobody', ...heater }] })
  const client = await home.connect({}, 'cmd/52/20001/#', 'cmd/52/9/#', 'cmd/52/plain/#')
  const pushes = `cmd/52/navilink-${home.mac}/res`
  /** Asks, then for a status: all that was answered before that. */
  const ask = async (suffix: string, code: number, fields: object = {}, responseTopic = replies(suffix)) => {
    const sessionID = `s${code}`
    await client.ask(home.mac, suffix, code, { ...fields }, { sessionID, responseTopic })
    await client.ask(home.mac, 'st', codes.status, {}, { sessionID: 'last' })
    const heard: Heard[] = []
    for (;;) {
      const { topic, body } = await client.next(({ topic, body }) => body.response && topic !== pushes)
      if (body.sessionID === 'last') return heard
      heard.push({ topic, body })
      expect(body).toMatchObject({
        sessionID,
        clientID: 'plain',
        requestTopic: `cmd/52/navilink-${home.mac}/${suffix}`,
      })
      expect(body.response).toMatchObject({ deviceType: 52, macAddress: home.mac, additionalValue: '5322' })
    }
  }
  return { ...home, client, ask }
}

const app = 'cmd/52/20001/10001/plain/res'
const replies = (suffix: string) => `${app}/${suffix.replace('st/', '')}`

describe('reservations', () => {
  const entry = { enable: 2, week: 124, hour: 6, min: 30, mode: 3, param: 109 }

  it('are answered twice: a list, and six bytes an entry filled up with zeros', async () => {
    const reservations = readReservations({ reservationUse: 2, reservation: [entry] })
    const { ask, heater } = await setUp({ reservations })
    const [list, packed, ...more] = await ask('st/rsv/rd', codes.reservations)
    expect(more).toEqual([])
    expect(list).toMatchObject({
      topic: `${app}/rsv/rd`,
      body: { response: { reservationUse: 2, reservation: [entry] } },
    })
    expect(packed).toMatchObject({
      topic: `${app}/rsv`,
      body: { response: { reservationUse: 2, reservation: `027c061e036d${'0'.repeat(31 * 12)}` } },
    })
    expect(readReservations(packed?.body.response)).toEqual(heater.reservations)
  })

  it('are none, switched off, on a unit out of its box', async () => {
    const [list] = await (await setUp()).ask('st/rsv/rd', codes.reservations)
    expect(list?.body.response).toMatchObject({ reservationUse: 1, reservation: [] })
  })
})

describe('energy', () => {
  it('comes by day and by month, the life in both, from the day on which it was installed', async () => {
    const { ask, clock, heater } = await setUp({ past: 'none', upper: 45, lower: 20 })
    clock.step(hours(6))
    const { heatPumpEnergy } = heater.machine.meters
    const year = new Date(clock.now()).getUTCFullYear()
    const day = 'st/energy-usage-daily-query/rd'
    const [daily] = await ask(day, codes.daily, { year, month: [9, 8] })
    expect(daily?.topic).toBe(replies(day))
    expect(daily?.body.response.usage.map(({ month }: { month: number }) => month)).toEqual([9, 8])
    const { rows, total, oddities } = readEnergy(daily?.body.response)
    expect(oddities).toEqual([])
    expect(total.heatPumpEnergy).toBe(Math.floor(heatPumpEnergy))
    expect(sumOf(rows)).toEqual(total)

    const [monthly] = await ask('st/energy-usage-monthly-query/rd', codes.monthly, { year: [year - 1, year] })
    const { usage } = monthly?.body.response ?? {}
    expect(usage.map(({ year, month, data }: Record<string, unknown[]>) => [year, month, data?.length])).toEqual([
      [year - 1, undefined, 12],
      [year, undefined, 12],
    ])
    expect(sumOf(readEnergy(monthly?.body.response).rows)).toEqual(total)
  })

  it('has a year before the simulation unless none is wanted, by the heater’s calendar', async () => {
    const { ask, heater } = await setUp({ timeZone: 'America/Denver', household: 'family' })
    const [monthly] = await ask('st/energy-usage-monthly-query/rd', codes.monthly, { year: [2025] })
    const energy = readEnergy(monthly?.body.response)
    expect(energy.rows.filter(({ heatPumpEnergy = 0 }) => heatPumpEnergy > 20_000)).toHaveLength(9)
    expect(energy.total).toEqual(heater.energy.total)
  })

  it('is not told by hour: the question meets silence', async () => {
    const { ask } = await setUp()
    const fields = { year: 2025, month: 9, day: [1] }
    expect(await ask('st/energy-usage-hourly-query/rd', codes.hourly, fields)).toEqual([])
  })

  it('is silence on a unit without records', async () => {
    const { ask } = await setUp({ capabilities: { 'energy-records': false } })
    expect(await ask('st/energy-usage-monthly-query/rd', codes.monthly, { year: [2025] })).toEqual([])
  })
})

describe('lifetime counters', () => {
  it.each([app, 'cmd/52/20001/0/plain/res', 'cmd/52/9/9/plain/res'])('are in words under %s', async base => {
    const { ask, heater } = await setUp()
    const [said, ...more] = await ask('st/td/rd', codes.counters, {}, `${base}/td/rd`)
    expect(more).toEqual([])
    expect(said).toMatchObject({ topic: `${base}/td/rd`, body: { response: { typeOfTD: 2, data: { tcData: {} } } } })
    const { oddities, ...counters } = readCounters(said?.body.response)
    expect(counters).toEqual(heater.counters())
    expect(counters.tsData.daysSinceInstallation).toBe(400)
    expect(counters.tsData.cumulatedPwrHp).toBe(heater.energy.total.heatPumpEnergy)
  })

  it.each([
    ['cmd/52/plain/res/td/rd', 'cmd/52/plain/res/td'],
    ['cmd/52/navilink-MAC/plain/res/td/rd', 'cmd/52/navilink-MAC/plain/res/td'],
    [`${app}/td`, `${app}/td`],
    [`${app}/rd`, `${app}/td`],
  ])('are packed under any other topic: asked to %s', async (asked, told) => {
    const { ask, heater, mac } = await setUp()
    const [said] = await ask('st/td/rd', codes.counters, {}, asked.replace('MAC', mac))
    expect(said?.topic).toBe(told.replace('MAC', mac))
    const { data } = said?.body.response ?? {}
    expect(data.tsData).toMatch(/^[0-9a-f]{76}$/)
    const { oddities, ...counters } = readCounters(said?.body.response)
    expect(counters).toEqual(heater.counters())
  })
})

describe('downloaded firmware', () => {
  it.each([app, 'cmd/52/plain/res'])('is told under the heater’s own name though it was asked to %s', async base => {
    const { ask, mac } = await setUp()
    const [none] = await ask('st/dl-sw-info', codes.downloaded, {}, `${base}/dl-sw-info`)
    expect(none).toMatchObject({
      topic: `cmd/52/navilink-${mac}/res/dl-sw-info`,
      body: { response: { downloadSwInfo: [{ swCode: 0, otaMode: 0, swVersion: 0, status: 0 }] } },
    })
  })

  it('waits where it does', async () => {
    const waiting = { swCode: 'panel', otaMode: 1, swVersion: 0x02080000, status: 2 } as const
    const [said] = await (await setUp({ downloadedFirmware: [waiting] })).ask('st/dl-sw-info', codes.downloaded)
    expect(said?.body.response.downloadSwInfo).toEqual([{ ...waiting, swCode: 2 }])
  })
})

describe('the recirculation schedule', () => {
  const wire = { reservationUse: 2, reservation: [{ enable: 2, week: 254, hour: 6, min: 0, mode: 2, param: -1 }] }

  it('is told where a pump is fitted', async () => {
    const { ask, heater } = await setUp({ recirculation: true })
    const [none] = await ask('st/recirc-rsv/rd', codes.recirculation)
    expect(none?.body.response).toMatchObject({ reservationUse: 1, reservation: [] })
    heater.panel.setRecirculation({ enabled: true, entries: [{ ...wireEvent, pump: 'on' }] })
    const [said] = await ask('st/recirc-rsv/rd', codes.recirculation)
    expect(said).toMatchObject({ topic: `${app}/recirc-rsv/rd`, body: { response: wire } })
  })

  it('is silence elsewhere', async () => {
    const { ask, heater } = await setUp()
    expect(await ask('st/recirc-rsv/rd', codes.recirculation)).toEqual([])
    expect(() => heater.panel.setRecirculation({ enabled: true, entries: [] })).toThrow('has no recirculation pump')
  })

  const wireEvent = {
    ...{ enabled: true, time: '06:00' },
    days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const,
  }
})

it.each([
  ['frez-temp', 33554451],
  ['ota-check', 33554443],
  ['wifi-reset', 33554447],
  ['wifi-reconnect', 33554446],
  ['smart-diagnostic', 33554455],
  ['the weekly reservation', 33554438],
  ['another product', 33554460],
])('%s, which the app never sends, has no answer and no effect', async (mode, code) => {
  const { ask, heater } = await setUp()
  const before = heater.appliance
  expect(await ask('ctrl', code, { mode, param: [20], paramStr: '' })).toEqual([])
  expect(heater.appliance).toBe(before)
  expect(heater.connected).toBe(true)
})

it.each([
  ['st/rsv/rd', 0x100000a],
  ['ctrl/rsv/rd', 0x1000006],
  ['ctrl', 0x1000006],
  ['st/tou/rd', 33554439],
])('on %s the number %i means nothing', async (suffix, code) => {
  const { ask } = await setUp()
  expect(await ask(suffix, code, { year: [2025], reservationUse: 2, reservation: [] })).toEqual([])
})
