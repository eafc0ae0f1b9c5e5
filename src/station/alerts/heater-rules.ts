/** What a station warns of at a heater. A rule is one entry; config changes its numbers. */
import { filterHoursLeft } from '#schema/derived'
import { explainAlarm, explainFault } from '#schema/faults'
import type { Status } from '#schema/status'
import { unitOf } from '#schema/units'
import { formatDuration, hours, minutes, seconds } from '#time/duration'
import type { Measured, Rule } from './alert-rule.ts'
import type { HeaterFacts } from './facts.ts'
import { coldFor, isElectric, startsWithin } from './tally.ts'

const now = seconds(0)
const leakCode = 799
const condensateCode = 990

/** 1 when one of them is so, 0 when none is; what wasn't told doesn't count. */
function anyOf(...conditions: readonly (boolean | undefined)[]): Measured {
  if (conditions.includes(true)) return 1
  return conditions.includes(false) ? 0 : undefined
}

const isOn = (value: string | undefined) => (value === 'on' ? true : value === 'off' ? false : undefined)
const isCode = (value: number | undefined, code: number) => (value === undefined ? undefined : value === code)
/** Its water is meant to be cold. */
const resting = ({ dhwOperationSetting: mode }: Status) => mode === 'off' || mode === 'vacation'

const degrees = (celsius: number) =>
  `${celsius.toFixed(1)} °C (${unitOf('temperature', 'us').from(celsius).toFixed(0)} °F)`
const kWh = (wattHours: number) => `${(wattHours / 1000).toFixed(1)} kWh`

/** At rest the sensor of the intake air reads the cabinet, up to so many K too warm. */
const cabinetWarmth = 5.2
const trueAirAfter = minutes(5)

/** Intake air as far as it can be told for certain: whether it is below the limit, or above it and its clearance. */
function intakeAir({ status, tally, now }: HeaterFacts, threshold: number, clearance: number): Measured {
  const air = status?.ambientTemperature
  if (air === undefined) return undefined
  const since = tally?.compressorSince
  if (since !== undefined && now - since >= trueAirAfter) return air
  if (air < threshold) return air
  return air - cabinetWarmth >= threshold + clearance ? air - cabinetWarmth : undefined
}

/** At the time by which it should be hot, and for half an hour; later only to see that it has become so. */
function hotBy({ status, minute }: HeaterFacts, by: number, value: number | undefined, enough: number): Measured {
  if (status === undefined || value === undefined) return undefined
  if (resting(status)) return 'fine'
  const late = (minute - by + 1440) % 1440
  return late < 30 || value >= enough ? value : undefined
}

