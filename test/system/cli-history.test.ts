/** `navilink history` and `navilink alerts`: on a file of their own, and beside a station that writes it. */
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { rootCertificates } from 'node:tls'
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { startApi } from '#station/api/api'
import { type Control, readControlFile, writeControlFile } from '#station/api/control-file'
import { heaterId } from '#station/heater-id'
import { openStore } from '#station/store/sqlite/open-store'
import { silentLogger } from '#wire/logger'
import { run } from '../../src/cli/program.ts'
import { certificate, certificateKey } from '../fixtures/certificate.ts'
import { manualClock } from '../fixtures/manual-clock.ts'
import { TestStation } from '../fixtures/test-station.ts'
import { type Ended, keyboard, navilink, testTerminal } from './cli-terminal.ts'

const mac = '01:23:45:67:89:AB'
const id = heaterId('0123456789ab')
const records = path.resolve(import.meta.dirname, '../fixtures/records')
const python9 = path.join(records, 'nwp500-python-9.12.2.csv')
const python6 = path.join(records, 'nwp500-python-6.1.1.csv')

let directory: string
let store: string
const clock = manualClock(Date.UTC(2025, 8, 26, 21))
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'navilink-history-'))
  store = path.join(directory, 'history.db')
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }))
})

const history = (...args: string[]): Promise<Ended> =>
  navilink(['history', ...args], { directory, env: { NAVILINK_STORE: store }, clock })
const begun = () => history('import', python9, '--heater', mac, '--yes')
const file = (name: string, text: string) => {
  writeFileSync(path.join(directory, name), text)
  return name
}
const old = (count: number, at: (i: number) => string) =>
  [
    'timestamp,dhw_charge_per,dhw_temperature,dhw_temperature_setting,operation_mode,current_inst_power,comp_use',
    ...Array.from({ length: count }, (_, i) => `${at(i)},${100 - i},${104 - Math.round(i * 0.34)},104,32,466,2`),
  ].join('\n')

