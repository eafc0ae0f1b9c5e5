/** A scenario in the units inside, with what it leaves out filled in. */
import { checkedTimeZone } from '#heater/tou-clock'
import type { Place } from '#physics/house/climates'
import { parseFileTime, type TimeSpan } from '#physics/house/file-time'
import type { Room } from '#physics/house/room'
import type { UtcOffset } from '#physics/house/wall-time'
import { type Beginning, tapTemperature } from '#physics/machine'
import { elementPowers, type TankSize } from '#physics/parameters'
import { LocalTime } from '#physics/schedule/local-time'
import type { FittedParameters } from '../wording/parameters-file.ts'
import { short, temperatureOf } from '../wording/temperature-words.ts'
import type { ScenarioDocument, ScenarioKey } from './scenario-schema.ts'
import type { ToldScenario } from './told-scenario.ts'

export interface Scenario {
  readonly span: TimeSpan
  /** s */
  readonly step: number
  /** °C */
  readonly comfort: number
  readonly seed: number
  readonly timeZone: string
  readonly time: LocalTime
  /** Seconds east of UTC. */
  readonly offset: UtcOffset
  readonly size: TankSize
  readonly heater: Beginning & { readonly setpoint: number; readonly upper: number; readonly lower: number }
  readonly profile: NonNullable<ScenarioDocument['profile']>
  readonly climate: Place | undefined
  readonly room: Room
  readonly told: ToldScenario
}

/** What holds where nobody says anything else: the US test's conditions [10 CFR 430 B, appendix E]. */
export const usual = { setpoint: 51.7, air: 19.7, humidity: 50, inlet: 14.4 } as const
/** Our choice of years, s since 1970: what zones did before goes by seconds, and nobody knows what they will do. */
const [earliest, latest] = [0, Date.UTC(2200, 0, 1) / 1000]
/** °C, as delivered. */
const usualMinimum = 35

/** The name by which a temperature was told. */
export const temperatureKey = ({ originOf }: ToldScenario, name: string): ScenarioKey =>
  (originOf(`${name}_f` as ScenarioKey) ? `${name}_f` : `${name}_c`) as ScenarioKey

/** @throws UsageError for what doesn't go together. */
export function scenarioOf(told: ToldScenario, fitted: FittedParameters | undefined): Scenario {
  const { document, refusal } = told
  const { days, hours, from = '2026-01-01', profile = 'family', climate, room = 'garage' } = document
  if (document.room !== undefined && climate === undefined)
    throw refusal('room', 'it means something with --climate only, and no climate is given')
  const timeZone = zoneOf(told)
  const time = new LocalTime(timeZone)
  const offset: UtcOffset = second => time.offsetAt(second * 1000) / 1000
  const begins = parseFileTime(from, offset)
  if (begins === undefined || begins.daily || begins.second % 60 !== 0)
    throw refusal('from', 'it must be a day or a minute, such as 2026-01-01 or 2026-07-01T06:30')
  if (begins.second < earliest || begins.second >= latest) throw refusal('from', 'it must be from 1970 to 2199')
  const seconds = Math.round(hours === undefined ? (days ?? 365) * 86_400 : hours * 3600)
  return {
    span: { from: begins.second, to: begins.second + seconds },
    step: document.step_s ?? 60,
    comfort: temperatureOf(told.document, 'comfort') ?? tapTemperature,
    seed: document.seed ?? 1,
    ...{ timeZone, time, offset, profile, climate, room, told },
    ...heaterOf(told, fitted),
  }
}

function zoneOf({ document: { time_zone: zone = 'UTC' }, refusal }: ToldScenario): string {
  try {
    return zone === 'UTC' ? zone : checkedTimeZone(zone)
  } catch {
    throw refusal('time_zone', 'it must be a time zone, such as America/Los_Angeles')
  }
}

function heaterOf(told: ToldScenario, fitted: FittedParameters | undefined): Pick<Scenario, 'size' | 'heater'> {
  const { document, refusal } = told
  const { tank_gal: gallons, element_v: volts, mode = 'heat-pump' } = document
  const size: TankSize = gallons ? `${gallons}-gal` : (fitted?.size ?? '65-gal')
  if (fitted?.size !== undefined && fitted.size !== size)
    throw refusal('tank_gal', `it must be ${Number.parseInt(fitted.size, 10)}, of which the fitted parameters are`)
  const set = document.set ?? fitted?.set ?? 'field'
  const setpoint = temperatureOf(told.document, 'setpoint') ?? usual.setpoint
  const minimumOperation = temperatureOf(told.document, 'minimum_temperature') ?? usualMinimum
  if (setpoint < minimumOperation)
    throw told.originOf(temperatureKey(told, 'minimum_temperature'))
      ? refusal(temperatureKey(told, 'minimum_temperature'), `the setpoint is lower, ${short(setpoint)} °C`)
      : refusal(temperatureKey(told, 'setpoint'), `it must be ${minimumOperation} °C or more`)
  const upper = temperatureOf(told.document, 'upper') ?? setpoint - 0.5
  const lower = temperatureOf(told.document, 'lower') ?? Math.min(upper, setpoint - 8)
  if (lower > upper) throw refusal(temperatureKey(told, 'lower'), `it must be ${short(upper)} °C at most, as above it`)
  const parameters = {
    ...fitted?.parameters,
    ...(volts !== undefined && { elementPower: elementPowers[`${volts}V`] }),
  }
  return { size, heater: { size, set, mode, setpoint, minimumOperation, upper, lower, parameters } }
}
