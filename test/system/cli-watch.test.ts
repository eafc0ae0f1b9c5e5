/** The commands that go on: monitor, status --watch, record, simulate and demo. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Simulator, type SimulatorOptions, startSimulator } from '#simulator/index'
import { run } from '../../src/cli/program.ts'
import { navilink, type TestTerminal, testTerminal } from './cli-terminal.ts'

let directory: string
let simulator: Simulator | undefined
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'navilink-cli-'))
})
afterEach(async () => {
  await simulator?.close()
  rmSync(directory, { recursive: true })
})

const file = (name: string) => path.join(directory, name)
const text = (name: string) => readFileSync(file(name), 'utf8')

/** Runs a command against a simulator until `until` is done, then stops it as Ctrl-C does. */
async function watched(
  args: readonly string[],
  options: SimulatorOptions,
  until: (terminal: TestTerminal, simulator: Simulator) => Promise<unknown>,
) {
  const started = await startSimulator(options)
  simulator = started
  const env = {
    NAVILINK_EMAIL: 'owner@example.com',
    NAVILINK_PASSWORD: 'warm-enough',
    NAVILINK_CLOUD: started.url,
  }
  const terminal = testTerminal({ directory, env })
  const running = run(args, terminal)
  const ended = running.then(() => {
    throw new Error(`It ended by itself: ${terminal.err()}`)
  })
  await Promise.race([until(terminal, started), ended])
  ended.catch(() => {})
  terminal.stop()
  return { code: await running, out: terminal.out(), err: terminal.err() }
}

describe('monitor', () => {
  test('prints a line a sample, appends to the CSV, and ends with a summary and 0', async () => {
    const args = ['monitor', '--interval', '5m', '--csv', 'tank.csv']
    const first = await watched(args, {}, terminal => terminal.seen('\n'))
    expect(first.code).toBe(0)
    expect(first.out).toMatch(
      /^20\d\d-\S+Z +\d+ % {2}upper +\d+\.\d °F {2}lower .* set to heat pump {2}heats nothing {2}1 W\n$/,
    )
    expect(first.err).toMatch(/^Watching Water Heater; Ctrl-C ends it\.\n {2}runtime/)
    expect(first.err).toMatch(/samples +1: 1 answer of 1 expected, 0 unasked\n/)
    expect(first.err).toMatch(/file +tank\.csv: 1 row\n$/)
    await simulator?.close()

    await watched(args, {}, terminal => terminal.seen('\n'))
    const [header, ...rows] = text('tank.csv').trimEnd().split('\n')
    expect(header).toBe(
      'timestamp,dhw_charge_percent,operation_mode,dhw_temperature,current_inst_power,tank_upper_temp,tank_lower_temp,' +
        'dhw_temperature_setting,dhw_operation_setting,comp_use,heat_upper_use,heat_lower_use,eva_fan_use,dhw_use,' +
        'operation_busy,usable_energy,energy_to_setpoint,outside_temperature,error_code,sub_error_code,wifi_rssi,' +
        'device_connected,temperature_unit',
    )
    expect(rows).toHaveLength(2)
  })

  test('warns of what an owner should hear about', async () => {
    const { err } = await watched(
      ['monitor'],
      { heaters: [{ mode: 'electric', setpoint: 60, upper: 38, lower: 20 }], speed: 60 },
      async (terminal, { heaters }) => {
        const [heater] = heaters
        heater?.fail(480, 1)
        // The push about the relay still has the power from before.
        while (Number(heater?.statusFrame(0).currentInstPower) < 2500)
          await new Promise(resolve => setImmediate(resolve))
        heater?.push(0x4000004)
        await terminal.seen('heats element')
      },
    )
    expect(err).toContain('! E480 upper tank sensor (reading below its range). Call a technician.')
    expect(err).toContain('! Charge is under 20 %: ')
    expect(err).toMatch(/! An element is running: 5\d\d\d W\./)
  })

  test('goes on with a heater that is offline at first, and says so', async () => {
    const { code, err } = await watched(
      ['monitor', '--interval', '10s'],
      { heaters: [{ connected: false }] },
      async (terminal, { heaters }) => {
        const [heater] = heaters
        // The poll goes unheard, but it made the client listen.
        while (!simulator?.connections.some(({ filters }) => filters.length >= 5))
          await new Promise(resolve => setImmediate(resolve))
        if (heater) heater.connected = true
        heater?.push(0x4000004)
        await terminal.seen('\n')
      },
    )
    expect(code).toBe(0)
    expect(err).toContain('! The heater is offline')
    expect(err).toContain('An interval of 10 s is short')
  })

  test.each([
    [['--interval', '5'], 2, '--interval 5 has no unit'],
    [['--interval', '9s'], 2, 'it takes 10 s or more'],
    [['--duration', '90'], 2, '90m (minutes, as the old scripts took --duration)'],
    [['--columns', 'all'], 2, 'give --csv FILE too'],
    [['--csv', 'x.csv', '--columns', 'colour'], 2, 'no column «colour»'],
    [['--csv', 'other.csv'], 1, 'other.csv is no record of ours'],
  ])('%j is refused before a sample is asked for', async (flags, code, sentence) => {
    writeFileSync(file('other.csv'), 'a,b,c\n1,2,3\n')
    simulator = await startSimulator()
    const env = { NAVILINK_EMAIL: 'owner@example.com', NAVILINK_PASSWORD: 'warm-enough', NAVILINK_CLOUD: simulator.url }
    const ended = await navilink(['monitor', ...flags], { directory, env })
    expect(ended).toMatchObject({ code, out: '', err: expect.stringContaining(sentence) })
    expect(text('other.csv')).toBe('a,b,c\n1,2,3\n')
    expect(existsSync(file('x.csv'))).toBe(false)
  })
})

