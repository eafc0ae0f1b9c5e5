/** The commands against the simulated cloud over loopback sockets: sign in, list, ask, sign out. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Simulator, type SimulatorOptions, startSimulator } from '#simulator/index'
import { navilink, type TerminalOptions } from './cli-terminal.ts'

let directory: string
let simulator: Simulator | undefined
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'navilink-cli-'))
})
afterEach(async () => {
  await simulator?.close()
  rmSync(directory, { recursive: true })
})

async function start(options: SimulatorOptions = {}) {
  simulator = await startSimulator(options)
  const env = { HOME: directory, NAVILINK_CLOUD: simulator.url }
  return {
    simulator,
    env,
    /** As who never logged in. */
    stranger: (args: readonly string[], more: TerminalOptions = {}) => navilink(args, { directory, env, ...more }),
    /** As who has everything in the environment. */
    owner: (args: readonly string[]) =>
      navilink(args, {
        directory,
        env: { ...env, NAVILINK_EMAIL: 'owner@example.com', NAVILINK_PASSWORD: 'warm-enough' },
      }),
    signIns: () => simulator?.requests.filter(call => call === 'POST /user/sign-in').length,
  }
}

const login = ['login', '--email', 'owner@example.com', '--password-stdin']

describe('signing in', () => {
  test('login keeps a session, and from then on neither e-mail nor password is needed', async () => {
    const { stranger, signIns } = await start()
    const signedIn = await stranger(login, { stdin: 'warm-enough\n' })
    expect(signedIn).toMatchObject({ code: 0, err: '' })
    expect(signedIn.out).toMatch(/^Signed in\n {2}email +owner@example.com\n/)
    expect(signIns()).toBe(1)

    expect((await stranger(['devices'])).out).toContain('Water Heater')
    expect((await stranger(['status', '--json'])).code).toBe(0)
    expect(signIns()).toBe(1)

    const folder = path.join(directory, '.local/state/navilink')
    for (const name of readdirSync(folder)) {
      expect(statSync(path.join(folder, name)).mode & 0o777).toBe(0o600)
      expect(readFileSync(path.join(folder, name), 'utf8')).not.toContain('warm-enough')
    }
  })

  test('logout forgets it', async () => {
    const { stranger } = await start()
    await stranger(login, { stdin: 'warm-enough' })
    expect(await stranger(['logout', '--json'])).toMatchObject({ code: 0, err: '' })
    const after = await stranger(['devices'])
    expect(after).toMatchObject({ code: 2, out: '' })
    expect(after.err).toContain('Run navilink login --email you@example.com')
  })

  test('a wrong password is refused after exactly one request, ends with 3, and is never shown', async () => {
    const { stranger, signIns } = await start()
    for (const flags of [[], ['--debug', '-vvv']]) {
      const refused = await stranger([...login, ...flags], { stdin: 'luke-cold' })
      expect(refused).toMatchObject({ code: 3, out: '' })
      expect(refused.err).toContain('refused this e-mail and password')
      expect(refused.err).not.toContain('luke-cold')
    }
    expect(signIns()).toBe(2)
  })

  test('without a session, a password or a person it ends with 3, or with 2 for login', async () => {
    const { stranger, signIns } = await start()
    expect((await stranger(['devices', '--email', 'owner@example.com'])).code).toBe(3)
    expect((await stranger(['login', '--email', 'owner@example.com'])).code).toBe(2)
    expect(signIns()).toBe(0)
  })

  test('a .env written for the Python library is enough', async () => {
    const { stranger } = await start()
    writeFileSync(
      path.join(directory, '.env'),
      'NAVILINK_EMAIL=owner@example.com\nNAVILINK_PASSWORD="warm-enough"  # quiet\nNAVILINK_LOG_LEVEL=Warning\nNAVILINK_MQTT_PROTOCOL=MQTT3\n',
    )
    expect(await stranger(['devices'])).toMatchObject({ code: 0, err: '' })
  })

  test('two accounts are told apart by --email', async () => {
    const { stranger } = await start()
    await stranger(login, { stdin: 'warm-enough' })
    const other = await startSimulator({ account: { email: 'other@example.com' } })
    try {
      const there = ['--cloud', other.url]
      await stranger(['login', '--email', 'other@example.com', '--password-stdin', ...there], { stdin: 'warm-enough' })
      // A session belongs to a cloud, so each cloud still knows one account.
      expect((await stranger(['devices', ...there])).code).toBe(0)
      expect((await stranger(['devices'])).code).toBe(0)
    } finally {
      await other.close()
    }
  })
})

