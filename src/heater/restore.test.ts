import { describe, expect, it } from 'vitest'
import type { TouPeriod } from '#schema/tou'
import { hours } from '#time/duration'
import { asleep, scannedCloud } from '../../test/fixtures/scanned-cloud.ts'
import { takeBackup } from './backup.ts'
import { backupText, parseBackup } from './backup-file.ts'
import { restoreBackup } from './restore.ts'

const everyHour = (from: number, to: number, price: string): TouPeriod => ({
  months: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
  days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'],
  start: `${String(from).padStart(2, '0')}:00`,
  end: `${String(to).padStart(2, '0')}:59`,
  priceMin: price,
  priceMax: price,
})

async function setUp() {
  const virtual = await scannedCloud({ heaters: [asleep] })
  const { client, heaterOf, tank, wait } = virtual
  if (!tank) throw new Error('There is no heater.')
  const heater = await heaterOf(client())
  return { ...virtual, tank, heater, take: () => wait(takeBackup(heater)) }
}

const stepsOf = ({ steps }: { steps: readonly { what: string; outcome?: { result: string } }[] }) =>
  steps.map(({ what, outcome }) => `${what} ${outcome?.result}`)

describe('restoring', () => {
  it('sets the mode before the plan is heeded, whose window would keep it back', async () => {
    const { tank, heater, wait, take } = await setUp()
    // Any hour is in the dearest window, but the one of now must be.
    const local = [everyHour(0, 22, '0.50'), everyHour(23, 23, '0.10')]
    await wait(heater.tou.set(local, { enable: false }))
    await wait(heater.setMode('energy-saver'))
    const backup = await take()
    const wanted = { ...backup, settings: { ...backup.settings, timeOfUse: 'on' as const } }
    tank.panel.setMode('heat-pump')
    expect(stepsOf(await wait(restoreBackup(heater, wanted), hours(1)))).toEqual([
      'tou confirmed',
      'mode confirmed',
      'timeOfUse confirmed',
    ])
    expect(tank.touWindow).toBe(true)
    const off = { ...backup, settings: { ...backup.settings, mode: 'electric' as const } }
    expect(stepsOf(await wait(restoreBackup(heater, off), hours(1)))).toEqual(['timeOfUse confirmed', 'mode confirmed'])
  })

  it('gives the plan again to a heater that was reset, though the cloud still has it', async () => {
    const { tank, heater, wait, take } = await setUp()
    await wait(heater.tou.set([everyHour(0, 22, '0.50'), everyHour(23, 23, '0.10')], { enable: true }))
    const backup = await take()
    const plan = tank.touPlan
    tank.panel.setTou({ enabled: false, periods: [] })
    const report = await wait(restoreBackup(heater, backup), hours(1))
    expect(stepsOf(report)).toEqual(['tou confirmed', 'timeOfUse confirmed'])
    expect([report.complete, report.steps[0]?.reason]).toEqual([true, expect.stringContaining('written again')])
    expect(tank.touPlan).toEqual(plan)
    expect(stepsOf(await wait(restoreBackup(heater, backup), hours(1)))).toEqual([])
  })

  it('makes up no days for a vacation that doesn’t say them', async () => {
    const { heater, wait, take, tank } = await setUp()
    const backup = await take()
    const { vacationDays: _, ...settings } = backup.settings
    const report = await wait(
      restoreBackup(heater, { ...backup, settings: { ...settings, mode: 'vacation' } }),
      hours(1),
    )
    expect(report).toMatchObject({
      complete: false,
      steps: [{ what: 'mode', reason: expect.stringContaining('how many days') }],
    })
    expect(tank.machine.controller.settings.mode).toBe('heat-pump')
  })

  it('gives back what isn’t understood of a plan', async () => {
    const { cloud, heater, wait, take } = await setUp()
    await wait(heater.tou.set([everyHour(0, 23, '0.20')]))
    const plan = await wait(heater.tou.read())
    expect(plan).toBeDefined()
    const odd = { week: 254, startHour: 1, startMinute: 0, endHour: 2, endMinute: 59, priceMin: 1, priceMax: 2 }
    const backup = await take()
    const schedules = backup.schedules.map(file =>
      file.kind === 'tou'
        ? { ...file, schedule: { ...file.schedule, unreadable: [{ index: 1, raw: { season: 4095, ...odd } }] } }
        : file,
    )
    const { value, problems } = await parseBackup(await backupText({ ...backup, schedules }))
    expect(problems).toEqual([])
    if (!value) throw new Error('It can’t be read.')
    expect(stepsOf(await wait(restoreBackup(heater, value), hours(1)))).toEqual(['tou confirmed'])
    expect((await wait(heater.tou.read()))?.unreadable).toHaveLength(1)
    expect(stepsOf(await wait(restoreBackup(heater, value), hours(1)))).toEqual([])
    expect(cloud.heaters).toHaveLength(1)
  })
})
