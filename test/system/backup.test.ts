import { describe, expect, it } from 'vitest'
import { type HeaterBackup, heaterId, takeBackup } from '#heater/backup'
import { backupText, parseBackup } from '#heater/backup-file'
import type { TextFormat } from '#heater/marked-text'
import { restoreBackup } from '#heater/restore'
import type { ReservationSchedule } from '#schema/reservation'
import type { HeaterOptions } from '#simulator/options'
import { hours, minutes } from '#time/duration'
import { asleep, scannedCloud } from '../fixtures/scanned-cloud.ts'

const reservations: ReservationSchedule = {
  enabled: true,
  entries: [{ enabled: true, days: ['mon', 'sat'], time: '03:30', mode: 'energy-saver', temperature: 52.5 }],
}

async function setUp(options: HeaterOptions = {}) {
  const virtual = await scannedCloud({ heaters: [{ ...asleep, ...options }, asleep] })
  const { client, heaterOf, tank, cloud, wait } = virtual
  const other = cloud.heaters[1]
  if (!tank || !other) throw new Error('There are no heaters.')
  tank.panel.setReservations(reservations)
  const navilink = client()
  const heater = await heaterOf(navilink)
  const read = async (text: string) => {
    const { value, problems } = await parseBackup(text)
    expect(problems).toEqual([])
    return value as HeaterBackup
  }
  return { ...virtual, tank, other, heater, navilink, read, take: () => wait(takeBackup(heater)) }
}

const stepsOf = ({ steps }: { steps: readonly { what: string; outcome?: { result: string } }[] }) =>
  steps.map(({ what, outcome }) => `${what} ${outcome?.result}`)

describe('a backup', () => {
  it.each(['yaml', 'json'] as const)('survives as %s, and tells no address and no serial number', async format => {
    const { take, tank, read, heater } = await setUp({ recirculation: true })
    const backup = await take()
    expect(backup).toMatchObject({
      version: 1,
      heater: { id: heaterId(heater.macAddress), name: heater.name },
      settings: { power: 'on', mode: 'heat-pump', temperature: 54.5, timeOfUse: expect.any(String) },
      missing: [],
    })
    expect(backup.schedules.map(({ kind }) => kind)).toEqual(['reservations', 'recirculation', 'tou'])
    for (const units of ['us', 'metric'] as const) {
      const text = await backupText(backup, { format: format as TextFormat, units })
      const { macAddress, controllerSerialNumber } = tank.identity
      for (const secret of [macAddress, macAddress.slice(-6), controllerSerialNumber])
        expect(text).not.toContain(secret)
      const back = await read(text)
      expect({ ...back, schedules: [] }).toEqual({ ...backup, schedules: [] })
      expect(back.schedules[0]).toEqual(backup.schedules[0])
      expect(await backupText(back, { format: format as TextFormat, units })).toBe(text)
    }
  })

  it('lists what could not be read', async () => {
    const { cloud, take, heater, wait, read } = await setUp()
    await wait(heater.info())
    cloud.override('GET /device/tou', () => new Response('{"code":500,"msg":"INTERNAL_SERVER_ERROR"}', { status: 500 }))
    const backup = await take()
    expect(backup.missing).toEqual([expect.stringContaining('The time-of-use plan could not be read.')])
    expect((await read(await backupText(backup))).missing).toEqual(backup.missing)
  })

  it('that a person spoiled is refused with line and field', async () => {
    const { take } = await setUp()
    const text = await backupText(await take())
    const spoil = async (from: RegExp, to: string) => {
      expect(text).toMatch(from)
      const { value, problems } = await parseBackup(text.replace(from, to))
      expect(value).toBeUndefined()
      return problems.map(({ text }) => text.replace(/^line \d+: /, ''))
    }
    expect(await spoil(/navilink_backup: 1/, 'navilink_backup: 2')).toEqual([
      'navilink_backup is 2; this program knows 1',
    ])
    expect(await spoil(/mode: heat-pump/, 'mode: hot')).toEqual([
      expect.stringContaining('settings.mode is hot; it must be heat-pump'),
    ])
    expect(await spoil(/temperature_c: 54.5/, 'heat: 3')).toEqual([
      expect.stringContaining("settings.heat isn't known"),
    ])
    expect(await spoil(/time: "03:30"/, 'time: 3')).toEqual([
      expect.stringContaining('reservations.entries[0].time is 3'),
    ])
    expect(await spoil(/made_at: .*/, 'made_at: then')).toEqual([expect.stringContaining('made_at is then')])
    expect((await parseBackup('hello')).problems[0]?.text).toContain('this is no backup')
  })
})

