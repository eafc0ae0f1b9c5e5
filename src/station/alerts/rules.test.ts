import { expect, it } from 'vitest'
import type { Status } from '#schema/status'
import { days, hours, minutes } from '#time/duration'
import { beyond, type Rule } from './alert-rule.ts'
import type { AccountFacts, HeaterFacts } from './facts.ts'
import { heaterRules } from './heater-rules.ts'
import { ruleSetting } from './rule-setting.ts'
import { allRules, type RuleName } from './rules.ts'
import { accountRules, storeRules } from './station-rules.ts'
import type { Tally } from './tally.ts'

const now = Date.UTC(2025, 8, 26, 20)
const tally: Tally = {
  at: now,
  elementOn: false,
  electric: false,
  compressorOn: true,
  compressorSince: now - hours(1),
  starts: [],
  day: 0,
  elementTime: 0,
  electricTime: 0,
  watched: now,
}
const facts: HeaterFacts = {
  now,
  status: {},
  tally,
  presence: 'online',
  linked: true,
  minute: 12 * 60,
  energy: undefined,
}

/** What a rule makes of it: its sentence, or whether it is fine or unknown. */
function verdict<Facts>(rule: Rule<Facts>, about: Facts, config = {}): string {
  const setting = ruleSetting({ rules: { [rule.name]: config } }, rule as Rule<never>)
  const value = rule.measure(about, setting)
  if (value === undefined) return 'unknown'
  const over = value === 'fine' ? false : beyond(value, rule.limit, setting.threshold)
  return over === true ? rule.tell(about, value as number, setting) : over === false ? 'fine' : 'between'
}

const heaterRule = (name: RuleName) => heaterRules.find(rule => rule.name === name) as Rule<HeaterFacts>
const of = (name: RuleName, status: Status, more: Partial<HeaterFacts> = {}, config = {}) =>
  verdict(heaterRule(name), { ...facts, status, ...more }, config)
const counted = (more: Partial<Tally>) => ({ tally: { ...tally, ...more } })

it.each<[RuleName, Status, string]>([
  ['error-code', { errorCode: 0, subErrorCode: 0 }, 'fine'],
  ['error-code', {}, 'unknown'],
  [
    'error-code',
    { errorCode: 480, subErrorCode: 1 },
    'E480 upper tank sensor (reading below its range). Call a technician.',
  ],
  ['error-code', { errorCode: 799 }, 'fine'],
  ['error-code', { errorCode: 990 }, 'fine'],
  ['second-alarm', { minorCode: 0 }, 'fine'],
  ['second-alarm', {}, 'unknown'],
  ['second-alarm', { minorCode: 101 }, 'R101: a second alarm. It can be reset in the vendor’s app.'],
  ['leak', { wtrOvrSensorUse: 'off', errorCode: 0 }, 'fine'],
  ['leak', { wtrOvrSensorUse: 'unknown' }, 'unknown'],
  ['leak', { wtrOvrSensorUse: 'unknown', errorCode: 799 }, 'The leak sensor is wet: water is where none should be.'],
  ['leak', { wtrOvrSensorUse: 'on', errorCode: 0 }, 'The leak sensor is wet: water is where none should be.'],
  ['condensate', { conOvrSensorUse: 'off', errorCode: 0 }, 'fine'],
  ['condensate', { conOvrSensorUse: 'off', errorCode: 990 }, 'The condensate does not run off: its sensor is wet.'],
  ['hot-water-low', { dhwChargePer: 19 }, 'The charge is 19 %.'],
  ['hot-water-low', { dhwChargePer: 20 }, 'between'],
  ['hot-water-low', { dhwChargePer: 25 }, 'fine'],
  ['hot-water-low', { dhwChargePer: 0, dhwOperationSetting: 'vacation' }, 'fine'],
  ['hot-water-low', { dhwChargePer: 0, dhwOperationSetting: 'off' }, 'fine'],
  ['hot-water-low', {}, 'unknown'],
  ['elements-running', { currentInstPower: 2500 }, 'fine'],
  ['elements-running', { currentInstPower: 3755 }, 'An element is running: 3755 W.'],
  ['filter-due', { airFilterAlarmUse: 'on', airFilterAlarmPeriod: 1000, cumulatedOpTimeEvaFan: 185 }, 'fine'],
  [
    'filter-due',
    { airFilterAlarmUse: 'on', airFilterAlarmPeriod: 1000, cumulatedOpTimeEvaFan: 1000 },
    'The air filter is due.',
  ],
  ['filter-due', { airFilterAlarmUse: 'off', airFilterAlarmPeriod: 1000, cumulatedOpTimeEvaFan: 1000 }, 'fine'],
  ['filter-due', { airFilterAlarmUse: 'on', airFilterAlarmPeriod: 0, cumulatedOpTimeEvaFan: 1000 }, 'unknown'],
])('%s of %j: %s', (name, status, expected) => {
  expect(of(name, status)).toBe(expected)
})