describe('import', () => {
  test('makes a record from the file of another program, once', async () => {
    const first = await begun()
    expect(first).toMatchObject({ code: 0, err: '' })
    expect(first.out).toContain('18 rows, 30 s apart. Nothing is made of mac_address, air_filter_remaining_hours.\n')
    expect(first.out).toMatch(/\ndhw_temperature_raw +117 +137 °F\n/)
    expect(first.out).toContain('18 samples are kept, from 2025-09-26T20:46:03Z to 2025-09-26T20:54:33Z.\n')
    const again = await begun()
    expect(again.out).toContain(
      '0 samples are kept, from 2025-09-26T20:46:03Z to 2025-09-26T20:54:33Z; 18 were there already.',
    )
    expect(first.out + first.err).not.toMatch(/0123456789ab/i)
  })

  test('shows and writes nothing with --dry-run', async () => {
    const { code, out } = await history('import', python9, '--heater', mac, '--dry-run')
    expect(code).toBe(0)
    expect(out).toContain('is kept as')
    expect(out).not.toContain('samples are kept')
    expect(existsSync(store)).toBe(false)
  })

  test.each<[what: string, args: string[], sentence: string | RegExp]>([
    [
      'a heater',
      ['import', python9, '--yes'],
      'There is no record yet; give the MAC address of the heater with --heater',
    ],
    [
      'a yes',
      ['import', python9, '--heater', mac],
      'There is no terminal to ask on, so nothing was imported; --yes says',
    ],
    [
      'a zone',
      ['import', python6, '--heater', mac, '--yes'],
      'gives its times without a zone; --timezone says where its clock stood',
    ],
    [
      'a zone that there is',
      ['import', python6, '--heater', mac, '--timezone', 'Middle/Earth'],
      '--timezone is "Middle/Earth"; it takes a zone',
    ],
    [
      'a scale',
      ['import', 'few.csv', '--heater', mac],
      /few\.csv: Its temperatures fit more than one scale; say with --scale which it is \(.*half-celsius.*\)/,
    ],
    [
      'a scale that fits',
      ['import', 'odd.csv', '--heater', mac],
      'odd.csv: Its temperatures fit no scale that such files have; say with --scale',
    ],
    ['a file', ['import', 'nowhere.csv', '--heater', mac], 'nowhere.csv: there is no such file or folder.'],
    [
      'a record',
      ['import', 'other.csv', '--heater', mac],
      'other.csv is no record of a heater: it has no column timestamp.',
    ],
    [
      'text',
      ['import', 'tank.parquet', '--heater', mac],
      'tank.parquet is a Parquet file, which can’t be imported; CSV can, and the lines of JSON that navilink history export',
    ],
    ['an account', ['import', python9, '--email', 'a@b.c'], 'so --email means nothing to it'],
  ])('asks for %s where it is needed', async (_, args, sentence) => {
    file('few.csv', 'timestamp,dhw_temperature,setpoint\n2025-09-20T10:00:00Z,117,121\n')
    file('odd.csv', 'timestamp,dhw_temperature,setpoint\n2025-09-20T10:00:00Z,900,700.3\n')
    file('other.csv', 'date,kWh\n1,2\n')
    file('tank.parquet', 'PAR1\0\0PAR1')
    const { code, out, err } = await history(...args)
    expect({ code, kept: out.includes('samples are kept') }).toEqual({ code: 2, kept: false })
    expect(err).toMatch(sentence)
    expect(existsSync(store)).toBe(false)
  })

  test('tells what it left out, and marks the hole', async () => {
    await begun()
    const times = (i: number) => new Date(Date.UTC(2025, 8, 20, 8) + (i < 20 ? i : i + 30) * 300_000).toISOString()
    file('old.csv', `${old(40, times)}\nyesterday,1,2,3,4,5,6\n2025-09-2`)
    const { code, out } = await history('import', 'old.csv', '--yes')
    expect(code).toBe(0)
    expect(out).toContain('Hot water and settings are in counts of half °C')
    expect(out).toContain(
      'old.csv: 40 samples are kept, from 2025-09-20T08:00:00Z to 2025-09-20T13:45:00Z; 2 gaps.\n' +
        '  left out, rows without a time: 1, the first in line 42: timestamp is «yesterday»\n' +
        '  left out, rows with another number of cells than the header: 1, the first in line 43: it has 1\n',
    )
  })

  test('leaves out what a clock that was wrong wrote', async () => {
    await begun()
    file(
      'odd.csv',
      `${old(3, i => `2025-09-20T10:0${i}:00Z`)}\n1970-01-01T00:10:00Z,9,9,9,32,9,2\n2031-01-01T00:00:00Z,9,9,9,32,9,2\n`,
    )
    const { out } = await history('import', 'odd.csv', '--yes', '--scale', 'half-celsius')
    expect(out).toContain('odd.csv: 3 samples are kept, from 2025-09-20T10:00:00Z to 2025-09-20T10:02:00Z')
    expect(out).toContain(
      'left out, rows with a time that can’t be: 2, the first in line 5: timestamp is «1970-01-01T00:10:00Z», and it lies before 2010\n',
    )
  })

  test('asks a person for the zone, and whether it is right so', async () => {
    const stdin = keyboard()
    const terminal = testTerminal({ stdin, directory, env: { NAVILINK_STORE: store, TERM: 'xterm' }, columns: 400 })
    const running = run(['history', 'import', python6, '--heater', mac], terminal, clock)
    await terminal.told('In which zone did its clock stand?')
    stdin.write('\u0015America/Denver\r')
    await terminal.told('into the record of Heater?')
    expect(terminal.out()).toContain('2025-09-26T19:46:03Z')
    stdin.write('\r')
    expect(await running).toBe(0)
    expect(terminal.out()).toContain('18 samples are kept, from 2025-09-26T19:46:03Z')
  })

  test('takes local time by the zone that is given', async () => {
    const { out } = await history('import', python6, '--heater', mac, '--timezone', 'America/Los_Angeles', '--yes')
    expect(out).toContain('from 2025-09-26T20:46:03Z to 2025-09-26T20:54:33Z')
  })
})