test('status --watch prints a line a sample, also as JSON and CSV', async () => {
  const watch = async (...flags: string[]) => {
    const ended = await watched(['status', '--watch', ...flags], {}, terminal => terminal.seen('heat'))
    await simulator?.close()
    return ended
  }
  expect(await watch()).toMatchObject({ code: 0, err: '' })
  expect(JSON.parse((await watch('--json')).out)).toMatchObject({ status: { dhwOperationSetting: 'heat-pump' } })
  const csv = await watched(['status', '--watch', '--csv'], {}, terminal => terminal.seen(',F\n'))
  expect(csv.out).toMatch(/^timestamp,.*\n20.*,1,F\n$/)
})

test('record keeps every message without identities, and decode reads them', async () => {
  const { code, err } = await watched(['record', 'tank.jsonl'], {}, async () => {
    while (!existsSync(file('tank.jsonl')) || !text('tank.jsonl').includes('"command":0,'))
      await new Promise(resolve => setImmediate(resolve))
  })
  expect(code).toBe(0)
  expect(err).toMatch(/^Recording Water Heater to tank\.jsonl; Ctrl-C ends it\.\n4 messages in tank\.jsonl\.\n$/)
  const recorded = text('tank.jsonl')
  expect(recorded).not.toMatch(/024e5750|owner@example|4E57500500/)
  expect(recorded).toContain('"macAddress":"020000000001"')

  const decoded = await navilink(['decode', 'tank.jsonl', '--json'], { directory })
  expect(decoded).toMatchObject({ code: 0, err: expect.stringContaining('1 connection') })
  const kinds = (JSON.parse(decoded.out) as { kind: string }[]).map(({ kind }) => kind)
  expect(kinds).toEqual(['device-info', 'status', 'status'])
})

describe('simulate', () => {
  test('says where it is and when it is ready, and ends with 0', async () => {
    const terminal = testTerminal({ env: { NAVILINK_EMAIL: 'pat@example.com' } })
    const running = run(['simulate', '--port', '0', '--email', 'tester@example.com', '--password', 'hunter2'], terminal)
    await terminal.seen('ready\n')
    const [, url = ''] = /address +(\S+)/.exec(terminal.out()) ?? []
    const devices = await navilink(['devices', '--cloud', url, '--email', 'tester@example.com', '--password-stdin'], {
      stdin: 'hunter2',
    })
    expect(devices).toMatchObject({ code: 0, out: expect.stringContaining('Water Heater') })
    terminal.stop()
    expect(await running).toBe(0)
    expect(terminal.out()).toMatch(/email +tester@example.com\n {2}password +hunter2\n/)
    expect(terminal.out()).toContain(`navilink check --cloud ${url} --email tester@example.com\n`)
    expect(terminal.out()).toMatch(/\nready\n$/)
  })

  test('has the account that it is known for, whatever is set for the real cloud', async () => {
    const terminal = testTerminal({ env: { NAVILINK_EMAIL: 'pat@example.com', NAVILINK_PASSWORD: 'mine' } })
    const running = run(['simulate', '--port', '0'], terminal)
    await terminal.seen('ready\n')
    terminal.stop()
    await running
    expect(terminal.out()).toMatch(/email +owner@example\.com\n {2}password +warm-enough\n/)
  })

  test('says what is wrong with a port or a certificate', async () => {
    simulator = await startSimulator()
    const { port } = new URL(simulator.url)
    const taken = await navilink(['simulate', '--port', port])
    expect(taken).toMatchObject({ code: 1, err: expect.stringContaining('choose one with --port') })
    const half = await navilink(['simulate', '--port', '0', '--tls-cert', 'cert.pem'])
    expect(half).toMatchObject({ code: 2, err: expect.stringContaining('give both, or neither') })
  })
})

describe('demo', () => {
  test('lives hours in a second, ends by itself, and its rows carry the time of the heater', async () => {
    const fast = ['--days', '0', '--port', '0', '--speed', '3600']
    const args = ['demo', ...fast, '--duration', '2h', '--interval', '10m', '--csv', 'demo.csv']
    const { code, out, err } = await navilink(args, { directory })
    expect(code).toBe(0)
    const rows = text('demo.csv').trimEnd().split('\n').slice(1)
    expect(rows.length).toBeGreaterThanOrEqual(6)
    expect(out.trimEnd().split('\n')).toHaveLength(rows.length)
    const times = rows.map(row => Date.parse(row.split(',')[0] ?? ''))
    expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeGreaterThan(3_600_000)
    expect(err).toMatch(/runtime +2 h/)
    expect(err).toMatch(/file +demo\.csv: \d+ rows\n$/)
  })

  test('draws the tank on a terminal, and gives the cursor back', async () => {
    const terminal = testTerminal({ columns: 90 })
    const running = run(['demo', '--days', '0', '--port', '0', '--speed', '3600', '--no-color'], terminal)
    await terminal.seen('2 samples')
    terminal.stop()
    expect(await running).toBe(0)
    expect(terminal.out()).toContain('╭────────────────╮')
    expect(terminal.out()).toMatch(/3600 times as fast {2}1 sample\n/)
    expect(terminal.out().endsWith('\x1b[?25h')).toBe(true)
  })
})
