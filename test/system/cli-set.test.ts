import { describe, expect, test } from 'vitest'
import type { Control } from '#schema/command'
import { type ControlName, commands, controlNames } from '#schema/commands'
import type { HeaterOptions, SimulatedHeater, Simulator } from '#simulator/index'
import { type Duration, millis, minutes, seconds } from '#time/duration'
import { commandList } from '../../src/cli/command-list.ts'
import { run } from '../../src/cli/program.ts'
import { terminalPicture } from '../fixtures/terminal-picture.ts'
import { cliCloud, met } from './cli-cloud.ts'
import { keyboard, navilink, testTerminal } from './cli-terminal.ts'

const fitted: HeaterOptions = { household: 'nobody', recirculation: true }
const cloudWith = (heater: HeaterOptions = {}) => cliCloud({ heaters: [{ ...fitted, ...heater }] })

/** What is typed for the value of a row, and what then is on its way. */
const typed: Readonly<Partial<Record<ControlName, readonly [text: string, param: readonly number[]]>>> = {
  dhwMode: ['high-demand', [4]],
  vacation: ['12', [5, 12]],
  dhwTemperature: ['131F', [110]],
  vacationDays: ['21 days', [21]],
  recirculationMode: ['always', [1]],
  antiLegionellaOn: ['3', [3]],
  airFilterLife: ['2500', [5]],
}

const argsOf = (name: ControlName) =>
  commands[name].verb
    .replace(/<.*>/, typed[name]?.[0].replaceAll(' ', '_') ?? '')
    .trim()
    .split(' ')
    .map(word => word.replaceAll('_', ' '))

/** What has to be so before, for a row to change anything. */
const firstOf: Readonly<Partial<Record<ControlName, ControlName>>> = {
  powerOn: 'powerOff',
  antiLegionellaOff: 'antiLegionellaOn',
  touOff: 'touOn',
}

const known = new Set(commandList.map(({ name }) => name))
/** Whose command is there. */
const sayable = controlNames.filter(name => known.has(commands[name].verb.split(' ')[0] ?? ''))

describe('a row of the command table', () => {
  test.each(sayable)('%s is said, and confirmed', async name => {
    const { run, json, controls } = await cloudWith()
    const heard = await controls()
    const control: Control = commands[name]
    const args = argsOf(name)

    const drawn = await run([...args, '--dry-run'])
    expect(drawn).toMatchObject({ code: 0, err: '' })
    expect(JSON.parse(drawn.out)).toMatchObject({
      topic: expect.stringMatching(/^cmd\/52\/navilink-[0-9a-f]{12}\/ctrl$/),
      envelope: {
        request: { command: control.code, mode: control.mode, param: typed[name]?.[1] ?? control.fixed ?? [] },
      },
    })
    expect(heard).toEqual([])

    const sure = control.danger === undefined ? [] : ['--yes']
    expect(await json([...args, ...sure])).toMatchObject({
      command: name,
      result: 'confirmed',
      attempts: 1,
      advice: null,
    })
    expect(heard).toHaveLength(1)
    const { code, out, err } = await run([...args, ...sure])
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toMatch(/^Water Heater: .*, confirmed after \d+ m?s[.:].*\.\n$/)
  })

  describe.each(sayable)('%s, when it can’t be done,', name => {
    const control: Control = commands[name]
    const sure = control.danger === undefined ? [] : ['--yes']
    const args = [...argsOf(name), ...sure]

    test('is refused by a unit without it, and out of its range, and nothing is sent', async () => {
      const { needs, parameter } = control
      const { run, controls } = await cloudWith(needs ? { capabilities: { [needs]: false } } : {})
      const heard = await controls()
      const without = needs ? await run(args) : undefined
      if (without) {
        expect(without).toMatchObject({ code: 2, out: '' })
        expect(without.err).toContain(
          `This heater has no ${needs?.replaceAll('-', ' ')}; its capabilities tell what it has.`,
        )
      }
      if (parameter) {
        const wrong = control.verb.replace(/<.*>/, parameter.type === 'number' ? '12345' : 'other').split(' ')
        expect(await run(wrong)).toMatchObject({ code: 2, out: '' })
      }
      expect(heard).toEqual([])
    })

    test('says how it ended, to a person and by its code', async () => {
      const { run, runThrough, controls, cloud, tank } = await cloudWith()
      const heard = await controls()
      const first = firstOf[name]
      if (first) expect((await run([...argsOf(first), ...(first === 'powerOff' ? ['--yes'] : [])])).code).toBe(0)
      const ended = async (spoil: () => () => void, lasts?: Duration) => {
        const [mend, before] = [spoil(), heard.length]
        const { code } = lasts ? await runThrough(args, () => heard.length > before, lasts) : await run(args)
        mend()
        return code
      }
      expect(await ended(() => cloud.faults.on('heater-refuses', { code: 9 }))).toBe(6)
      expect(await ended(() => cloud.faults.on('heater-drops'), whole)).toBe(5)
      if (control.confirmedBy.length > 0) expect(await ended(() => cloud.faults.on('heater-ignores'), whole)).toBe(5)
      tank.connected = false
      expect(await ended(() => () => {})).toBe(4)
    })
  })

  test('is reached by a command, each that has a verb', async () => {
    const missing = []
    for (const [name, { verb }] of Object.entries(commands).flatMap(([name, row]) =>
      'verb' in row ? [[name, row] as const] : [],
    )) {
      const [command = '', ...rest] = verb.split(' ')
      // A word of its own, and neither a value nor a flag, is a subcommand.
      const words = rest.filter(word => /^[a-z]/.test(word)).slice(0, 1)
      if (!known.has(command)) missing.push(name)
      else {
        const help = await navilink([command, ...words, '--help'])
        expect(help.code, verb).toBe(0)
        expect(help.out, verb).toContain(`Usage: navilink ${[command, ...words].join(' ')} `)
      }
    }
    expect(missing).toEqual([])
  })
})