it('says that an element ran long today', () => {
  expect(of('elements-daily', {}, counted({ elementTime: minutes(120) }))).toBe('fine')
  expect(of('elements-daily', {}, counted({ elementTime: minutes(135) }))).toBe(
    'An element has run for 2 h 15 min today.',
  )
})

it('leaves elements alone in electric mode, unless the config enables the rule', () => {
  const electric: Status = { dhwOperationSetting: 'electric', currentInstPower: 3755 }
  expect(of('elements-running', electric)).toBe('fine')
  expect(of('elements-running', electric, {}, { threshold: 3000 })).toBe('fine')
  expect(of('elements-running', electric, {}, { enabled: true })).toBe('An element is running: 3755 W.')
  const long = counted({ elementTime: minutes(130), electricTime: minutes(60) })
  expect(of('elements-daily', {}, counted({ electricTime: minutes(600) }))).toBe('fine')
  expect(of('elements-daily', {}, long)).toBe('An element has run for 2 h 10 min today, electric mode left out.')
  expect(of('elements-daily', {}, long, { enabled: true })).toBe('An element has run for 3 h 10 min today.')
})

it('says that the compressor starts too often', () => {
  const starts = [1, 2, 3, 4, 5, 6, 7].map(n => now - minutes(20 * n))
  expect(of('short-cycling', {}, counted({ starts }))).toBe('The compressor started 7 times within 3 h.')
  expect(of('short-cycling', {}, counted({ starts }), { window: hours(1), threshold: 2 })).toBe('between')
  expect(of('short-cycling', {}, counted({ starts }), { threshold: 20 })).toBe('fine')
})

it('says that the tank was never hot', () => {
  expect(of('never-hot', {}, counted({ hotAt: now - days(14) }))).toBe('fine')
  expect(of('never-hot', {}, counted({ hotAt: now - days(14.1) }))).toBe(
    'The tank was not seen at 60.0 °C (140 °F) for 14 days.',
  )
  expect(of('never-hot', {}, { tally: undefined })).toBe('unknown')
})

it('says that today’s energy is unusual', () => {
  expect(of('energy-unusual', {})).toBe('unknown')
  expect(of('energy-unusual', {}, { energy: { today: 3000, median: 2000, days: 20 } })).toBe('fine')
  expect(of('energy-unusual', {}, { energy: { today: 4100, median: 2000, days: 20 } })).toBe(
    'It has used 4.1 kWh today; 2.0 kWh is usual for a whole day.',
  )
})

it.each([
  [
    'believes the sensor while the compressor has run for a while',
    4,
    now - hours(1),
    'The intake air has 4.0 °C (39 °F).',
  ],
  ['has a clearance', 6, now - hours(1), 'between'],
  ['finds warm air fine', 7, now - hours(1), 'fine'],
  ['waits at a start', 7, now - minutes(2), 'unknown'],
  ['believes at rest that it is cold', 4, undefined, 'The intake air has 4.0 °C (39 °F).'],
  ['does not know at rest what the cabinet hides', 9, undefined, 'unknown'],
  ['believes at rest that it is warm', 15, undefined, 'fine'],
])('of the intake air it %s', (_, air, compressorSince, expected) => {
  expect(of('intake-cold', { ambientTemperature: air }, counted({ compressorSince }))).toBe(expected)
})

it.each([
  ['nobody knows before the time', 50, 6 * 60 + 29, 'unknown'],
  ['it isn’t hot at the time', 50, 6 * 60 + 30, 'The charge is 50 %, and the water should be hot by now.'],
  ['it is hot at the time', 80, 6 * 60 + 30, 'fine'],
  ['nothing is said hours later', 50, 9 * 60, 'unknown'],
  ['it has become hot later', 85, 9 * 60, 'fine'],
])('by 06:30: %s', (_, dhwChargePer, minute, expected) => {
  expect(of('not-hot-by', { dhwChargePer }, { minute }, { by: 390 })).toBe(expected)
})