describe('devices', () => {
  test('as a table, JSON and CSV', async () => {
    const { owner } = await start({ heaters: [{ name: '热水器' }, { name: 'Cellar', connected: false }] })
    const { out } = await owner(['devices'])
    expect(out.split('\n')[0]).toMatch(/^index {2}name +model +mac +device_type +connected/)
    expect(out).toMatch(/\n1 +热水器 +NWP500 +024e57500500 +52 +yes/)
    expect(JSON.parse((await owner(['devices', '--json'])).out)).toMatchObject([
      { index: 1, name: '热水器', mac: '024e57500500', connected: true },
      { index: 2, name: 'Cellar', connected: false },
    ])
    expect((await owner(['devices', '--csv'])).out.split('\n')).toHaveLength(4)
  })

  test('no error is told from nothing being told of errors', async () => {
    const { owner, simulator } = await start({ heaters: [{}, {}] })
    simulator.override('POST /device/list', () => {
      const deviceInfo = (macAddress: string) => ({ macAddress, deviceType: 52, additionalValue: '1', connected: 2 })
      const data = [
        { deviceInfo: deviceInfo('0478630000aa'), error: { errorCode: 0, errorOccuredTime: 0 } },
        { deviceInfo: deviceInfo('0478630000bb') },
      ]
      return Response.json({ code: 200, msg: 'SUCCESS', data })
    })
    expect(JSON.parse((await owner(['devices', '--json'])).out)).toMatchObject([
      { last_error: 0, last_error_at: null },
      { last_error: null, last_error_at: null },
    ])
    const [, one, other] = (await owner(['devices'])).out.split('\n')
    expect(one).toMatch(/yes +none +–$/)
    expect(other).toMatch(/yes +– +–$/)
  })

  test('an account without heaters is no failure', async () => {
    const { owner } = await start({ heaters: [] })
    expect(await owner(['devices'])).toMatchObject({ code: 0, out: '', err: expect.stringContaining('no heater') })
    expect(await owner(['devices', '--json'])).toMatchObject({ code: 0, out: '[]\n' })
  })
})

