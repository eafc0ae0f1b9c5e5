/** `navilink check` against the simulated cloud: all well, and each thing that can fail with its line and its exit code. */
import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { commands } from '#schema/commands'
import type { FaultName, FaultSettings } from '#simulator/faults'
import { type Simulator, type SimulatorOptions, startSimulator } from '#simulator/index'
import { wallClock } from '#time/clock'
import { millis, minutes, seconds } from '#time/duration'
import type { CheckedStep } from '../../src/cli/check/step.ts'
import { run } from '../../src/cli/program.ts'
import { certificate, certificateKey } from '../fixtures/certificate.ts'
import { type DrivenClock, drivenClock } from '../fixtures/driven-clock.ts'
import { PlainClient } from '../fixtures/plain-client.ts'
import { type Ended, keyboard, navilink, testTerminal } from './cli-terminal.ts'

const account = { NAVILINK_EMAIL: 'owner@example.com', NAVILINK_PASSWORD: 'warm-enough' }

// Sources that are loaded for the first time would take hours of a clock that runs while nothing else does.
beforeAll(() => navilink(['check'], { env: { ...account, NAVILINK_CLOUD: 'http://127.0.0.1:1' } }))

let clock: DrivenClock
let simulator: Simulator
beforeEach(() => {
  clock = drivenClock()
})
afterEach(async () => {
  await simulator.close()
  clock.close()
})

const start = async (options: SimulatorOptions = {}) => {
  simulator = await startSimulator({ clock, heaters: [{ household: 'nobody' }], ...options })
}

/** To its end, on the virtual clock. Without a home, so that nothing is kept. */
async function check(args: readonly string[] = [], env: Readonly<Record<string, string>> = account): Promise<Ended> {
  const terminal = testTerminal({ env: { NAVILINK_CLOUD: simulator.url, ...env } })
  let code: number | undefined
  void run(['check', ...args], terminal, clock).then(ended => {
    code = ended
  })
  await clock.until(() => code !== undefined, minutes(30))
  return { code: code ?? -1, out: terminal.out(), err: terminal.err() }
}

type Told = Pick<CheckedStep, 'step' | 'heater' | 'ms' | 'detail' | 'help'> & { ok: boolean | null; skipped: boolean }

async function steps(args: readonly string[] = [], env?: Readonly<Record<string, string>>) {
  const { code, out, err } = await check(['--json', ...args], env)
  const told = JSON.parse(out) as readonly Told[]
  const named = (wanted: (step: Told) => boolean) => told.filter(wanted).map(({ step }) => step)
  return { code, err, told, failed: named(({ ok }) => ok === false), skipped: named(({ skipped }) => skipped) }
}

const noTls = ['cloud-tls', 'gateway-tls']
const questions = ['heater-status', 'heater-info']
const fromUpgrade = ['connect-3.1.1', 'connect-5', 'subscribe', ...questions]
const fromSignIn = [
  'heaters',
  'gateway-tls',
  'aws-keys',
  'upgrade',
  ...fromUpgrade.slice(0, 3),
  'heater-cloud',
  ...questions,
]

