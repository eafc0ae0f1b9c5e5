/** What is refused, and in which words: before anything is asked of anybody. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startSimulator } from '#simulator/index'
import { run } from '../../src/cli/program.ts'
import { capturedEnvelopes } from '../fixtures/frames.ts'
import { manualClock } from '../fixtures/manual-clock.ts'
import { keyboard, navilink, testTerminal } from './cli-terminal.ts'

let directory: string
beforeAll(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'navilink-usage-'))
  mkdirSync(path.join(directory, 'folder'))
  writeFileSync(path.join(directory, 'file'), '')
  writeFileSync(path.join(directory, 'messages.jsonl'), JSON.stringify(capturedEnvelopes[0]))
})
afterAll(() => rmSync(directory, { recursive: true }))

const account = { NAVILINK_EMAIL: 'owner@example.com', NAVILINK_PASSWORD: 'warm-enough' }

test.each<[args: string[], sentence: string | RegExp]>([
  [['help', 'stauts'], "navilink: unknown command 'stauts'"],
  [['status', '--interval', '5m'], '--interval is from one question to the next; give --watch too.'],
  [['status', '--columns', 'all'], '--columns says what goes into the CSV; give --csv too.'],
  [['status', '--json', '--columns', 'all'], '--columns says what goes into the CSV; give --csv too.'],
  [['status', '--csv', '--columns', 'colour'], 'There is no column «colour»'],
  [['status', '--json', '--all'], '--all is for the table of one status'],
  [['status', '--watch', '--all'], '--watch prints a line a sample'],
  [['decode', 'messages.jsonl', '--columns', 'all'], '--columns says what goes into the CSV; give --csv too.'],
  [['decode', 'messages.jsonl', '--csv', '--all'], 'a CSV takes --columns all'],
  [
    ['decode', 'messages.jsonl', '--device', '1'],
    'decode reads files and asks nobody, so --device means nothing to it',
  ],
  [['demo', '--device', '1'], 'demo brings its own account and heater, so --device means nothing to it'],
  [['demo', '--cloud', 'http://127.0.0.1:1'], 'so --cloud means nothing to it'],
  [['simulate', '--device', '1'], 'simulate is a cloud itself, so --device means nothing to it'],
  [['simulate', '--cloud', 'http://127.0.0.1:1'], 'so --cloud means nothing to it'],
  [['monitor', '--output', 'tank.csv'], 'monitor and demo append to a file with --csv FILE'],
  [['status', '-o', 'x'], 'with --json or --csv, to standard output'],
  [
    ['login', '--password', 'hunter2'],
    'use the question of navilink login, NAVILINK_PASSWORD, .env or --password-stdin',
  ],
  [['devices', '--ca', 'nowhere.pem'], 'On the command line, --ca is "nowhere.pem": there is no such file or folder.'],
  [['devices', '--cloud', 'http://pat:hunter2@127.0.0.1:1'], '--cloud has a name or a password in it, and none can be'],
  [['devices', '--cloud', 'pat:hun/ter2@example.com'], '--cloud has a name or a password in it, and none can be'],
  [
    ['devices', '--timeout', '30'],
    '--timeout 30 has no unit: write 30s (seconds) or 30m (minutes), whichever you mean.',
  ],
  [['devices', '--log-size', 'big'], '--log-size is "big"; it takes a size above zero with its unit'],
])('%j', async (args, sentence) => {
  const { code, out, err } = await navilink(args, { directory, env: account })
  expect({ code, out }).toEqual({ code: 2, out: '' })
  expect(err).toContain(sentence)
  expect(err).not.toMatch(/hunter2|hun\/ter2/)
})

test.each<[env: Record<string, string>, sentence: string]>([
  [
    { NAVILINK_CA: 'nowhere.pem' },
    'In the environment, NAVILINK_CA is "nowhere.pem": there is no such file or folder.',
  ],
  [
    { NAVILINK_CLOUD: 'https://pat:hunter2@x.example' },
    'In the environment, NAVILINK_CLOUD has a name or a password in it',
  ],
  [
    { NAVILINK_DEVICE_MAC: 'Cellar' },
    'In the environment, NAVILINK_DEVICE_MAC is "Cellar"; it takes twelve hex digits',
  ],
])('a wrong setting names its source: %j', async (env, sentence) => {
  await using simulator = await startSimulator()
  const all = { NAVILINK_CLOUD: simulator.url, ...account, ...env }
  const { code, err } = await navilink(['status'], { directory, env: all })
  expect(code).toBe(2)
  expect(err).toContain(sentence)
  expect(err).not.toContain('hunter2')
})

test('a MAC in the environment that is no heater of the account is named as what it is', async () => {
  await using simulator = await startSimulator()
  const env = { ...account, NAVILINK_CLOUD: simulator.url, NAVILINK_DEVICE_MAC: '04:78:63:00:00:FF' }
  const { code, err } = await navilink(['status'], { directory, env })
  expect(code).toBe(2)
  expect(err).toContain(
    'In the environment, NAVILINK_DEVICE_MAC is "0478630000ff", which no heater of this account fits',
  )
  expect(err).not.toContain('--device is')
})

test('a setting that a command does not use can be as wrong as it likes', async () => {
  const env = {
    NAVILINK_CLOUD: 'nonsense',
    NAVILINK_CA: 'nowhere.pem',
    NAVILINK_DEVICE_MAC: 'Cellar',
    NAVILINK_EMAIL: 'nobody',
    NAVILINK_POLLING_INTERVAL: '1',
    NAVILINK_MQTT_PROTOCOL: 'MQTT5',
  }
  const more = { NAVILINK_LOG_LEVEL: 'loud', NAVILINK_DEBUG: 'maybe' }
  expect(await navilink(['decode', 'messages.jsonl'], { directory, env: { ...env, ...more } })).toMatchObject({
    code: 0,
    err: '',
  })
  const demo = ['demo', '--speed', '36000', '--interval', '10m', '--duration', '1h']
  expect(await navilink(demo, { directory, env })).toMatchObject({ code: 0 })
  const terminal = testTerminal({ directory, env: { ...env, ...more, NAVILINK_UNITS: 'imperial' } })
  const running = run(['simulate', '--port', '0'], terminal)
  await terminal.seen('ready\n')
  expect(terminal.out()).toContain('or set    NAVILINK_CLOUD, NAVILINK_EMAIL and NAVILINK_PASSWORD to these\n')
  terminal.stop()
  expect(await running).toBe(0)
  // What it does use is still refused.
  const units = await navilink(['decode', 'messages.jsonl'], { directory, env: { NAVILINK_UNITS: 'imperial' } })
  expect(units).toMatchObject({ code: 2, err: expect.stringContaining('NAVILINK_UNITS is "imperial"') })
})

describe('files', () => {
  test.each([
    [['decode', 'nowhere.jsonl'], /nowhere\.jsonl: there is no such file or folder\./],
    [['decode', 'folder'], /folder: it is a folder, not a file\./],
    [['monitor', '--csv', 'folder'], /folder: it is a folder, not a file\./],
    [['monitor', '--csv', 'file/tank.csv'], /tank\.csv: a part of its path is no folder\./],
    [['monitor', '--csv', '/dev/full'], /^navilink: \/dev\/full: the disk is full\.$/m],
    [['record', 'nowhere/tank.jsonl'], /tank\.jsonl: there is no such file or folder\./],
    [['devices', '--log-file', 'nowhere/log'], /nowhere\/log: there is no such file or folder\./],
  ])('%j', async (args, sentence) => {
    const { code, out, err } = await navilink(args, {
      directory,
      env: { ...account, NAVILINK_CLOUD: 'http://127.0.0.1:1' },
    })
    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(err).toMatch(sentence)
  })

  test('an address that can not be listened on', async () => {
    await using simulator = await startSimulator()
    const { port } = new URL(simulator.url)
    const listening = async (...flags: string[]) => (await navilink(['simulate', ...flags], { directory })).err
    expect(await listening('--port', port)).toBe(
      `navilink: Port ${port} of 127.0.0.1 is taken by another program; choose one with --port, 0 for any that is free.\n`,
    )
    expect(await listening('--host', '192.0.2.1')).toBe(
      'navilink: 192.0.2.1 is no address of this machine; choose one with --host.\n',
    )
  })
})

describe('a cloud that is not there', () => {
  const devices = async (cloud: string) => navilink(['devices', '--cloud', cloud], { directory, env: account })

  test('on this machine', async () => {
    const simulator = await startSimulator()
    await simulator.close()
    const { code, err } = await devices(simulator.url)
    expect(code).toBe(1)
    expect(err).toContain('start it with navilink simulate.')
    expect(err).not.toContain('internet')
  })

  test('at a port that fetch refuses', async () => {
    const { code, err } = await devices('http://127.0.0.1:9')
    expect(code).toBe(1)
    expect(err).toContain('fetch never uses this port')
    expect(err).not.toContain('internet')
  })
})

test('the time limit does not run while a person types', async () => {
  const clock = manualClock()
  await using simulator = await startSimulator({ clock })
  const stdin = keyboard()
  const env = { NAVILINK_CLOUD: simulator.url }
  const terminal = testTerminal({ stdin, env, directory, columns: 80 })
  const running = run(['login', '--timeout', '10s'], terminal, clock)
  await terminal.told('E-mail of your NaviLink account')
  await clock.advance(60_000)
  stdin.write('owner@example.com\r')
  await terminal.told('Password of owner@example.com')
  await clock.advance(60_000)
  stdin.write('warm-enough\r')
  expect(await running).toBe(0)
  expect(terminal.out()).toContain('Signed in')
  expect(terminal.both()).not.toContain('warm-enough')
})