describe('query', () => {
  beforeEach(begun)

  test('prints a table, with the gaps in it', async () => {
    file(
      'before.csv',
      old(3, i => `2025-09-26T10:0${i}:00Z`),
    )
    await history('import', 'before.csv', '--yes', '--scale', 'half-celsius')
    const { out, code } = await history('query', '--units', 'metric')
    expect(code).toBe(0)
    const lines = out.trimEnd().split('\n')
    expect(lines[0]).toMatch(/^time +charge % +upper °C +lower °C +hot water °C/)
    expect(lines[4]).toBe('2025-09-26T10:02:00Z  nothing for 10 h 44 min: why is not known')
    expect(lines).toHaveLength(1 + 3 + 1 + 18)
    expect(lines[5]).toMatch(/^2025-09-26T20:46:03Z +92 +58\.6 +53\.6 +58\.5 +60\.5 +heat pump/)
  })

  test('gives CSV with an empty row where a gap begins, and JSON with the gaps', async () => {
    file(
      'before.csv',
      old(1, () => '2025-09-26T10:00:00Z'),
    )
    await history('import', 'before.csv', '--yes', '--scale', 'half-celsius')
    const csv = await history(
      'query',
      '--csv',
      '--fields',
      'current_inst_power,tankUpperTemperature',
      '--units',
      'metric',
    )
    expect(csv.out.split('\n').slice(0, 4)).toEqual([
      'timestamp,current_inst_power,tank_upper_temp,temperature_unit',
      '2025-09-26T10:00:00.000Z,466,,C',
      '2025-09-26T10:00:00.001Z,,,',
      '2025-09-26T20:46:03.666Z,432,58.6,C',
    ])
    const json = JSON.parse((await history('query', '--json', '--fields', 'operation_mode')).out)
    expect(json).toMatchObject({
      heater: { id },
      gaps: [{ from: '2025-09-26T10:00:00.000Z', until: '2025-09-26T20:46:03.666Z', cause: 'unknown' }],
    })
    expect(json.samples).toHaveLength(19)
    expect(json.samples[1]).toEqual({
      at: '2025-09-26T20:46:03.666Z',
      connected: true,
      status: { operationMode: 'heat-pump' },
    })
  })

  test('draws a chart of so many points', async () => {
    const span = ['--from', '2025-09-26T20:46:00Z', '--until', '2025-09-26T20:56:00Z']
    const { out } = await history('query', '--points', '2', ...span, '--fields', 'current_inst_power,comp_use', '--csv')
    const [header, ...rows] = out.trimEnd().split('\n')
    expect(header).toBe(
      'timestamp,current_inst_power mean W,current_inst_power min W,current_inst_power max W,comp_use',
    )
    expect(rows.length).toBeGreaterThan(0)
    expect(rows[0]).toMatch(/^2025-09-26T20:46:00Z,\d+(\.\d)?,\d+,5378,on$/)
  })

  test('prints a chart that fits a terminal, with the gaps where they were', async () => {
    file(
      'before.csv',
      old(3, i => `2025-09-26T10:0${i}:00Z`),
    )
    await history('import', 'before.csv', '--yes', '--scale', 'half-celsius')
    const asked = ['query', '--points', '24', '--last', '12h'] as const
    const lines = (await history(...asked)).out.trimEnd().split('\n')
    expect(lines[0]).toMatch(
      /^time +dhw_charge_percent % +tank_upper_temp °F +tank_lower_temp °F +current_inst_power W$/,
    )
    expect(Math.max(...lines.map(line => line.length))).toBeLessThanOrEqual(120)
    expect(lines).toHaveLength(1 + 24 + 1)
    const gap = lines.findIndex(line => line.includes('nothing for 10 h 44 min'))
    expect(lines[gap - 1]).toMatch(/^2025-09-26T10:00:00Z/)
    expect(lines[gap + 1]).toMatch(/^2025-09-26T10:30:00Z/)
    expect((await history(...asked, '--wide')).out).toContain('dhw_charge_percent min %')
  })

  test('takes --device for --heater', async () => {
    expect(
      await navilink(['--device', mac, 'history', 'query'], { directory, env: { NAVILINK_STORE: store }, clock }),
    ).toMatchObject({ code: 0 })
    expect((await history('query', '--device', 'Attic')).err).toContain('No heater of this record is "Attic"')
    expect((await history('stats', '--device', 'Attic')).err).toContain('so --device means nothing to it')
  })

  test.each<[args: string[], sentence: string]>([
    [['--from', 'monday'], '--from is "monday"; it takes a date (2026-11-21), a time'],
    [['--from', '2025-09-26', '--until', '2025-09-26'], '--from 2025-09-26 is not before --until 2025-09-26.'],
    [['--last', '7'], '--last 7 has no unit'],
    [['--fields', 'dhw_temp'], 'There is no field "dhw_temp"'],
    [['--points', '0'], '--points is "0"; it takes a whole number up to 5000.'],
    [['--heater', 'Attic'], `No heater of this record is "Attic": ${id} Heater.`],
    [['--heater', 'ff:ff:ff:ff:ff:ff'], 'No heater of this record is that MAC address'],
  ])('%j', async (args, sentence) => {
    const { code, err } = await history('query', ...args)
    expect(code).toBe(2)
    expect(err).toContain(sentence)
  })

  test('says so where there is nothing', async () => {
    const { code, out, err } = await history('query', '--from', '2024-01-01', '--until', '2024-01-02')
    expect({ code, out, err }).toEqual({ code: 0, out: '', err: 'There is no record of Heater of that time.\n' })
  })
})