describe('all well', () => {
  test('a line a step, under the part of the way that it belongs to', async () => {
    await start()
    const { code, out, err } = await check()
    expect({ code, err }).toEqual({ code: 0, err: '' })
    const shape = out.replace(/ +\d+ ms/g, ' … ms').replace(/\d+(\.\d+)? (%|°F)/g, '… $2')
    expect(shape.split('\n')).toEqual([
      'Cloud',
      expect.stringMatching(/^ {2}✓ ok {7}name +… ms {2}127\.0\.0\.1 is an address already$/),
      expect.stringMatching(/^ {2}– skipped {2}TLS +plain HTTP on this machine has no certificate$/),
      expect.stringMatching(/✓ ok +service +… ms {2}open, for version 2\.00\.00 of the vendor's app and newer$/),
      expect.stringMatching(/✓ ok +clock +… ms {2}this machine's clock agrees with the cloud's$/),
      expect.stringMatching(/✓ ok +sign-in +… ms {2}by the password$/),
      expect.stringMatching(/✓ ok +heaters +… ms {2}1 in this account$/),
      '',
      'Gateway',
      expect.stringMatching(/✓ ok +name +… ms {2}127\.0\.0\.1 is an address already$/),
      expect.stringMatching(/– skipped +TLS +plain HTTP on this machine has no certificate$/),
      expect.stringMatching(/✓ ok +clock +… ms {2}this machine's clock agrees with the gateway's$/),
      expect.stringMatching(/✓ ok +AWS keys +… ms {2}good for 1 h$/),
      expect.stringMatching(/✓ ok +upgrade +… ms {2}granted$/),
      expect.stringMatching(/✓ ok +CONNECT 3\.1\.1 +… ms {2}taken$/),
      expect.stringMatching(/✓ ok +CONNECT 5 +… ms {2}taken, and spoken from now on$/),
      expect.stringMatching(/✓ ok +subscribe +… ms {2}all 5 topic filters granted, over MQTT 5$/),
      '',
      'Water Heater',
      expect.stringMatching(/✓ ok +cloud says +… ms {2}NWP500, connected\. The cloud knows of no error\.$/),
      expect.stringMatching(/✓ ok +status +… ms {2}charge … %, tank … °F above, … °F below, heats \w+/),
      expect.stringMatching(/✓ ok +device info +… ms {2}controller 11\.5, panel 2\.7, Wi-Fi 60454$/),
      '',
      'All is well.',
      '',
    ])
  })

  test('--json is an array of steps, each with all its keys', async () => {
    await start()
    const { code, told, failed, skipped } = await steps()
    expect({ code, failed, skipped }).toEqual({ code: 0, failed: [], skipped: noTls })
    expect(told).toHaveLength(17)
    const keys = ['step', 'heater', 'ok', 'skipped', 'ms', 'detail', 'help']
    for (const step of told) expect(Object.keys(step)).toEqual(keys)
    expect(told[0]).toEqual({
      ...{ step: 'cloud-name', heater: null, ok: true, skipped: false },
      ...{ ms: expect.any(Number), detail: '127.0.0.1 is an address already', help: null },
    })
    expect(told[1]).toMatchObject({ step: 'cloud-tls', ok: null, skipped: true, ms: null })
    expect(told.at(-1)).toMatchObject({ step: 'heater-info', heater: 'Water Heater' })
  })

  test('nothing is published but questions and greetings, under ids that nobody has, and nobody is thrown out', async () => {
    await start()
    await using listener = await PlainClient.open(simulator, clock.now(), { clientId: 'navilink-station' })
    await listener.mqtt.subscribeAsync(['#', '$aws/events/presence/connected/#'])
    const before = { settings: simulator.heaters[0]?.machine.controller.settings, timers: clock.pending }
    expect((await check()).code).toBe(0)
    const asked = listener.heard.filter(({ body }) => body.request !== undefined)
    const questions = [commands.status, commands.deviceInfo, commands.end]
    expect(new Set(asked.map(({ topic, body }) => `${topic} ${body.request.command}`))).toEqual(
      new Set(questions.map(({ topic, code }) => `cmd/52/navilink-024e57500500/${topic} ${code}`)),
    )
    const rest = listener.heard.filter(({ body }) => body.request === undefined && body.response === undefined)
    const events = rest.filter(({ topic }) => topic.startsWith('evt/'))
    expect(events.map(({ topic, body }) => [topic, body.event.connection.status])).toEqual([
      ['evt/52/navilink-024e57500500/app-connection', 1],
    ])
    expect(simulator.heaters[0]?.machine.controller.settings).toEqual(before.settings)

    const ids = rest.filter(({ topic }) => topic.startsWith('$aws/')).map(({ topic }) => topic.split('/').at(-1))
    expect(new Set(ids).size).toBe(3)
    for (const id of ids) expect(id).toMatch(/^navilink-check-[0-9a-f]{12}$/)
    expect(simulator.connections.map(({ clientId }) => clientId)).toEqual(['navilink-station'])
    expect(listener.mqtt.connected).toBe(true)
    expect(clock.pending, 'of the simulator alone').toBe(before.timers)
  })

  test('each heater is looked at, or the one that is asked for; another product is only listed', async () => {
    await start({ heaters: [{ name: 'Cellar' }, { name: 'Attic' }] })
    const both = await steps()
    expect(both.told.filter(({ heater }) => heater).map(({ step, heater }) => `${heater} ${step}`)).toEqual(
      ['Cellar', 'Attic'].flatMap(name => ['heater-cloud', ...questions].map(step => `${name} ${step}`)),
    )
    const one = await steps(['--device', 'attic'])
    expect(new Set(one.told.map(({ heater }) => heater))).toEqual(new Set([null, 'Attic']))
    const nobody = await steps(['--device', 'garage'])
    expect(nobody).toMatchObject({ code: 2, failed: ['heaters'] })

    simulator.override('POST /device/list', () => {
      const deviceInfo = { macAddress: '0478630000aa', deviceType: 1, additionalValue: '', deviceName: 'Boiler' }
      return Response.json({ code: 200, msg: 'SUCCESS', data: [{ deviceInfo }] })
    })
    const other = await steps()
    expect(other).toMatchObject({ code: 0, failed: [], skipped: [...noTls, 'subscribe', ...questions] })
    expect(other.told.at(-3)?.detail).toBe('device type 1, not an NWP500: navilink can only list it')
  })

  test('nothing that it prints names the account or the house', async () => {
    await start({ heaters: [{ macAddress: '04786332fca0' }] })
    for (const fault of [undefined, 'suback-refused', 'heater-deaf'] as const) {
      if (fault) simulator.faults.on(fault)
      for (const args of [[], ['--json'], ['-vvv', '--debug']]) {
        const { out, err } = await check(args)
        for (const secret of ['owner@example.com', 'warm-enough', '04786332fca0'])
          expect(out + err).not.toContain(secret)
      }
    }
  })
})

describe('a fault', () => {
  interface Case {
    readonly code?: number
    readonly failed: readonly string[]
    readonly skipped: readonly string[]
    readonly says: RegExp
    readonly help: string
  }

  test.each<[name: FaultName, settings: FaultSettings, expected: Case]>([
    [
      'maintenance',
      {},
      {
        failed: ['service'],
        skipped: ['cloud-tls', 'sign-in', ...fromSignIn],
        says: /closed for maintenance: The service is being maintained\. Thank you/,
        help: 'cloud-maintenance',
      },
    ],
    [
      'rest-html',
      {},
      {
        failed: ['service'],
        skipped: ['cloud-tls', 'sign-in', ...fromSignIn],
        says: /web page or text \(HTTP 200\) instead of JSON/,
        help: 'something-else-answers',
      },
    ],
    [
      'rest-5xx',
      {},
      {
        failed: ['service'],
        skipped: ['cloud-tls', 'sign-in', ...fromSignIn],
        says: /fault of its own on POST \/app\/version \(code 503/,
        help: 'cloud-out-of-order',
      },
    ],
    [
      'rest-hang',
      {},
      {
        failed: ['service'],
        skipped: ['cloud-tls', 'cloud-clock', 'sign-in', ...fromSignIn],
        says: /no whole answer to POST \/app\/version within 30 s/,
        help: 'no-answer-in-time',
      },
    ],
    [
      // Of this call alone: whether the cloud is open isn't known, and it may be all the same.
      'rest-refused',
      { call: 'POST /app/version', code: 400 },
      { failed: ['service'], skipped: noTls, says: /refused POST \/app\/version \(code 400/, help: 'request-refused' },
    ],
    [
      'rest-5xx',
      { call: 'POST /user/sign-in' },
      {
        failed: ['sign-in'],
        skipped: ['cloud-tls', ...fromSignIn],
        says: /fault of its own on POST \/user\/sign-in/,
        help: 'cloud-out-of-order',
      },
    ],
    [
      'rest-5xx',
      { call: 'POST /device/list' },
      {
        failed: ['heaters'],
        skipped: ['cloud-tls', 'gateway-tls', 'subscribe', 'heater-cloud', ...questions],
        says: /fault of its own on POST \/device\/list/,
        help: 'cloud-out-of-order',
      },
    ],
    [
      'rest-5xx',
      { call: 'POST /device/info' },
      { failed: ['heater-cloud'], skipped: noTls, says: /fault of its own/, help: 'cloud-out-of-order' },
    ],
    [
      'no-aws-keys',
      {},
      {
        failed: ['aws-keys'],
        skipped: [...noTls, 'upgrade', ...fromUpgrade],
        says: /gave no AWS credentials/,
        help: 'answer-not-understood',
      },
    ],
    [
      'upgrade-403',
      {},
      {
        failed: ['upgrade'],
        skipped: [...noTls, ...fromUpgrade],
        says: /HTTP 403: Forbidden/,
        help: 'gateway-refuses-the-connection',
      },
    ],
    [
      'upgrade-hang',
      {},
      {
        failed: ['upgrade'],
        skipped: [...noTls, 'gateway-clock', ...fromUpgrade],
        says: /no answer to a connection within 30 s/,
        help: 'no-answer-in-time',
      },
    ],
    [
      'gateway-away',
      {},
      {
        failed: ['upgrade'],
        skipped: [...noTls, 'gateway-clock', ...fromUpgrade],
        says: /The gateway can't be reached/,
        help: 'no-connection',
      },
    ],
    [
      'connack-refused',
      { code: 5 },
      {
        failed: ['connect-3.1.1', 'connect-5'],
        skipped: [...noTls, 'subscribe', ...questions],
        says: /refused the connection: it is not authorised \(5\)/,
        help: 'gateway-refuses-the-connection',
      },
    ],
    [
      'connack-missing',
      {},
      {
        failed: ['connect-3.1.1', 'connect-5'],
        skipped: [...noTls, 'subscribe', ...questions],
        says: /no answer to a connection within 30 s/,
        help: 'no-answer-in-time',
      },
    ],
    [
      'suback-refused',
      {},
      {
        failed: ['subscribe'],
        skipped: [...noTls, ...questions],
        says: /refused the subscription to cmd\/52/,
        help: 'topic-refused',
      },
    ],
    [
      'suback-missing',
      {},
      {
        failed: ['subscribe'],
        skipped: [...noTls, ...questions],
        says: /no answer to (the|a) subscription/,
        help: 'no-answer-in-time',
      },
    ],
    [
      'heater-offline',
      {},
      {
        code: 4,
        failed: ['heater-cloud'],
        skipped: [...noTls, ...questions],
        says: /^NWP500, offline: the cloud can't reach it\. The cloud knows of no error\.$/,
        help: 'heater-offline',
      },
    ],
    [
      'heater-deaf',
      {},
      {
        failed: ['heater-status'],
        skipped: [...noTls, 'heater-info'],
        says: /The heater gave no answer within 30 s/,
        help: 'heater-does-not-answer',
      },
    ],
  ])('%s %j', async (name, settings, { code = 1, failed, skipped, says, help }) => {
    await start()
    simulator.faults.on(name, settings)
    const checked = await steps()
    expect({ code: checked.code, err: checked.err, failed: checked.failed }).toEqual({ code, err: '', failed })
    expect(checked.skipped.toSorted()).toEqual(skipped.toSorted())
    const [first] = checked.told.filter(({ ok }) => ok === false)
    expect(first).toMatchObject({ detail: expect.stringMatching(says), help })
    for (const { skipped, step, detail } of checked.told)
      if (skipped && !noTls.includes(step)) expect(detail).toMatch(/^not tried: |told no time$/)
  })

  test.each([
    ['10 min ahead of', millis(-minutes(10))],
    ['1 h behind', minutes(60)],
  ])("this machine's clock is %s theirs: said, and corrected as the link does", async (off, skew) => {
    await start()
    simulator.faults.on('skewed-clock', { skew })
    const { code, err, told, failed } = await steps()
    expect({ code, err, failed }).toEqual({ code: 1, err: '', failed: ['cloud-clock', 'gateway-clock'] })
    for (const { step, detail, help } of told.filter(({ ok }) => ok === false)) {
      expect(detail).toBe(`this machine's clock is ${off} the ${step.split('-')[0]}'s; signatures count for 5 min only`)
      expect(help).toBe('gateway-refuses-the-connection')
    }
    expect(told.find(({ step }) => step === 'upgrade')?.detail).toBe("granted, signed by the gateway's clock")
  })

  test('a clock that is off by less than five minutes is no failure', async () => {
    await start()
    simulator.faults.on('skewed-clock', { skew: minutes(3) })
    const { code, told } = await steps()
    expect(code).toBe(0)
    expect(told.find(({ step }) => step === 'cloud-clock')?.detail).toBe(
      "this machine's clock is 3 min behind the cloud's, and up to 5 min is taken",
    )
  })

  test('a narrow filter that is refused has the wide one in its place', async () => {
    await start()
    simulator.faults.on('suback-refused', { filter: 'cmd/52/+/res' })
    const { code, err, told } = await steps()
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(told.find(({ step }) => step === 'subscribe')?.detail).toBe(
      '4 of 5 topic filters granted, the wide one in place of the others, over MQTT 5',
    )
  })

  test('AWS keys that the gateway takes no more are renewed, without the password', async () => {
    await start()
    simulator.faults.on('upgrade-403', { count: 2 })
    const { code, told } = await steps()
    expect(code).toBe(0)
    // The first one is for who knocks to see the clock.
    expect(told.find(({ step }) => step === 'gateway-clock')?.ok).toBe(true)
    expect(told.find(({ step }) => step === 'upgrade')?.detail).toBe(
      'granted, with new AWS keys, for the old ones were refused',
    )
    expect(simulator.requestCounts.get('POST /user/sign-in')).toBe(1)
  })

  test('for people it says what to do, and where to read on', async () => {
    await start({ heaters: [{ connected: false }] })
    const { code, out } = await check()
    expect(code).toBe(4)
    const lines = out.trimEnd().split('\n').slice(-8)
    expect(lines).toEqual([
      'Water Heater',
      expect.stringMatching(/^ {2}✗ failed {3}cloud says +\d+ ms {2}NWP500, offline: the cloud can't reach it\./),
      expect.stringMatching(/^ {39}Look at the heater's power, at the Wi-Fi sign on its panel, and at the router\.$/),
      expect.stringMatching(/^ {39}More: docs\/troubleshooting\.md#heater-offline$/),
      expect.stringMatching(/^ {2}– skipped {2}status +not tried: the cloud can't reach the heater$/),
      expect.stringMatching(/^ {2}– skipped {2}device info +not tried: the cloud can't reach the heater$/),
      '',
      '1 step failed, and 2 could not be tried.',
    ])
  })

  test('an account without a heater', async () => {
    await start({ heaters: [] })
    const { code, failed, told } = await steps()
    expect({ code, failed }).toEqual({ code: 1, failed: ['heaters'] })
    expect(told.find(({ ok }) => ok === false)?.help).toBe('no-heater-in-this-account')
    // What doesn't need one is tried all the same.
    expect(told.find(({ step }) => step === 'connect-5')?.ok).toBe(true)
  })

  test('nobody there', async () => {
    await start()
    await simulator.close()
    const { code, failed, told } = await steps()
    expect({ code, failed }).toEqual({ code: 1, failed: ['cloud-tls', 'gateway-tls'] })
    expect(told[1]).toMatchObject({ detail: expect.stringContaining('ECONNREFUSED'), help: 'connection-refused' })
    expect(told.find(({ step }) => step === 'sign-in')?.detail).toBe('not tried: there is no safe way to the cloud')
  })
})

describe('a gateway without MQTT 5', () => {
  test.each(['connack-1', 'connack-84', 'mute'] as const)('%s is no failure: 3.1.1 stays', async mqtt5 => {
    await start({ gateway: { mqtt5 } })
    const { code, failed, told } = await steps()
    expect({ code, failed }).toEqual({ code: 0, failed: [] })
    expect(told.find(({ step }) => step === 'connect-5')?.detail).toBe(
      'this gateway is not seen to speak it, which is no fault: 3.1.1 stays',
    )
    expect(told.find(({ step }) => step === 'subscribe')?.detail).toMatch(/over MQTT 3\.1\.1$/)
  })
})

describe('signing in', () => {
  const signIns = () => simulator.requestCounts.get('POST /user/sign-in') ?? 0

  test('a refused password is sent once, asked for no more, and ends with 3', async () => {
    await start()
    const env = { ...account, NAVILINK_PASSWORD: 'luke-cold' }
    const { code, failed, skipped, told } = await steps([], env)
    expect({ code, failed }).toEqual({ code: 3, failed: ['sign-in'] })
    expect(skipped.toSorted()).toEqual(['cloud-tls', ...fromSignIn].toSorted())
    expect(told.find(({ ok }) => ok === false)).toMatchObject({
      detail: expect.stringContaining('refused this e-mail and password'),
      help: 'sign-in-refused',
    })
    expect(signIns()).toBe(1)
  })

  test('without a session, a password and a person nothing is sent, and it ends with 3', async () => {
    await start()
    const { code, told } = await steps([], { NAVILINK_EMAIL: account.NAVILINK_EMAIL })
    expect(code).toBe(3)
    expect(told.find(({ ok }) => ok === false)?.help).toBe('log-in-again')
    expect(signIns()).toBe(0)
  })

  test('without an e-mail the way to the cloud is looked at, and the sentence says what to do', async () => {
    await start()
    const { code, out } = await check([], {})
    expect(code).toBe(2)
    expect(out).toMatch(/✓ ok +service/)
    expect(out).toMatch(/✗ failed +sign-in +\d+ ms {2}Which account\? Run navilink login --email you@example\.com/)
  })

  test('who can be asked is asked once, and the time that takes is not counted', async () => {
    await start()
    const stdin = keyboard()
    const env = { NAVILINK_CLOUD: simulator.url, NAVILINK_EMAIL: account.NAVILINK_EMAIL }
    const terminal = testTerminal({ env, stdin, columns: 200 })
    const running = run(['check', '--json'], terminal, clock)
    await terminal.told('Password')
    await clock.advance(minutes(5))
    stdin.write('warm-enough\r')
    let code: number | undefined
    void running.then(ended => {
      code = ended
    })
    await clock.until(() => code !== undefined, minutes(5))
    expect(code).toBe(0)
    const told = JSON.parse(terminal.out()) as readonly Told[]
    const signIn = told.find(({ step }) => step === 'sign-in')
    expect(signIn).toMatchObject({ ok: true, detail: 'by the password' })
    expect(signIn?.ms).toBeLessThan(minutes(1))
    expect(signIns()).toBe(1)
  })
})

describe('what is kept', () => {
  let directory: string
  beforeEach(() => {
    directory = mkdtempSync(path.join(tmpdir(), 'navilink-check-'))
  })
  afterEach(() => rmSync(directory, { recursive: true }))

  /** With a home, and the machine's own clock, for files are written in their own time. */
  const atHome = (args: readonly string[], more: Readonly<Record<string, string>> = {}) =>
    navilink(args, { directory, env: { HOME: directory, NAVILINK_CLOUD: simulator.url, ...more } })
  const learned = () => {
    const file = readFileSync(path.join(directory, '.local/state/navilink/protocol.json'), 'utf8')
    return Object.values(JSON.parse(file) as Record<string, { version: string }>).map(({ version }) => version)
  }

  test('the session serves the next check, and other commands speak MQTT 5 from now on', async () => {
    await start({ clock: wallClock })
    expect((await atHome(['check'], account)).code).toBe(0)
    expect(learned()).toEqual(['5'])
    const again = await atHome(['check'])
    expect(again).toMatchObject({ code: 0, err: '' })
    expect(again.out).toMatch(/sign-in +\d+ ms {2}the saved session is taken\n/)
    expect(simulator.requestCounts.get('POST /user/sign-in')).toBe(1)

    const terminal = testTerminal({ directory, env: { HOME: directory, NAVILINK_CLOUD: simulator.url } })
    const watching = run(['status', '--watch'], terminal)
    await terminal.seen('%')
    expect(simulator.connections).toMatchObject([{ protocol: '5' }])
    terminal.stop()
    expect(await watching).toBe(0)
  })

  test('a session that the cloud takes no more is replaced by one sign-in, where there is a password', async () => {
    await start({ clock: wallClock })
    await atHome(['check'], account)
    simulator.revokeTokens('all')
    expect((await atHome(['check'])).code).toBe(3)
    simulator.revokeTokens('all')
    const { code, out } = await atHome(['check'], account)
    expect(code).toBe(0)
    expect(out).toMatch(/sign-in +\d+ ms {2}by the password\n/)
    expect(simulator.requestCounts.get('POST /user/sign-in')).toBe(2)
  })

  test('that a gateway does not speak MQTT 5 is kept, and looked at again by the next check', async () => {
    await start({ clock: wallClock, gateway: { mqtt5: 'connack-84' } })
    await atHome(['check'], account)
    expect(learned()).toEqual(['3.1.1'])
    const { port } = new URL(simulator.url)
    await simulator.close()
    await start({ clock: wallClock, port: Number(port) })
    expect((await atHome(['check'], account)).out).toMatch(/CONNECT 5 +\d+ ms {2}taken, and spoken from now on\n/)
    expect(learned()).toEqual(['5'])
  })
})

describe('over TLS', () => {
  let directory: string
  beforeEach(async () => {
    directory = mkdtempSync(path.join(tmpdir(), 'navilink-check-'))
    writeFileSync(path.join(directory, 'ca.pem'), certificate)
    await start({ clock: wallClock, tls: { cert: certificate, key: certificateKey } })
  })
  afterEach(() => rmSync(directory, { recursive: true }))

  /** In a process of its own: what that trusts is its alone. */
  const inProcess = (...args: string[]) => {
    const main = path.resolve(import.meta.dirname, '../../src/cli/main.ts')
    const flags = ['--conditions=navilink-source', '--disable-warning=ExperimentalWarning']
    const env = { PATH: process.env.PATH ?? '', NAVILINK_CLOUD: simulator.url, ...account }
    return new Promise<Ended>(resolve => {
      execFile(process.execPath, [...flags, main, 'check', ...args], { cwd: directory, env }, (error, out, err) =>
        resolve({ code: Number(error?.code ?? 0), out, err }),
      )
    })
  }

  test('it says whose certificate it is, and until when it is good', async () => {
    const { code, out, err } = await inProcess('--ca', 'ca.pem')
    expect({ code, err }).toEqual({ code: 0, err: '' })
    const trusted = / {2}✓ ok +TLS +\d+ ms {2}the certificate is trusted: issued by localhost, good until 2126-10-28\n/g
    expect(out.match(trusted)).toHaveLength(2)
  })

  test('one that is not trusted is told, and nothing is sent', async () => {
    const { code, out } = await inProcess()
    expect(code).toBe(1)
    expect(out).toMatch(/✗ failed +TLS +\d+ ms {2}The certificate of 127\.0\.0\.1:\d+ isn't trusted/)
    expect(out).toMatch(/– skipped +sign-in +not tried: there is no safe way to the cloud\n/)
    expect(simulator.requests).toEqual([])
  })
})

describe('how it ends', () => {
  test('Ctrl-C ends it with 130, and what was seen is told', async () => {
    await start()
    simulator.faults.on('rest-hang', { call: 'POST /user/sign-in' })
    const terminal = testTerminal({ env: { NAVILINK_CLOUD: simulator.url, ...account } })
    const running = run(['check', '--json'], terminal, clock)
    await clock.until(() => simulator.requests.includes('POST /user/sign-in'), minutes(1))
    terminal.stop()
    expect(await running).toBe(130)
    expect((JSON.parse(terminal.out()) as readonly Told[]).map(({ step }) => step)).toEqual([
      ...['cloud-name', 'cloud-tls', 'service', 'cloud-clock'],
    ])
  })

  test('--timeout is for each step', async () => {
    await start()
    simulator.faults.on('heater-deaf')
    const { told } = await steps(['--timeout', '7s'])
    const status = told.find(({ step }) => step === 'heater-status')
    expect(status).toMatchObject({ ok: false, detail: 'The heater gave no answer within 7 s.' })
    expect(status?.ms).toBe(seconds(7))
  })

  test('a wrong setting is told before anything is asked', async () => {
    await start()
    expect(await check(['--ca', 'nowhere.pem'])).toMatchObject({ code: 2, out: '' })
    expect(simulator.requests).toEqual([])
  })
})