interface Ending {
  readonly when: string
  readonly spoil: (cloud: Simulator, tank: SimulatedHeater) => void
  readonly result: string
  readonly code: number
  /** What a person reads. */
  readonly says: string
  /** Time that it takes after the control was heard. */
  readonly lasts?: Duration
}

/** What the command's thirty seconds leave for an outcome. */
const whole = millis(27_000)

const endings: readonly Ending[] = [
  {
    when: 'the heater lost its Wi-Fi',
    spoil(_, tank) {
      tank.connected = false
    },
    result: 'offline',
    code: 4,
    says: 'Look at its power and its Wi-Fi',
  },
  {
    when: 'the heater answers and changes nothing',
    spoil: ({ faults }) => faults.on('heater-ignores'),
    result: 'unconfirmed',
    code: 5,
    says: 'did not show the setting in time. navilink status shows whether',
    lasts: whole,
  },
  {
    when: 'the heater misses it again and again',
    spoil: ({ faults }) => faults.on('heater-drops'),
    result: 'unconfirmed',
    code: 5,
    says: 'navilink status shows whether the heater took it by now.',
    lasts: whole,
  },
  {
    when: 'the heater says no',
    spoil: ({ faults }) => faults.on('heater-refuses', { code: 9 }),
    result: 'refused',
    code: 6,
    says: 'navilink status shows what it does.',
  },
  {
    when: 'the heater wants a pause',
    spoil: ({ faults }) => faults.on('heater-refuses'),
    result: 'refused',
    code: 6,
    says: 'its last control was too recent; wait 30 seconds.\n',
  },
  {
    when: 'a window is in force',
    spoil(_, tank) {
      tank.touWindow = true
    },
    result: 'held',
    code: 7,
    says: 'navilink set mode heat-pump takes it back.',
    lasts: whole,
  },
  {
    when: 'the gateway says nothing and the heater neither',
    spoil({ faults }) {
      faults.on('puback-missing', { filter: 'cmd/+/+/ctrl' })
      faults.on('heater-drops')
    },
    result: 'failed',
    code: 1,
    says: 'navilink check where it fails.',
    lasts: whole,
  },
]

describe.each(endings)('when $when', ({ spoil, result, code, says, lasts }) => {
  test(`set mode electric is ${result} and ends with ${code}, within --timeout`, async () => {
    const { run, runThrough, controls, cloud, tank } = await cloudWith()
    const heard = await controls()
    spoil(cloud, tank)
    const ended = (...flags: string[]) => {
      const before = heard.length
      const args = ['set', 'mode', 'electric', ...flags]
      return lasts === undefined ? run(args) : runThrough(args, () => heard.length > before, lasts)
    }
    const told = await ended('--json')
    expect({ code: told.code, err: told.err }).toEqual({ code, err: '' })
    expect(JSON.parse(told.out)).toMatchObject({ command: 'dhwMode', value: 'electric', result })
    const words = await ended()
    expect(words).toMatchObject({ code, out: '' })
    expect(words.err).toMatch(new RegExp(`^Water Heater: mode electric: ${result}\\. `))
    expect(words.err).toContain(says)
  })
})