describe('export', () => {
  beforeEach(begun)

  test.each(['tank.csv', 'tank.jsonl'])('%s comes back whole', async name => {
    expect((await history('export', name)).err).toBe(`18 samples of Heater are in ${name}.\n`)
    const before = (await history('export', '-', '--format', 'csv')).out
    store = path.join(directory, 'another.db')
    expect((await history('import', name, '--heater', mac, '--yes')).out).toContain('18 samples are kept')
    expect((await history('export', '-', '--format', 'csv')).out).toBe(before)
  })

  test('never writes over a file unasked, and leaves none half-way', async () => {
    expect(await history('export', 'tank.parquet')).toMatchObject({ code: 0 })
    expect(readFileSync(path.join(directory, 'tank.parquet')).subarray(0, 4).toString()).toBe('PAR1')
    expect((await history('export', 'tank.parquet')).err).toContain(
      'tank.parquet is there already; --force writes over it.',
    )
    expect(await history('export', 'tank.parquet', '--force', '--columns', 'standard')).toMatchObject({ code: 0 })
    expect((await history('export', 'tank.xlsx')).err).toContain(
      '--format says what tank.xlsx shall be: csv, json, parquet.',
    )
    expect((await history('export', 'nowhere/tank.csv')).err).toContain('there is no such file or folder')
    expect(existsSync(path.join(directory, 'tank.parquet.part'))).toBe(false)
  })
})

test('stats, backup and vacuum', async () => {
  expect((await history('stats')).err).toMatch(/history\.db/)
  await begun()
  const { out } = await history('stats', '--json')
  expect(JSON.parse(out)).toMatchObject({ heaters: [{ id, first: '2025-09-26T20:46:03.666Z', gaps: 0, missing_s: 0 }] })
  const { out: text } = await history('stats')
  expect(text).toContain('18 samples, 0 of them packed into 0 days')
  expect(text).toMatch(/\d+ bytes a sample as it came\n/)
  expect(text).not.toContain('a year')
  expect(await history('backup', 'copy.db')).toMatchObject({ code: 0 })
  expect((await history('backup', 'copy.db')).err).toContain('copy.db is there already; a backup is a file of its own.')
  expect((await history('export', '-', '--format', 'csv', '--store', 'copy.db')).out.split('\n')).toHaveLength(
    1 + 18 + 1,
  )
  expect(await history('vacuum')).toMatchObject({ code: 0 })
  expect((await history('vacuum', '--store', 'nowhere.db')).err).toContain('There is no record at')
})

