/** What a person hears when something breaks while a heater is watched, and what the log keeps of it. */
import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { readStatus } from '#heater/reading'
import { type Simulator, type SimulatorOptions, startSimulator } from '#simulator/index'
import { csvHeader, csvRow, standardColumns } from '#station/csv-columns'
import { run } from '../../src/cli/program.ts'
import { baseStatus } from '../fixtures/frames.ts'
import { type ManualClock, manualClock } from '../fixtures/manual-clock.ts'
import { navilink, type TestTerminal, testTerminal } from './cli-terminal.ts'

let directory: string
let simulator: Simulator
let clock: ManualClock
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'navilink-outage-'))
})
afterEach(async () => {
  await simulator?.close()
  rmSync(directory, { recursive: true })
})

async function watched(
  args: readonly string[],
  options: SimulatorOptions,
  until: (terminal: TestTerminal) => Promise<unknown>,
  before: (simulator: Simulator) => void = () => {},
) {
  clock = manualClock()
  simulator = await startSimulator({ clock, ...options })
  before(simulator)
  const env = { NAVILINK_EMAIL: 'owner@example.com', NAVILINK_PASSWORD: 'warm-enough', NAVILINK_CLOUD: simulator.url }
  const terminal = testTerminal({ directory, env })
  const running = run(args, terminal, clock)
  const ended = running.then(() => {
    throw new Error(`It ended by itself: ${terminal.err()}`)
  })
  await Promise.race([until(terminal), ended])
  ended.catch(() => {})
  terminal.stop()
  return { code: await running, out: terminal.out(), err: terminal.err() }
}

/** Lets time pass, for waits between tries are long, until it is so. */
const until = async (condition: () => boolean | undefined) => {
  while (!condition()) await clock.advance(100)
}

describe('a connection that breaks', () => {
  const refuseTwice = async (terminal: TestTerminal) => {
    await terminal.seen('\n')
    // The session is renewed before the next try, and that fails twice.
    let refusals = 0
    const back = simulator.override('*', () => {
      refusals++
      return new Response('', { status: 503 })
    })
    simulator.expireAwsCredentials()
    simulator.dropConnections()
    await until(() => refusals >= 2 && terminal.err().includes('! The connection to the cloud is lost'))
    back()
    await until(() => terminal.err().includes('! The connection to the cloud is there'))
  }

  test('is told in one line when it is lost and in one when it is back', async () => {
    const { code, err } = await watched(['monitor', '--log-file', 'log.jsonl'], {}, refuseTwice)
    expect(code).toBe(0)
    // The heater's hours are seconds here: it is missed before the gateway takes another CONNECT.
    const lines = err.split('\n').filter(line => !/^ {2}|said nothing/.test(line))
    expect(lines).toEqual([
      'Watching Water Heater; Ctrl-C ends it.',
      expect.stringMatching(/^! The connection to the cloud is lost: .*\. It is tried again until it is there\.$/),
      expect.stringMatching(/^! The connection to the cloud is there, after \d+ (ms|s|min)\b.*\.$/),
      '',
    ])
    expect(err).toMatch(/reconnections +1\n/)
    const log = readFileSync(path.join(directory, 'log.jsonl'), 'utf8')
    expect(log.match(/The gateway connection ended/g)?.length).toBeGreaterThan(1)
  })

  test.each([
    ['status', '--watch'],
    ['record', 'tank.jsonl'],
  ])('%s %s tells it too', async (...args) => {
    const { err } = await watched(args, {}, async terminal => {
      await until(() => simulator.connections.some(({ filters }) => filters.length >= 5))
      simulator.dropConnections()
      await until(() => terminal.err().includes('! The connection to the cloud is there'))
    })
    expect(err.match(/is lost/g)).toHaveLength(1)
  })
})

test('monitor of a heater that is offline tells the last error and its time, and when it is back', async () => {
  const { code, err } = await watched(['monitor'], { heaters: [{ connected: false }] }, async terminal => {
    const [heater] = simulator.heaters
    await terminal.told('! The heater is offline')
    await until(() => simulator.connections.some(({ filters }) => filters.length >= 5))
    if (heater) heater.connected = true
    heater?.push(0x4000004)
    await terminal.told('! The heater is online again.')
    await terminal.seen('\n')
  })
  expect(code).toBe(0)
  expect(err).toMatch(/! The heater is offline: .*\n! The cloud knows of no error\.\n/)
  await simulator.close()
  const failed = await watched(
    ['monitor'],
    { heaters: [{ connected: false }] },
    terminal => terminal.told('Its last error'),
    ({ heaters }) => heaters[0]?.fail(990),
  )
  expect(failed.err).toMatch(/! The heater is offline: .*\n! Its last error: E990 .* \(20\d\d-.*Z\)\n/)
})