test('without a link it expires, and was not sent', async () => {
  const { runThrough, cloud } = await cloudWith()
  cloud.faults.on('gateway-away')
  const struck = () => cloud.faults.list().some(fault => fault.struck > 0)
  const { code, err } = await runThrough(['set', 'mode', 'electric'], struck, whole)
  expect(code).toBe(8)
  expect(err).toMatch(
    /^Water Heater: mode electric: expired\. .* Nothing was changed: give it again if it still holds\.\n$/,
  )
})

describe('before anything is sent', () => {
  test.each([
    [['set', 'temperature', '400F'], 'The setpoint is 95 to 150 °F in steps of 0.5 °C (0.9 °F), not 400 °F.\n'],
    [['set', 'temperature', '52'], 'not 52 °F. A number without a unit is °F here; 52C is Celsius.'],
    [
      ['set', 'temperature', '125', '--units', 'metric'],
      'not 125 °C. A number without a unit is °C here; 125F is Fahrenheit.',
    ],
    [['set', 'temperature', 'warm'], '"warm" is no temperature; it takes one such as 125F, 52C, or 125 in --units.'],
    [['set', 'mode', 'turbo'], 'turbo is no mode that can be set; there are heat-pump, electric,'],
    [['set', 'vacation', '100'], 'It takes 1 to 99 days in whole numbers, not 100.'],
    [['set', 'vacation', 'long'], '"long" is no number of days; it takes one such as 7.'],
    [['set', 'anti-legionella', '31'], 'It takes 1 to 30 days'],
    [['set', 'power', 'maybe'], 'power takes on or off, not "maybe".'],
    [['set', 'power'], "missing required argument 'on|off'"],
    [
      ['set', 'tempreature', '5'],
      "'tempreature' is nothing that can be set; there are power, mode, vacation, temperature,",
    ],
    [['set'], 'Usage: navilink set'],
    [['filter', 'life', '1250'], 'in steps of 500, or 0 to switch it off, not 1250.'],
    [['filter', 'reset', '--csv'], '--csv and --table are for navilink filter by itself.'],
    [['set', 'mode', 'electric', '--read-only'], 'On the command line, --read-only says that nothing may be changed'],
  ])('%j is wrong usage, and nobody is asked for anything', async (args, sentence) => {
    const { run, cloud } = await cloudWith()
    const { code, out, err } = await run(args)
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toContain(sentence)
    expect(cloud.requests).toEqual([])
  })

  test('what this heater takes is what counts', async () => {
    const { run } = await cliCloud({
      heaters: [{ household: 'nobody', capabilities: { electric: false }, highestSetpoint: 60, minimumOperation: 40 }],
    })
    const refused = async (...args: string[]) => {
      const { code, out, err } = await run(['set', ...args])
      expect({ code, out }).toEqual({ code: 2, out: '' })
      return err
    }
    expect(await refused('temperature', '145F')).toContain('The setpoint is 104 to 140 °F')
    expect(await refused('temperature', '145F', '--dry-run')).toContain('The setpoint is 104 to 140 °F')
    expect(await refused('mode', 'electric')).toContain('it has heat-pump, energy-saver, high-demand.')
    expect(await refused('recirculation', 'always')).toContain(
      'This heater has no recirculation; its capabilities tell what it has.',
    )
  })

  test('NAVILINK_READ_ONLY lets be asked and drawn up, and nothing changed', async () => {
    const { run } = await cloudWith()
    const env = { NAVILINK_READ_ONLY: 'true' }
    for (const args of [['set', 'power', 'on'], ['hot-button'], ['filter', 'reset'], ['rename', 'Cellar']])
      expect(await run(args, { env })).toEqual({
        code: 2,
        out: '',
        err: 'navilink: In the environment, NAVILINK_READ_ONLY says that nothing may be changed, so nothing was sent.\n',
      })
    expect((await run(['status'], { env })).code).toBe(0)
    expect((await run(['set', 'power', 'on', '--dry-run'], { env })).code).toBe(0)
  })
})