describe('restoring', () => {
  it('does only what differs, and a second time nothing', async () => {
    const { take, tank, heater, wait, clock } = await setUp()
    const backup = await take()
    const plan = tank.touPlan
    expect(await wait(restoreBackup(heater, backup))).toEqual({ steps: [], notes: [], complete: true })
    tank.panel.setReservations({ enabled: false, entries: [] })
    tank.panel.setTemperature(45)
    tank.panel.setMode('electric')
    await wait(heater.antiLegionellaOn(9))
    await wait(heater.setAirFilterLife(2500))
    const dry = await wait(restoreBackup(heater, backup, { dryRun: true }))
    expect(dry.steps.map(({ what, drawnUp }) => [what, typeof drawnUp?.topic])).toEqual([
      ['reservations', 'string'],
      ['temperature', 'string'],
      ['antiLegionellaDays', 'string'],
      ['airFilterLife', 'string'],
      ['mode', 'string'],
    ])
    expect([dry.complete, tank.machine.controller.settings.setpoint]).toEqual([false, 45])
    const report = await wait(restoreBackup(heater, backup), hours(1))
    expect(stepsOf(report)).toEqual([
      'reservations confirmed',
      'temperature confirmed',
      'antiLegionellaDays confirmed',
      'airFilterLife confirmed',
      'mode confirmed',
    ])
    expect(report.complete).toBe(true)
    expect([tank.reservations, tank.touPlan]).toEqual([reservations, plan])
    expect(tank.machine.controller.settings).toMatchObject({ setpoint: 54.5, mode: 'heat-pump' })
    await clock.advance(minutes(1))
    expect(stepsOf(await wait(restoreBackup(heater, backup)))).toEqual([])
  })

  it('brings back a vacation, a switched-off heater, and a plan', async () => {
    const { take, tank, heater, wait } = await setUp()
    const flat = {
      months: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
      days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const,
      start: '00:00',
      end: '23:59',
      priceMin: '0.10',
      priceMax: '0.20',
    }
    await wait(heater.startVacation(30))
    await wait(heater.tou.set([flat], { enable: true }))
    const away = await take()
    expect(away.settings).toMatchObject({ mode: 'vacation', vacationDays: 30, timeOfUse: 'on' })
    await wait(heater.tou.set([{ ...flat, priceMin: '0.11' }], { enable: false }))
    tank.panel.setMode('heat-pump')
    tank.panel.power(false)
    const off = await take()
    expect(off.settings.power).toBe('off')
    expect(stepsOf(await wait(restoreBackup(heater, away), hours(1)))).toEqual([
      'power confirmed',
      'tou confirmed',
      'mode confirmed',
      'timeOfUse confirmed',
    ])
    expect(tank.touPlan).toEqual({ enabled: true, periods: [flat] })
    expect((await take()).settings).toEqual(away.settings)
    expect(stepsOf(await wait(restoreBackup(heater, off), hours(1)))).toEqual([
      'tou confirmed',
      'timeOfUse confirmed',
      'power confirmed',
    ])
    expect((await take()).settings).toEqual(off.settings)
  })

  it('is refused for another heater unless that is meant, and there it says what can’t be', async () => {
    const { take, tank, other, heater, navilink, heaterOf, wait } = await setUp({ minimumOperation: 35 })
    tank.panel.setTemperature(36)
    const backup = await take()
    const second = await heaterOf(navilink, 1)
    await expect(restoreBackup(second, backup)).rejects.toThrow(`the backup of another heater, ${heater.name}`)
    const { steps, complete } = await wait(
      restoreBackup(second, { ...backup, settings: { ...backup.settings, temperature: 30 } }, { otherHeater: true }),
      hours(1),
    )
    const step = steps.find(({ what }) => what === 'temperature')
    expect(step?.reason).toContain('30 °C')
    expect([step?.outcome, complete]).toEqual([undefined, false])
    expect(other.reservations).toEqual(reservations)
  })

  it('stops at a heater that can’t be reached any more, and says what it didn’t try', async () => {
    const { take, tank, heater, wait } = await setUp()
    const backup = await take()
    tank.panel.setTemperature(45)
    tank.panel.setMode('electric')
    tank.panel.setReservations({ enabled: false, entries: [] })
    const restoring = restoreBackup(heater, backup)
    await wait(heater.status())
    tank.connected = false
    const { steps, complete } = await wait(restoring, hours(1))
    expect(complete).toBe(false)
    expect(steps.filter(({ outcome }) => outcome?.result === 'confirmed')).toEqual([])
    expect(steps.at(-1)?.reason).toContain('was not tried')
    expect(tank.machine.controller.settings).toMatchObject({ setpoint: 45, mode: 'electric' })
  })
})