export const heaterRules = [
  {
    name: 'error-code',
    title: 'an error',
    severity: 'warning',
    looksAt: 'the error code that the panel shows, but E799 and E990, which have rules of their own',
    advice: '',
    hold: now,
    settle: minutes(15),
    repeat: hours(24),
    measure: ({ status }) => (ownRule(status?.errorCode) ? 0 : status?.errorCode),
    mark: ({ status }) => `${status?.errorCode}.${status?.subErrorCode ?? 0}`,
    tell: ({ status }) => explainFault(status?.errorCode ?? 0, status?.subErrorCode),
  },
  {
    name: 'second-alarm',
    title: 'a second alarm',
    severity: 'warning',
    looksAt: 'the second alarm code (minorCode), which newer firmware sends',
    advice: '',
    hold: now,
    settle: minutes(15),
    repeat: hours(24),
    measure: ({ status }) => status?.minorCode,
    mark: ({ status }) => `${status?.minorCode}`,
    tell: ({ status }) => explainAlarm(status?.minorCode ?? 0),
  },
  {
    name: 'leak',
    title: 'water leak',
    severity: 'alarm',
    looksAt: 'the leak sensor, and error E799',
    advice: 'Shut the water off and look for the leak.',
    hold: now,
    settle: minutes(10),
    repeat: hours(1),
    measure: ({ status }) => anyOf(isOn(status?.wtrOvrSensorUse), isCode(status?.errorCode, leakCode)),
    tell: () => 'The leak sensor is wet: water is where none should be.',
  },
  {
    name: 'condensate',
    title: 'condensate backs up',
    severity: 'warning',
    looksAt: 'the condensate sensor, and error E990',
    advice: 'Clear the condensate hose and the drain behind it.',
    hold: minutes(1),
    settle: minutes(10),
    repeat: hours(12),
    measure: ({ status }) => anyOf(isOn(status?.conOvrSensorUse), isCode(status?.errorCode, condensateCode)),
    tell: () => 'The condensate does not run off: its sensor is wet.',
  },
  {
    name: 'hot-water-low',
    title: 'hot water is low',
    severity: 'warning',
    looksAt: 'the charge, unless the heater is off or on vacation',
    advice: 'It heats again by itself; high demand is quicker.',
    limit: { is: 'below', at: 20, unit: '%', range: [0, 100], clearance: 5 },
    hold: minutes(5),
    settle: now,
    measure: ({ status }) => (status && resting(status) ? 'fine' : status?.dhwChargePer),
    tell: (_, charge) => `The charge is ${charge} %.`,
  },
  {
    name: 'not-hot-by',
    title: 'water is not hot',
    severity: 'warning',
    looksAt: 'charge or temperature at a time of day (by); without one it is off',
    advice: 'Look at its mode, its schedule and what was drawn.',
    limit: { is: 'below', at: 80, unit: '%', range: [0, 100], clearance: 0 },
    hold: now,
    settle: now,
    options: { by: undefined, temperature: undefined },
    measure(facts, { by, temperature, threshold }) {
      if (by === undefined) return 'fine'
      const { dhwChargePer: charge, dhwTemperature } = facts.status ?? {}
      if (temperature === undefined) return hotBy(facts, by, charge, threshold)
      // The limit is one of the charge: a temperature is told as all or nothing of it.
      const warm = hotBy(facts, by, dhwTemperature, temperature)
      return typeof warm === 'number' ? (warm >= temperature ? 100 : -1) : warm
    },
    tell: ({ status }, _, { temperature }) =>
      temperature !== undefined && status?.dhwTemperature !== undefined
        ? `The water has ${degrees(status.dhwTemperature)}, and should have ${degrees(temperature)} by now.`
        : `The charge is ${status?.dhwChargePer} %, and the water should be hot by now.`,
  },
  {
    name: 'elements-running',
    title: 'elements are running',
    severity: 'warning',
    looksAt:
      'the power of the whole unit, which only an element brings above the limit; in electric mode only with enabled: true',
    advice: 'Heat pump mode does without them.',
    limit: { is: 'above', at: 2500, unit: 'W', range: [100, 10_000], clearance: 0 },
    hold: minutes(15),
    settle: minutes(5),
    repeat: hours(6),
    measure: ({ status }, { insisted }) =>
      status && isElectric(status) && !insisted ? 'fine' : status?.currentInstPower,
    tell: (_, power) => `An element is running: ${power} W.`,
  },
  {
    name: 'elements-daily',
    title: 'elements ran long today',
    severity: 'warning',
    looksAt: 'how many minutes of the day an element was seen running; in electric mode only with enabled: true',
    advice: 'See whether the mode is the right one, and whether the heat pump is in order.',
    limit: { is: 'above', at: 120, unit: 'min', range: [1, 1440], clearance: 0 },
    hold: now,
    settle: now,
    daily: true,
    measure({ tally, status }, { insisted }) {
      if (!tally || !status) return undefined
      return Math.floor((tally.elementTime + (insisted ? tally.electricTime : 0)) / minutes(1))
    },
    tell: ({ tally }, value, { insisted }) =>
      `An element has run for ${formatDuration(minutes(value))} today${tally?.electricTime && !insisted ? ', electric mode left out' : ''}.`,
  },
  {
    name: 'heater-offline',
    title: 'heater is offline',
    severity: 'warning',
    looksAt: 'whether the cloud reaches the heater, and whether it answers',
    advice: 'Look at its power and at the Wi-Fi.',
    hold: minutes(10),
    settle: minutes(2),
    repeat: hours(24),
    measure({ linked, presence }) {
      if (!linked || presence === 'unknown') return undefined
      return presence === 'online' ? 0 : 1
    },
    tell: ({ presence }) =>
      presence === 'stale' ? 'The heater answers nothing.' : 'The cloud can’t reach the heater, or it answers nothing.',
  },
  {
    name: 'filter-due',
    title: 'air filter is due',
    severity: 'info',
    looksAt: 'the fan hours that are left until the filter is to be cleaned, where the reminder is on',
    advice: 'Clean the air filter, then reset the reminder.',
    limit: { is: 'below', at: 1, unit: 'h', range: [1, 5000], clearance: 1 },
    hold: now,
    settle: now,
    repeat: hours(24 * 7),
    measure: ({ status }) => (status?.airFilterAlarmUse === 'off' ? 'fine' : status && filterHoursLeft(status)),
    tell: (_, left) => (left > 0 ? `The air filter is due in ${left} fan hours.` : 'The air filter is due.'),
  },
  {
    name: 'short-cycling',
    title: 'compressor starts too often',
    severity: 'warning',
    looksAt: 'how often the compressor was seen starting within some hours (window)',
    advice: 'It wears out that way: have the refrigerant and the sensors looked at.',
    limit: { is: 'above', at: 6, unit: 'starts', range: [1, 500], clearance: 2 },
    hold: now,
    settle: minutes(30),
    repeat: hours(24),
    options: { window: hours(3) },
    measure: ({ tally, status, now }, { window }) => (tally && status ? startsWithin(tally, now, window) : undefined),
    tell: (_, starts, { window }) => `The compressor started ${starts} times within ${formatDuration(window)}.`,
  },
  {
    name: 'never-hot',
    title: 'never really hot',
    severity: 'info',
    looksAt: 'for how many days neither upper nor lower tank was seen at a temperature that germs don’t survive',
    advice: 'Legionella grow below it: let the anti-legionella cycle run, or raise the setpoint for a day.',
    limit: { is: 'above', at: 14, unit: 'd', range: [1, 365], clearance: 0 },
    hold: now,
    settle: now,
    repeat: hours(24 * 14),
    options: { temperature: 60 },
    measure: ({ tally, now }) => (tally ? coldFor(tally, now) / hours(24) : undefined),
    tell: (_, value, { temperature = 60 }) =>
      `The tank was not seen at ${degrees(temperature)} for ${Math.floor(value)} days.`,
  },
  {
    name: 'energy-unusual',
    title: 'unusual use of energy',
    severity: 'info',
    looksAt: 'today’s energy, in multiples of the median day of the last four weeks',
    advice: 'Look for a tap that runs, guests, or elements at work.',
    limit: { is: 'above', at: 2, unit: '×', range: [1, 100], clearance: 0 },
    hold: now,
    settle: now,
    daily: true,
    measure: ({ energy }) => energy && energy.today / energy.median,
    tell: ({ energy }) =>
      `It has used ${kWh(energy?.today ?? 0)} today; ${kWh(energy?.median ?? 0)} is usual for a whole day.`,
  },
  {
    name: 'intake-cold',
    title: 'intake air is cold',
    severity: 'info',
    looksAt: 'the air that the heat pump takes in; near freezing it stops, and elements heat',
    advice: 'Let it have warmer air.',
    limit: { is: 'below', at: 5, unit: '°C', range: [-20, 30], clearance: 2 },
    hold: minutes(30),
    settle: hours(1),
    measure: (facts, { threshold }) => intakeAir(facts, threshold, 2),
    tell: (_, air) => `The intake air has ${degrees(air)}.`,
  },
] as const satisfies readonly Rule<HeaterFacts>[]

const ownRule = (code: number | undefined) => code === leakCode || code === condensateCode
