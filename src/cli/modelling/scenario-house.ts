/** The house of a scenario: who draws water, the air around the heater, and the cold water. */
import { type DayPattern, patternDraws } from '#physics/house/day-patterns'
import type { Draws } from '#physics/house/draw'
import { drawsOutside, fileDraws, parseDrawsFile } from '#physics/house/draws-file'
import { surroundings, type Weather, weatherOf } from '#physics/house/house'
import { type HouseholdProfile, household } from '#physics/house/household'
import type { Series } from '#physics/house/series'
import { parseWeatherFile, weatherMissing } from '#physics/house/weather-file'
import type { Surroundings } from '#physics/surroundings'
import { usable } from '../usable-file.ts'
import { UsageError } from '../usage-error.ts'
import { type Scenario, short, temperatureKey, temperatureOf, usual } from './scenario.ts'
import type { ScenarioKey } from './scenario-schema.ts'

/** Reads the file that a scenario names by this key. */
export type ReadNamed = (key: ScenarioKey) => Promise<string>

export interface ScenarioHouse {
  readonly surroundings: Surroundings
  /** What stays as it is all the time: °C, %. */
  readonly constants: Readonly<Partial<Record<Kind, number>>>
}

type Kind = keyof Weather

/** When a pattern of the US test begins, s of the day: as people get up. */
const patternBegins = 6 * 3600

/** @throws UsageError for a file that can't be used, and for what doesn't go together. */
export async function houseOf(scenario: Scenario, read: ReadNamed): Promise<ScenarioHouse> {
  const { climate, room, seed, offset } = scenario
  const draws = await drawsOf(scenario, read)
  const measured = await measuredWeather(scenario, read)
  const usualThere = climate && weatherOf(climate, room, { seed, utcOffset: offset })
  const told = (kind: Kind) => chosen(scenario, kind, measured?.[kind], usualThere?.[kind])
  const [air, humidity, inlet] = [told('air'), told('humidity'), told('inlet')]
  checkInlet(scenario, inlet)
  const constants = Object.entries({ air, humidity, inlet }).filter(([, value]) => typeof value === 'number')
  return { surroundings: surroundings({ draws, air, humidity, inlet }), constants: Object.fromEntries(constants) }
}

async function drawsOf({ told, profile, seed, offset, span }: Scenario, read: ReadNamed): Promise<Draws> {
  const { draws_file: name } = told.document
  if (name !== undefined) {
    const file = usable(name, parseDrawsFile(await read('draws_file'), offset))
    const [outside] = drawsOutside(file, span)
    if (outside !== undefined) throw new UsageError(`${name}, ${outside.text}.`)
    return fileDraws(file, offset)
  }
  if (typeof profile === 'string' && profile.startsWith('us-'))
    return patternDraws(profile.slice(3) as DayPattern, patternBegins, offset)
  return household(profile as HouseholdProfile, { seed, utcOffset: offset })
}

async function measuredWeather(
  { told, offset, span }: Scenario,
  read: ReadNamed,
): Promise<Partial<Weather> | undefined> {
  const { weather_file: name } = told.document
  if (name === undefined) return undefined
  const file = usable(name, parseWeatherFile(await read('weather_file'), offset))
  const missing = weatherMissing(file, span)
  if (missing !== undefined) throw new UsageError(`${name}: ${missing}.`)
  return file.weather
}

/**
 * A flag beats the scenario's file. A number and what has it too, both typed, is a contradiction; in a file the number
 * counts, for so a file says what flags and a file said together.
 */
function chosen(scenario: Scenario, kind: Kind, measured: Series | undefined, usualThere: Series | undefined) {
  const { told } = scenario
  const key: ScenarioKey = kind === 'humidity' ? 'humidity_percent' : temperatureKey(told, kind)
  const offers = [
    { key, value: numberOf(scenario, kind) },
    { key: 'weather_file' as const, value: measured },
    { key: 'climate' as const, value: usualThere },
  ].filter(({ value }) => value !== undefined)
  const byFlag = offers.filter(offer => told.originOf(offer.key) === 'flag')
  const [best, other] = byFlag.length > 0 ? byFlag : offers
  if (byFlag.length > 0 && typeof best?.value === 'number' && other !== undefined)
    throw new UsageError(
      `${told.nameOf(best.key)} and ${told.nameOf(other.key)} exclude each other: both tell ${words[kind]}.`,
    )
  return best?.value ?? usual[kind]
}

const words: Readonly<Record<Kind, string>> = { air: 'the air', humidity: 'the humidity', inlet: 'the cold water' }

const numberOf = ({ told }: Scenario, kind: Kind): number | undefined =>
  kind === 'humidity' ? told.document.humidity_percent : temperatureOf(told, kind)

/** Nobody draws cold water out of a heater. */
function checkInlet({ told, heater: { setpoint, upper } }: Scenario, inlet: Series | number): void {
  if (typeof inlet !== 'number') return
  const key = temperatureKey(told, 'inlet')
  if (inlet >= setpoint) throw told.refusal(key, `it must be below the setpoint, ${short(setpoint)} °C`)
  if (inlet <= upper) return
  if (told.originOf(key) === undefined)
    throw told.refusal(temperatureKey(told, 'upper'), `the cold water is warmer, ${short(inlet)} °C`)
  throw told.refusal(key, `it must be no warmer than the tank at the beginning, ${short(upper)} °C`)
}
