/** Backups on the command line: everything that can be set goes into a file, and what differs comes back from it. */
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import type { ReservationSchedule } from '#schema/reservation'
import { writingCloud } from './cli-writes.ts'

const reservations: ReservationSchedule = {
  enabled: true,
  entries: [{ enabled: true, days: ['sat', 'sun'], time: '08:00', mode: 'energy-saver', temperature: 50 }],
}

const kept = async () => {
  const cloud = await writingCloud({ reservations })
  const made = await cloud.run(['backup', 'heater.yaml'])
  expect(made).toEqual({ code: 0, out: '', err: 'The settings and schedules of Water Heater are in heater.yaml.\n' })
  return { ...cloud, file: path.join(cloud.directory, 'heater.yaml') }
}

describe('backup', () => {
  test('has settings and schedules in words, and nothing secret', async () => {
    const { run, file, cloud, tank } = await kept()
    const text = readFileSync(file, 'utf8')
    expect(text).toMatch(/^# Settings and schedules of a water heater, to be restored with: navilink restore FILE\n/)
    expect(text).toContain('  mode: heat-pump\n  temperature_f: 130.1\n')
    expect(text).toContain('reservations:\n  enabled: true\n  entries:\n    - days: sat sun\n')
    expect(text).toContain('time_of_use_plan:\n  name: Evening Peak\n')
    for (const secret of [cloud.account.email, tank.identity.macAddress]) expect(text).not.toContain(secret)
    expect(JSON.parse((await run(['backup', '--json', '--units', 'metric'])).out)).toMatchObject({
      navilink_backup: 1,
      settings: { power: 'on', temperature_c: 54.5 },
    })
    expect(await run(['backup', 'heater.yaml'])).toMatchObject({ code: 2, err: expect.stringContaining('--force') })
    expect((await run(['backup', 'heater.yaml', '--force'])).code).toBe(0)
  })

  test('of a heater that is offline is none', async () => {
    const { run, tank } = await writingCloud()
    tank.connected = false
    expect((await run(['backup', 'heater.yaml'])).code).toBe(4)
    expect((await run(['restore', 'heater.yaml'])).code).toBe(2)
  })
})

describe('restore', () => {
  test('does nothing where nothing differs', async () => {
    const { run, controls, written } = await kept()
    const heard = await controls()
    expect(await run(['restore', 'heater.yaml'])).toEqual({
      code: 0,
      out: '',
      err: 'Water Heater is as the backup says; nothing was sent.\n',
    })
    expect([heard, written]).toEqual([[], []])
  })

  test('brings back what differs, after it was shown and meant', async () => {
    const { run, write, written, tank } = await kept()
    await run(['set', 'temperature', '120F'])
    tank.panel.setReservations({ enabled: false, entries: [] })
    const asked = await run(['restore', 'heater.yaml'])
    expect(asked.code).toBe(2)
    expect(asked.err).toContain(
      'schedule:\n  ~ schedule off → on\n  + sat sun 08:00 energy saver 122 °F\ntemperature: 120 °F → 130 °F\n',
    )
    expect(asked.err).toContain('2 things of Water Heater would be changed.')
    expect(written).toEqual([])

    const dry = await run(['restore', 'heater.yaml', '--dry-run'])
    expect(JSON.parse(dry.out)).toMatchObject([
      { topic: expect.stringMatching(/ctrl\/rsv\/rd$/) },
      { envelope: { request: { mode: 'dhw-temperature', param: [109] } } },
    ])
    expect(written).toEqual([])

    const { code, out } = await write(['restore', 'heater.yaml', '--yes'])
    expect(code).toBe(0)
    expect(out).toMatch(/^schedule: confirmed after \d+ m?s\ntemperature: confirmed after \d+ m?s\n$/)
    expect(tank.reservations).toEqual(reservations)
    expect(tank.machine.controller.settings.setpoint).toBe(54.5)
  })

  test('--json tells each step, and a step that fails has the exit code', async () => {
    const { run, write, cloud, tank } = await kept()
    await run(['set', 'temperature', '120F'])
    tank.panel.setReservations({ enabled: false, entries: [] })
    cloud.faults.on('heater-loses-write')
    const { code, out } = await write(['restore', 'heater.yaml', '--yes', '--json'])
    expect(code).toBe(5)
    expect(JSON.parse(out)).toMatchObject({
      name: 'Water Heater',
      complete: false,
      steps: [
        { what: 'reservations', result: 'unconfirmed', difference: { added: [{ temperature_c: 50 }] } },
        { what: 'temperature_c', from: 49, to: 54.5, result: 'confirmed' },
      ],
    })
  })

  test('takes no backup of another heater unless it is told to', async () => {
    const { run, file } = await kept()
    writeFileSync(file, readFileSync(file, 'utf8').replace(/^ {2}id: .*$/m, '  id: "0000"'))
    const { code, err } = await run(['restore', 'heater.yaml'])
    expect(code).toBe(2)
    expect(err).toContain('This is the backup of another heater, Water Heater. --other-heater takes it all the same.')
    expect((await run(['restore', 'heater.yaml', '--other-heater'])).code).toBe(0)
  })

  test('names line and field of what is wrong, and asks nobody', async () => {
    const { run, file, cloud } = await kept()
    writeFileSync(file, readFileSync(file, 'utf8').replace('time: "08:00"', 'time: "28:00"'))
    const asked = cloud.requests.length
    const { code, err } = await run(['restore', 'heater.yaml', '--yes'])
    expect(code).toBe(2)
    expect(err).toMatch(
      /heater\.yaml, line \d+: reservations\.entries\[0\]\.time is 28:00; it must be 00:00 to 23:59\. Nothing was sent\.\n$/,
    )
    expect((await run(['restore', '-', '--yes'], { stdin: 'kind: tou\n' })).err).toContain('this is no backup')
    expect(cloud.requests).toHaveLength(asked)
  })
})