it('may look at the temperature by a time, and needs a time', () => {
  const at = { minute: 390 }
  const config = { by: 390, temperature: 50 }
  expect(of('not-hot-by', { dhwTemperature: 45 }, at, config)).toBe(
    'The water has 45.0 °C (113 °F), and should have 50.0 °C (122 °F) by now.',
  )
  expect(of('not-hot-by', { dhwTemperature: 50 }, at, config)).toBe('fine')
  expect(of('not-hot-by', { dhwChargePer: 1 }, at)).toBe('fine')
  expect(of('not-hot-by', { dhwChargePer: 1, dhwOperationSetting: 'vacation' }, at, { by: 390 })).toBe('fine')
})

it('tells an offline heater from a link that is down', () => {
  expect(of('heater-offline', {}, { presence: 'offline' })).toContain('The cloud can’t reach the heater')
  expect(of('heater-offline', {}, { presence: 'stale' })).toBe('The heater answers nothing.')
  expect(of('heater-offline', {}, { presence: 'online' })).toBe('fine')
  expect(of('heater-offline', {}, { presence: 'unknown' })).toBe('unknown')
  expect(of('heater-offline', {}, { presence: 'offline', linked: false })).toBe('unknown')
})

const refused = { state: 'refused', problem: 'The password was refused.' } as const
const unreachable = { state: 'unreachable', problem: 'The service answered 503.' } as const

it.each<[string, Partial<AccountFacts>, deaf: string, refused: string]>([
  ['hears', {}, 'fine', 'fine'],
  ['has no heaters', { silence: undefined }, 'fine', 'fine'],
  ['has no heaters and needs no link', { silence: undefined, linked: false }, 'fine', 'fine'],
  [
    'hears nothing',
    { silence: { span: minutes(6), interval: minutes(1) } },
    'Nothing was heard from account home for 6 min, though its link is open.',
    'fine',
  ],
  [
    'has no link',
    { linked: false, problem: 'The gateway hung up.' },
    'There is no way to the cloud for account home: The gateway hung up.',
    'fine',
  ],
  ['hears though REST is down', unreachable, 'fine', 'unknown'],
  [
    'reaches nothing',
    { ...unreachable, linked: false, silence: undefined },
    'There is no way to the cloud for account home: The service answered 503.',
    'unknown',
  ],
  [
    'was refused',
    { ...refused, linked: false, silence: undefined },
    'unknown',
    'The sign-in of account home was refused.',
  ],
  ['hears though it was refused', refused, 'fine', 'The sign-in of account home was refused.'],
  ['signs in', { state: 'signing-in', linked: undefined, silence: undefined }, 'unknown', 'unknown'],
  ['is being closed', { linked: undefined }, 'unknown', 'fine'],
])('a station that %s', (_, differs, ...expected) => {
  const account: AccountFacts = {
    name: 'home',
    state: 'ready',
    problem: undefined,
    linked: true,
    silence: { span: minutes(1), interval: minutes(1) },
    ...differs,
  }
  expect(accountRules.map(rule => verdict(rule as Rule<AccountFacts>, account))).toEqual(expected)
})

it.each([
  ['ready', 'fine'],
  ['full', 'The store keeps nothing: it is full.'],
  ['closed', 'unknown'],
] as const)('a store that is %s', (state, expected) => {
  expect(verdict(storeRules[0], { state })).toBe(expected)
})

it('says nothing of a heater whose status is too old', () => {
  const silent = { ...facts, status: undefined }
  const told = heaterRules
    .filter(({ name }) => !['not-hot-by', 'heater-offline', 'never-hot'].includes(name))
    .map(rule => verdict(rule as Rule<HeaterFacts>, silent))
  expect(new Set(told)).toEqual(new Set(['unknown']))
})

it('names each rule once, and says in one line what it looks at', () => {
  expect(new Set(allRules.map(({ name }) => name)).size).toBe(allRules.length)
  for (const { looksAt, title } of allRules) expect(looksAt.length * title.length).toBeGreaterThan(0)
})
