/** The command for what surrounds the heat: filter, log books, firmware, names, notifications, and what no verb asks. */
import { describe, expect, test } from 'vitest'
import type { DownloadedFirmware } from '#schema/downloaded-firmware'
import { cliCloud } from './cli-cloud.ts'

describe('filter', () => {
  test('shows the life that is left, and begins anew', async () => {
    const { run, json } = await cliCloud()
    const before = (await json(['filter'])) as Record<string, number>
    expect(before).toMatchObject({ life_h: 1000, due: false })
    expect(before.left_h).toBe(1000 - Number(before.used_h))
    expect((await run(['filter', 'reset'])).code).toBe(0)
    expect((await run(['filter', 'life', '2000'])).code).toBe(0)
    expect(await json(['filter'])).toMatchObject({ used_h: 0, life_h: 2000, left_h: 2000 })
    expect((await run(['filter', 'life', 'off'])).code).toBe(0)
    expect(await json(['filter'])).toMatchObject({ life_h: 0, left_h: null, due: null })
    expect((await run(['filter', '--csv'])).out).toMatch(/^name,used_h,life_h,left_h,due,reminder\n/)
  })
})

describe('maintenance', () => {
  test('is written into a book of the cloud, and read from it', async () => {
    const { run, json } = await cliCloud()
    expect(await run(['maintenance', 'list'])).toEqual({
      code: 0,
      out: '',
      err: 'Nothing is written down for Water Heater.\n',
    })
    expect(await json(['maintenance', 'list'])).toEqual([])
    expect(await json(['maintenance', 'log', 'filter', '--dry-run'])).toEqual({
      name: 'Water Heater',
      log: 'filter',
      date: '2025-09-26',
    })
    expect(await json(['maintenance', 'list'])).toEqual([])
    expect((await run(['maintenance', 'log', 'filter'])).out).toContain('on 2025-09-26 is written down.')
    expect((await run(['maintenance', 'log', 'descaling', '--date', '2025-03-07'])).code).toBe(0)
    expect(await json(['maintenance', 'list'])).toMatchObject([
      { log: 'filter', date: '2025-09-26' },
      { log: 'descaling', date: '2025-03-07' },
    ])
    expect(await json(['maintenance', 'list', 'descaling'])).toHaveLength(1)
  })

  test('takes days of the calendar', async () => {
    const { run, cloud } = await cliCloud()
    const { code, err } = await run(['maintenance', 'log', 'filter', '--date', '2025-02-30'])
    expect(code).toBe(2)
    expect(err).toContain('it must be a day of the calendar, as 2026-03-07.')
    expect(cloud.requests).toEqual([])
  })
})

describe('firmware', () => {
  const panel: DownloadedFirmware = { swCode: 'panel', otaMode: 1, swVersion: 0x02_08_00_00, status: 1 }
  const wifi: DownloadedFirmware = { swCode: 'wifi-module', otaMode: 1, swVersion: 60_500, status: 1 }

  test('shows what runs and what waits, also to who may not see the rest', async () => {
    const { run, json, cloud } = await cliCloud({ heaters: [{ downloadedFirmware: [panel] }] })
    expect(await json(['firmware'])).toMatchObject([
      { part: 'controller', version: '11.5', waiting: null, description: 'Simulated firmware.' },
      { part: 'panel', waiting: '2.8' },
      { part: 'wifi-module' },
    ])
    cloud.override('POST /device/firmware/info', () =>
      Response.json({ code: 403, msg: 'FORBIDDEN', data: null }, { status: 403 }),
    )
    const { code, out, err } = await run(['firmware'])
    expect(code).toBe(0)
    expect(out).toMatch(/\ncontroller +11\.5 /)
    expect(err).toBe('What the cloud knows of its firmware is not available to this account.\n')
  })

  test('commit wants --yes, and installs', async () => {
    const { run, json, tank } = await cliCloud({ heaters: [{ downloadedFirmware: [panel] }] })
    const refused = await run(['firmware', 'commit'])
    expect(refused.code).toBe(2)
    expect(refused.err).toContain('--yes says that it is meant')
    expect(await json(['firmware', 'commit', '--dry-run'])).toMatchObject({
      topic: expect.stringMatching(/\/ctrl\/commit-ota$/),
      envelope: {
        responseTopic: expect.stringMatching(/\/res\/commit-ota$/),
        request: { command: 33_554_442, commitOta: { swCode: 2, swVersion: 0x02_08_00_00 } },
      },
    })
    expect(tank.downloadedFirmware).toHaveLength(1)
    expect(await json(['firmware', 'commit', '--yes'])).toMatchObject({
      command: 'commitFirmware',
      result: 'confirmed',
    })
  })

  test('commit says what there is to choose from', async () => {
    const { run } = await cliCloud({ heaters: [{ downloadedFirmware: [panel, wifi] }] })
    const said = async (...args: string[]) => {
      const { code, err } = await run(['firmware', 'commit', ...args])
      expect(code).toBe(2)
      return err
    }
    expect(await said('--yes')).toContain('Several wait: panel 2.8, wifi-module 60500. Say which:')
    expect(await said('valve', '--yes')).toContain('None waits for valve; there is panel 2.8')
    const { run: without } = await cliCloud()
    expect((await without(['firmware', 'commit'])).err).toBe('navilink: No firmware waits to be installed.\n')
  })
})