describe('beside a station', () => {
  let station: TestStation

  beforeEach(async () => {
    const opened = await openStore(store, { logger: silentLogger })
    const since = Date.UTC(2025, 8, 26, 19)
    const base = {
      rule: 'hot-water-low',
      severity: 'warning',
      text: 'The hot water is low.',
      told: 1,
      toldAt: since,
    } as const
    const heater = heaterId('0123456789ab')
    await opened.write({
      alerts: [
        { ...base, heater, id: 'a1b2', since },
        { ...base, heater, id: 'a9', since: since - 1, ended: since },
      ],
    })
    station = await TestStation.open({ store: opened })
    const controlToken = 'x'.repeat(43)
    const api = await startApi(station, { listen: { host: '127.0.0.1', port: 0 }, allowedHosts: [], controlToken })
    await writeControlFile(store, { url: api.url, token: controlToken, pid: process.pid })
    onTestFinished(async () => {
      await api.close()
      await station.store.close()
    })
  })

  test('reads the file, and imports and makes room through the station', async () => {
    file(
      'old.csv',
      old(30, i => new Date(Date.UTC(2025, 8, 20, 8) + i * 300_000).toISOString()),
    )
    const { code, out, err } = await history('import', 'old.csv', '--yes')
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toContain('30 samples are kept')
    const heater = station.heater.id
    expect(await station.store.samples({ heater, limit: 2 })).toMatchObject([
      { cause: 'import', raw: { dhwTemperature: 104 } },
      {},
    ])
    expect((await history('import', 'old.csv', '--yes')).out).toContain('30 were there already')
    expect(
      (await history('query', '--from', '2025-09-20T08:00:00Z', '--until', '2025-09-20T09:00:00Z', '--csv')).out.split(
        '\n',
      ),
    ).toHaveLength(14)
    expect((await history('vacuum')).err).toBe('The record of the station holds no empty space any more.\n')
    expect((await history('import', 'old.csv', '--yes', '--heater', '01:23:45:67:89:00')).code).toBe(2)
  })

  test('answers an alert', async () => {
    const alerts = (...args: string[]) =>
      navilink(['alerts', ...args], { directory, env: { NAVILINK_STORE: store }, clock })
    const listed = await alerts()
    expect(listed.out).toMatch(/a1b2 +2025-\S+ +warning +open +Cellar "north" +The hot water is low\./)
    expect(listed.out).not.toContain('a9')
    expect(JSON.parse((await alerts('list', '--all', '--json')).out)).toMatchObject([
      { id: 'a1b2' },
      { id: 'a9', ended: expect.any(String) },
    ])
    expect((await alerts('list', '--csv')).out).toMatch(/^id,rule,severity,heater,name,since,/)
    expect(await alerts('test')).toMatchObject({
      code: 1,
      err: 'The config of the station names no channel, so nobody can be told.\n',
    })
    expect((await alerts('ack', 'zz')).err).toContain('No open alert is called "zz"')
    expect(await alerts('ack', 'a1')).toMatchObject({ code: 0, err: 'It is known, and not told again.\n' })
    expect((await alerts()).out).toMatch(/a1b2 +2025-\S+ +warning +known/)
    expect(await alerts('snooze', 'a1b2', '12h')).toMatchObject({ code: 0, err: 'It is quiet for 12 h.\n' })
    expect((await alerts('snooze', 'a1b2', '12')).err).toContain('the span 12 has no unit')
    const [alert] = await station.store.alerts({ open: true })
    expect(alert).toMatchObject({ acknowledgedBy: 'command line', snoozedUntil: station.clock.now() + 12 * 3_600_000 })
  })
})

test('tells of a hole of years since when and until when it was', async () => {
  await begun()
  file(
    'old.csv',
    old(3, i => `2020-03-01T10:0${i}:00Z`),
  )
  await history('import', 'old.csv', '--yes', '--scale', 'half-celsius')
  const { out } = await history('stats')
  expect(out).toMatch(/2020-03-01T10:00:00Z +2025-09-26T20:54:33Z +1 +2035 d .*from 2020-03-01 to 2025-09-26\n/)
  // Years were packed by that.
  expect(out).toMatch(/ bytes packed, \d+\.\d+ MB for a packed year of a heater\n/)
})

describe('the word that a station leaves', () => {
  const served = async (told: object, tls?: { cert: string; key: string }) => {
    const opened = await openStore(store, { logger: silentLogger })
    const station = await TestStation.open({ store: opened })
    const controlToken = 'x'.repeat(43)
    const api = await startApi(station, { listen: { host: '127.0.0.1', port: 0 }, allowedHosts: [], controlToken, tls })
    await writeControlFile(store, { url: api.url, token: controlToken, pid: process.pid, ...told })
    const close = async () => {
      await api.close()
      await opened.close()
    }
    onTestFinished(close)
    return { api, close }
  }

  test('counts for nothing where nobody listens any more', async () => {
    const { close } = await served({})
    await close()
    expect(await history('vacuum')).toMatchObject({ code: 0, err: `${store} holds no empty space any more.\n` })
  })

  test('is found by another name of the record', async () => {
    await served({})
    const link = path.join(directory, 'link.db')
    symlinkSync(store, link)
    expect((await history('vacuum', '--store', link)).err).toBe(
      'The record of the station holds no empty space any more.\n',
    )
  })

  test('makes its certificate believed, and no other', async () => {
    await served({ certificate }, { cert: certificate, key: certificateKey })
    expect((await history('vacuum')).err).toBe('The record of the station holds no empty space any more.\n')
    await writeControlFile(store, {
      ...((await readControlFile(store)) as Control),
      certificate: rootCertificates[0],
    })
    expect(await history('vacuum')).toMatchObject({ code: 1, err: expect.stringContaining('can’t be reached') })
  })
})

test('says that no station runs', async () => {
  await begun()
  const { code, err } = await navilink(['alerts', 'ack', 'a1'], { directory, env: { NAVILINK_STORE: store } })
  expect(code).toBe(2)
  expect(err).toMatch(/No station writes .*history\.db at the moment; start one with navilink serve/)
})