describe('status', () => {
  test('shows every field, in the units asked for', async () => {
    const { owner } = await start({ heaters: [{ setpoint: 58.5, upper: 58.5, lower: 50 }] })
    const us = await owner(['status'])
    expect(us).toMatchObject({ code: 0, err: '' })
    expect(us.out).toMatch(/dhwTemperatureSetting +137 °F\n/)
    expect(us.out).toMatch(
      /^In short\n {2}heater +Water Heater\n {2}time +20\d\d-\S+Z\n {2}charge +\d+ %\n {2}hot water +\d+ °F, set to 137 °F\n {2}heats +\w+.*\n {2}power +\d+ W\n {2}mode +heat pump\n/,
    )
    expect((await owner(['status', '--units', 'metric'])).out).toMatch(/dhwTemperatureSetting +58.5 °C\n/)
  })

  test('as JSON it is what the library has, and as CSV a row of monitor', async () => {
    const { owner } = await start({ heaters: [{ setpoint: 58.5 }] })
    const json = JSON.parse((await owner(['status', '--json'])).out)
    expect(json).toMatchObject({
      name: 'Water Heater',
      cause: 'answer',
      status: { dhwTemperatureSetting: 58.5, dhwOperationSetting: 'heat-pump' },
      derived: { heating: 'nothing' },
      oddities: [],
      extra: {},
    })
    expect(Object.keys(json.status)).toHaveLength(103)
    const [header = '', row = ''] = (await owner(['status', '--csv'])).out.split('\n')
    const cell = Object.fromEntries(header.split(',').map((name, i) => [name, row.split(',')[i]]))
    expect(cell).toMatchObject({ dhw_temperature_setting: '137.3', dhw_operation_setting: '1', temperature_unit: 'F' })
  })

  test('explains a fault', async () => {
    const { owner, simulator } = await start()
    simulator.heaters[0]?.fail(480, 1)
    expect((await owner(['status'])).out).toMatch(/fault +E480 upper tank sensor \(reading below its range\)\./)
  })

  test('of an offline heater tells what the cloud knows, ends with 4, and asks the heater nothing', async () => {
    const { owner, simulator } = await start({ heaters: [{ name: 'Cellar', connected: false }] })
    simulator.heaters[0]?.fail(990)
    const { code, out } = await owner(['status'])
    expect(code).toBe(4)
    expect(out).toMatch(/^Cellar is offline: the cloud can't reach it\./)
    expect(out).toMatch(/\nIts last error: E990 condensate overflow\. .* \(20\d\d-.*Z\)\n$/)
    const json = await owner(['status', '--json'])
    expect(json.code).toBe(4)
    expect(JSON.parse(json.out)).toMatchObject({ name: 'Cellar', connected: false, last_error: 990 })
    expect(await owner(['status', '--csv'])).toMatchObject({ code: 4, out: '' })
    expect((await owner(['info'])).code).toBe(4)
    expect(simulator.handshakes).toEqual([])
  })

  test('of one among several is refused with the list until --device says which', async () => {
    const { owner } = await start({ heaters: [{ name: 'Garage' }, { name: 'Cellar', setpoint: 50 }] })
    const refused = await owner(['status'])
    expect(refused).toMatchObject({ code: 2, out: '' })
    expect(refused.err).toContain('1 Garage (NWP500), 2 Cellar (NWP500)')
    for (const device of ['Cellar', '2', '02:4E:57:50:05:01'])
      expect(JSON.parse((await owner(['status', '--json', '--device', device])).out).name).toBe('Cellar')
  })

  test('of a heater that stays silent ends with 1 within --timeout', async () => {
    const { owner, simulator } = await start()
    // The list and the connectivity say that it is there; its Wi-Fi is gone all the same.
    simulator.override('POST /device/info', () =>
      Response.json({ code: 200, msg: 'SUCCESS', data: { deviceInfo: { connected: 2 } } }),
    )
    const [heater] = simulator.heaters
    if (heater) heater.connected = false
    const { code, err } = await owner(['status', '--timeout', '300ms'])
    expect(code).toBe(1)
    expect(err).toMatch(/^navilink: .* within /)
  })
})

test('info shows identity, limits and abilities', async () => {
  const { owner } = await start()
  const { out, code } = await owner(['info'])
  expect(code).toBe(0)
  expect(out).toMatch(/volumeCode +65 gal\n/)
  expect(out).toMatch(/dhwTemperatureMax +150 °F\n/)
  expect(out).toMatch(/heatpumpUse +yes\n/)
  expect(out).toMatch(/controllerSwVersion +11\.5\n/)
  expect(JSON.parse((await owner(['info', '--json'])).out)).toMatchObject({
    info: { volumeCode: '65-gal', controllerSwVersion: 0x0b050000 },
    versions: { controllerSwVersion: '11.5', panelSwVersion: expect.stringMatching(/^\d+\.\d+$/) },
    oddities: [],
  })
  expect((await owner(['info', '--csv'])).out.split('\n')).toHaveLength(3)
})

test('the log of it all at its most talkative tells nobody who lives where', async () => {
  const { owner } = await start()
  const file = path.join(directory, 'log.jsonl')
  const told: string[] = []
  for (const command of [['login'], ['devices'], ['status'], ['info'], ['logout']])
    told.push((await owner([...command, '-vvv', '--debug', '--log-file', file])).err)
  const log = readFileSync(file, 'utf8') + told.join('')
  expect(log.split('\n').length).toBeGreaterThan(10)
  expect(log).not.toMatch(/warm-enough|owner@example\.com|024e57500500|Example Street/i)
  expect(log).not.toMatch(/eyJ|ASIA[A-Z0-9]{8}/)
})

test('-v tells a little, -vv more', async () => {
  const { owner } = await start()
  const lines = async (...flags: string[]) => (await owner(['status', ...flags])).err.split('\n').length
  const [silent, some, more] = [await lines(), await lines('-v'), await lines('-vv')]
  expect(silent).toBe(1)
  expect(some).toBeGreaterThan(3)
  expect(more).toBeGreaterThan(some + 3)
})

test('a file without certificates is refused', async () => {
  const { owner } = await start()
  const file = path.join(directory, 'ca.pem')
  writeFileSync(file, 'no certificate')
  expect(await owner(['devices', '--ca', file])).toMatchObject({
    code: 2,
    err: expect.stringContaining('BEGIN CERTIFICATE'),
  })
})