describe('rows that are lost', () => {
  const main = path.resolve(import.meta.dirname, '../../src/cli/main.ts')
  const flags = '--conditions=navilink-source --disable-warning=ExperimentalWarning'
  const demo = 'demo --days 0 --port 0 --speed 3600 --interval 5m --duration 3h --csv demo.csv'
  /** Beyond which the shell lets no file grow, in kilobytes: enough for the record of the station. */
  const largest = 8192
  /** The rows of years, with room for a few more. */
  function almostFull(): readonly string[] {
    const status = readStatus(baseStatus, new Date(0), 'answer')
    const row = csvRow(standardColumns, { at: new Date(0), status, connected: true }, 'us')
    const header = csvHeader(standardColumns)
    const count = Math.floor((largest * 1024 - 700 - header.length) / (row.length + 1))
    return [header, ...Array<string>(count).fill(row)]
  }

  const limited = () =>
    new Promise<{ code: number; out: string; err: string }>(resolve => {
      const command = `ulimit -f ${largest}; exec "${process.execPath}" ${flags} "${main}" ${demo}`
      execFile('bash', ['-c', command], { cwd: directory, env: { PATH: process.env.PATH } }, (error, out, err) =>
        resolve({ code: Number(error?.code ?? 0), out, err }),
      )
    })

  test('are told at once, counted in the summary, and end it with 1', async () => {
    const before = almostFull()
    writeFileSync(path.join(directory, 'demo.csv'), `${before.join('\n')}\n`)
    const { code, out, err } = await limited()
    expect(code).toBe(1)
    const rows = readFileSync(path.join(directory, 'demo.csv'), 'utf8').trimEnd().split('\n').slice(before.length)
    const samples = out.trimEnd().split('\n').length
    expect(rows.length).toBeGreaterThan(3)
    expect(rows.length).toBeLessThan(samples)
    expect(new Set(rows.map(row => row.split(',').length))).toEqual(new Set([23]))
    expect(err).not.toContain('A sink could not')
    expect(err.match(/! demo\.csv: it may not grow any further\. Rows are missing from now on\./g)).toHaveLength(1)
    const missing = samples - rows.length
    expect(err).toMatch(new RegExp(`file +demo\\.csv: ${rows.length} rows, ${missing} missing\\n`))
    expect(err).toMatch(new RegExp(`lost +${missing} samples? could not be written\\n$`))
  }, 20_000)
})

describe('-v and --log-file alone', () => {
  const told = [
    'The session is new, and saved',
    'The heaters of the account are listed',
    'Asked the cloud whether it can reach the heater',
    'Connected to the gateway',
    'The heater answered with its status',
  ]

  test('tell what is done, step by step', async () => {
    simulator = await startSimulator()
    const env = {
      HOME: directory,
      NAVILINK_EMAIL: 'owner@example.com',
      NAVILINK_PASSWORD: 'warm-enough',
      NAVILINK_CLOUD: simulator.url,
    }
    const status = (...flags: string[]) => navilink(['status', ...flags], { directory, env })
    const { err } = await status('-v', '--log-file', 'log.jsonl')
    const log = readFileSync(path.join(directory, 'log.jsonl'), 'utf8').trimEnd().split('\n')
    const messages = log.map(line => (JSON.parse(line) as { msg: string }).msg)
    expect(messages).toEqual(told)
    expect(
      err
        .trimEnd()
        .split('\n')
        .map(line => line.replace(/^\S+ info {2}| {2}(heaters=1|connected=true|link=.*)/g, '')),
    ).toEqual(told)
    expect((await status()).err).toBe('')
  })
})

describe('a CSV file', () => {
  test('is opened and checked before anybody is asked', async () => {
    simulator = await startSimulator()
    const env = { NAVILINK_EMAIL: 'owner@example.com', NAVILINK_PASSWORD: 'warm-enough', NAVILINK_CLOUD: simulator.url }
    const { code, err } = await navilink(['monitor', '--csv', '/dev/full'], { directory, env })
    expect({ code, err }).toEqual({ code: 1, err: 'navilink: /dev/full: the disk is full.\n' })
    expect(simulator.requests).toEqual([])
  })

  test('that was begun in another unit keeps it, and that is said once', async () => {
    const monitor = (units: string) =>
      watched(['monitor', '--csv', 'tank.csv', '--units', units], {}, terminal => terminal.seen('\n'))
    const first = await monitor('us')
    expect(first.err).toMatch(/^Watching/)
    await simulator.close()
    const second = await monitor('metric')
    expect(second.err).toMatch(
      /^tank\.csv was begun in °F and stays so; the units asked for \(metric\) count for what is shown here\.\nWatching/,
    )
    expect(second.out).toContain('°C')
    expect(readFileSync(path.join(directory, 'tank.csv'), 'utf8').match(/,F\n/g)).toHaveLength(2)
  })
})