test('rename', async () => {
  const { run, json } = await cliCloud()
  expect(await json(['rename', 'Cellar', '--dry-run'])).toEqual({ name: 'Water Heater', new_name: 'Cellar' })
  expect(await json(['devices'])).toMatchObject([{ name: 'Water Heater' }])
  expect((await run(['rename', ' Cellar '])).out).toBe('Water Heater is now called Cellar.\n')
  expect(await json(['devices'])).toMatchObject([{ name: 'Cellar' }])
  expect((await run(['rename', ' '])).code).toBe(2)
})

test('notifications', async () => {
  const { run, json } = await cliCloud()
  expect(await json(['notifications'])).toEqual({ faults: true, descaling: true, others: true })
  expect((await run(['notifications', 'others', 'off', '--dry-run'])).code).toBe(0)
  expect(await json(['notifications'])).toMatchObject({ others: true })
  expect((await run(['notifications', 'others', 'off'])).code).toBe(0)
  expect(await json(['notifications'])).toEqual({ faults: true, descaling: true, others: false })
  expect((await run(['notifications', 'others'])).err).toContain('others takes on or off')
})

describe('raw', () => {
  test('asks a query of the table, and prints its answer', async () => {
    const { run } = await cliCloud()
    const body = async (...args: string[]) => JSON.parse((await run(['raw', ...args])).out)
    expect(await body('reservations')).toMatchObject({ reservation: [] })
    expect(await body('dailyEnergy', '--fields', '{"year": 2025, "month": [9]}')).toMatchObject({
      usage: [{ year: 2025, month: 9 }],
    })
    expect((await run(['raw', 'reservation'])).err).toContain(
      '"reservation" is no query; there are deviceInfo, status,',
    )
    expect((await run(['raw', 'end'])).code).toBe(2)
    expect((await run(['raw', 'dailyEnergy', '--fields', '[1]'])).err).toContain('--fields must be an object in JSON')
  })

  test('sends what is none only with --danger and --yes', async () => {
    const { run, controls } = await cliCloud()
    const heard = await controls()
    const request = { code: 33_554_437, topic: 'ctrl', fields: { mode: 'dhw-mode', param: [2], paramStr: '' } }
    const raw = (...flags: string[]) => run(['raw', JSON.stringify(request), ...flags])
    for (const flags of [[], ['--yes'], ['--danger']]) {
      const { code, out, err } = await raw(...flags)
      expect({ code, out }).toEqual({ code: 2, out: '' })
      expect(err).toContain('may do anything')
    }
    expect(JSON.parse((await raw('--danger', '--dry-run')).out)).toMatchObject({
      envelope: { request: { command: 33_554_437, param: [2] } },
    })
    expect(heard).toEqual([])
    expect((await raw('--danger', '--yes', '--read-only')).code).toBe(2)
    expect(await raw('--danger', '--yes')).toMatchObject({ code: 0, err: '' })
    expect(heard).toEqual(['dhw-mode'])
  })

  test.each([
    ['{"code": 1}', 'has a "code", a whole number, and a "topic"'],
    ['{"code": 1, "topic": "st", "colour": 1}', 'and no "colour"'],
    ['{"code": 1, "topic": "st", "answer": "maybe"}', '"answer" status, device-info or other'],
    ['{"code": 1', 'The request must be an object in JSON'],
  ])('%s is refused', async (text, sentence) => {
    const { run, cloud } = await cliCloud()
    const { code, err } = await run(['raw', text, '--danger', '--yes'])
    expect(code).toBe(2)
    expect(err).toContain(sentence)
    expect(cloud.requests).toEqual([])
  })
})