describe('what is dangerous', () => {
  test('is not sent where nobody can be asked, without --yes', async () => {
    const { run, controls } = await cloudWith()
    const heard = await controls()
    const { code, out, err } = await run(['set', 'power', 'off'])
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toMatch(/^navilink: No hot water is made until .* --yes says that it is meant\.\n$/)
    expect(heard).toEqual([])
  })

  test.each([
    ['y', 0, 1],
    ['n', 1, 0],
    ['\u0003', 130, 0],
  ])('is asked about on a terminal: %j', async (key, code, times) => {
    const { env, directory, clock, controls } = await cloudWith()
    const heard = await controls()
    const stdin = keyboard()
    const terminal = testTerminal({ stdin, env, directory, columns: 80 })
    const running = run(['set', 'power', 'off'], terminal, clock)
    await terminal.told('Send power off')
    // Nobody thinks by a clock.
    await clock.advance(120_000)
    expect(heard).toEqual([])
    stdin.write(key)
    expect(await running).toBe(code)
    expect(heard).toHaveLength(times)
  })
})

describe('a vacation', () => {
  test('is ended by choosing a mode, and only one that there is', async () => {
    const { run, json, controls } = await cloudWith()
    expect((await run(['set', 'vacation', '7'])).out).toContain(
      'its status shows dhwOperationSetting vacation and vacationDaySetting 7 d.',
    )
    expect(await json(['set', 'vacation', 'off'])).toMatchObject({ command: 'dhwMode', value: 'energy-saver' })
    const heard = await controls()
    expect(await run(['set', 'vacation', 'off'])).toEqual({
      code: 0,
      out: '',
      err: 'Water Heater is not on vacation; nothing was sent.\n',
    })
    expect(await json(['set', 'vacation', 'off'])).toMatchObject({ result: 'confirmed', attempts: 0 })
    expect(heard).toEqual([])
  })
})

describe('--effect', () => {
  const begun = async (...flags: string[]) => {
    const { env, directory, clock } = await cloudWith({ setpoint: 60, upper: 40, lower: 20 })
    const terminal = testTerminal({ env, directory })
    let code: number | undefined
    const running = run(['set', 'mode', 'electric', '--effect', ...flags], terminal, clock)
    running.then(ended => {
      code = ended
    })
    return { terminal, running, end: () => clock.until(() => code !== undefined, minutes(10)) }
  }

  test('waits for what heats then, whatever the time limit', async () => {
    const { terminal, running, end } = await begun()
    await terminal.seen('confirmed after')
    await end()
    expect(await running).toBe(0)
    expect(terminal.out()).toMatch(/\nNow heats: element \(\d+ W\)\.\n$/)
  })

  test('is in the JSON', async () => {
    const { terminal, running, end } = await begun('--json', '--timeout', '1h')
    await end()
    expect(await running).toBe(0)
    const effect = { heating: 'element', power_w: expect.any(Number) }
    expect(JSON.parse(terminal.out())).toMatchObject({ result: 'confirmed', effect })
  })
})

test('one of several heaters is meant by --device, and otherwise none', async () => {
  const { run, json } = await cliCloud({ heaters: [{ name: 'Garage' }, { name: 'Cellar' }] })
  const refused = await run(['set', 'mode', 'electric'])
  expect(refused.code).toBe(2)
  expect(refused.err).toContain('1 Garage (NWP500), 2 Cellar (NWP500)')
  for (const device of ['Cellar', '2', '02:4E:57:50:05:01'])
    expect(await json(['set', 'mode', 'electric', '--device', device])).toMatchObject({ name: 'Cellar' })
})

test('while it waits, a terminal is told so, and the line goes away again', async () => {
  const { env, directory, clock, controls, cloud } = await cloudWith()
  const heard = await controls()
  cloud.faults.on('heater-ignores')
  const terminal = testTerminal({ env, directory, columns: 80 })
  const running = run(['set', 'mode', 'electric'], terminal, clock)
  await met(() => heard.length > 0, running)
  await clock.advance(seconds(5))
  expect(terminal.err()).toContain('Waiting for Water Heater to confirm it, for 5 s now …')
  await clock.advance(seconds(22))
  expect(await running).toBe(5)
  expect(terminalPicture(terminal.both(), 80)[0]).toMatch(/^Water Heater: mode electric: unconfirmed\. /)
})
