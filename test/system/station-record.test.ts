/** What the station keeps of a heater's life: samples, gaps, who changed what, commands, faults, and the heater's own figures. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import type { ReservationSchedule } from '#schema/reservation'
import { alertsConfig } from '#station/alerts/alerts-config'
import { Station } from '#station/station'
import { openStore } from '#station/store/sqlite/open-store'
import { hours, minutes } from '#time/duration'
import { silentLogger } from '#wire/logger'
import { type VirtualCloud, virtualCloud } from '../fixtures/virtual-cloud.ts'

async function startStation({ client, clock, wait }: VirtualCloud, file: string) {
  const store = await openStore(file, { logger: silentLogger })
  const station = new Station({
    accounts: [{ name: 'Home', client: client({ timeZone: 'UTC' }), timeZone: 'UTC', interval: minutes(1) }],
    alerts: alertsConfig.parse({}),
    readOnly: false,
    store,
    clock,
    wallClock: clock,
    random: () => 0.5,
    logger: silentLogger,
    version: '1.0.0',
  })
  await wait(station.start())
  await clock.until(() => station.heaters[0]?.latest !== undefined, minutes(2))
  const [heater] = station.heaters
  if (!heater) throw new Error('The station has no heater.')
  const journal = async (...kinds: NonNullable<Parameters<typeof station.journal.read>[0]['kinds']>[number][]) =>
    (await station.journal.read({ kinds, limit: 1000 })).toReversed()
  return { station, store, heater, journal }
}

async function storeFile(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'navilink-record-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return join(folder, 'history.db')
}

it('knows who did what, from one run to the next', { timeout: 60_000 }, async () => {
  const home = await virtualCloud()
  const { clock, tank, wait } = home
  const file = await storeFile()
  const first = await startStation(home, file)
  await clock.advance(minutes(3))

  const { heater, station } = first
  const deed = { heater, by: 'command line', command: 'dhwTemperature', value: 52 }
  const outcome = await wait(station.act(deed, () => heater.device.control('dhwTemperature', 52)))
  expect(outcome.result).toBe('confirmed')
  await clock.advance(minutes(2))
  tank?.panel.setTemperature(50)
  await clock.advance(minutes(2))
  // Somebody plans a mode for two minutes from then, long after the schedule was read, and the heater does it.
  await clock.advance(minutes(12))
  const time = new Date(clock.now() + minutes(2)).toISOString().slice(11, 16)
  const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
  const plan: ReservationSchedule = {
    enabled: true,
    entries: [{ enabled: true, days, time, mode: 'high-demand', temperature: 54 }],
  }
  tank?.panel.setReservations(plan)
  await clock.advance(minutes(5))
  tank?.fail(480, 1)
  await clock.advance(minutes(10))
  tank?.recover()
  await clock.advance(minutes(2))

  expect(
    (await first.journal('setting', 'command')).map(({ kind, who, data }) => [kind, who, data?.field, data?.new]),
  ).toEqual([
    ['command', 'us', undefined, undefined],
    ['setting', 'us', 'dhwTemperatureSetting', 52],
    ['setting', 'somebody', 'dhwTemperatureSetting', 50],
    ['setting', 'somebody', 'programReservationUse', 'on'],
    ['setting', 'schedule', 'dhwOperationSetting', 'high-demand'],
    ['setting', 'schedule', 'dhwTemperatureSetting', 54],
  ])
  expect((await first.journal('schedule')).map(({ who, text }) => [who, text])).toEqual([
    ['somebody', expect.stringMatching(/^The weekly schedule was changed by somebody/)],
  ])
  expect((await first.journal('fault')).map(({ text }) => text)).toEqual([
    'E480 upper tank sensor (reading below its range). Call a technician.',
    expect.stringMatching(/^E480 upper tank sensor is over after 10 min/),
  ])
  expect(await first.journal('firmware')).toHaveLength(1)

  await wait(station.close())
  await clock.advance(hours(1))
  tank?.panel.setTemperature(45)
  const second = await startStation(home, file)
  await clock.advance(minutes(3))
  const last = (await second.journal('setting')).at(-1)
  expect([last?.data?.new, last?.who]).toEqual([45, undefined])
  expect((await second.journal('station')).map(({ text }) => text)).toEqual([
    'The station 1.0.0 started.',
    'The station stopped.',
    'The station 1.0.0 started.',
  ])
  expect(await second.store.gaps({})).toMatchObject([{ cause: 'station-stopped', until: expect.any(Number) }])
  await wait(second.station.close())
})

it('knows why there is nothing: the heater’s Wi-Fi, its silence, the link', { timeout: 60_000 }, async () => {
  const home = await virtualCloud()
  const { clock, tank, cloud, wait } = home
  const { station, store, journal } = await startStation(home, await storeFile())
  await clock.advance(minutes(5))
  if (tank) tank.connected = false
  await clock.advance(minutes(20))
  if (tank) tank.connected = true
  await clock.advance(minutes(5))
  const mend = cloud.faults.on('gateway-away')
  cloud.dropConnections()
  await clock.advance(minutes(10))
  mend()
  await clock.advance(minutes(10))
  const gaps = await store.gaps({})
  expect(gaps.map(({ cause, from, until = 0 }) => [cause, Math.round((until - from) / 60_000)])).toEqual([
    ['heater-offline', expect.closeTo(21, -1)],
    ['link-down', expect.closeTo(11, -1)],
  ])
  expect((await journal('presence')).map(({ data }) => data?.new)).toEqual(['offline', 'online'])
  await wait(station.close())
})

it('asks the heater for its own figures, for the days when nobody listened too', { timeout: 60_000 }, async () => {
  const home = await virtualCloud({ past: { length: hours(24 * 3) }, heaters: [{}] })
  const { clock, wait } = home
  const { station, heater } = await startStation(home, await storeFile())
  await clock.advance(minutes(10))
  const days = await station.history.energy({ heater: heater.id })
  const told = days.filter(({ told }) => (told?.heatPumpEnergy ?? 0) > 0)
  expect(told.length).toBeGreaterThanOrEqual(2)
  await wait(station.close())
})
