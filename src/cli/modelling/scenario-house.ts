/** The house of a scenario: who draws water, the air around the heater, and the cold water. */
import { surroundings, type Weather, weatherOf } from '#physics/house/house'
import { type HouseholdProfile, household } from '#physics/house/household'
import type { Series } from '#physics/house/series'
import type { Surroundings } from '#physics/surroundings'
import { UsageError } from '../usage-error.ts'
import { givenDraws, givenWeather } from '../wording/house-files.ts'
import { short, temperatureOf } from '../wording/temperature-words.ts'
import { type Scenario, temperatureKey, usual } from './scenario.ts'
import type { ScenarioKey } from './scenario-schema.ts'

/** Reads the file that a scenario names by this key. */
export type ReadNamed = (key: ScenarioKey) => Promise<string>

export interface ScenarioHouse {
  readonly surroundings: Surroundings
  /** What stays as it is all the time: °C, %. */
  readonly constants: Readonly<Partial<Record<Kind, number>>>
}

type Kind = keyof Weather

/** @throws UsageError for a file that can't be used, and for what doesn't go together. */
export async function houseOf(scenario: Scenario, read: ReadNamed): Promise<ScenarioHouse> {
  const {
    climate,
    room,
    seed,
    offset,
    span,
    profile,
    told: { document },
  } = scenario
  const where = { read, offset, span }
  const draws =
    (await givenDraws(document, where)) ?? household(profile as HouseholdProfile, { seed, utcOffset: offset })
  const measured = await givenWeather(document, where)
  const usualThere = climate && weatherOf(climate, room, { seed, utcOffset: offset })
  const told = (kind: Kind) => chosen(scenario, kind, measured?.[kind], usualThere?.[kind])
  const [air, humidity, inlet] = [told('air'), told('humidity'), told('inlet')]
  checkInlet(scenario, inlet)
  const constants = Object.entries({ air, humidity, inlet }).filter(([, value]) => typeof value === 'number')
  return { surroundings: surroundings({ draws, air, humidity, inlet }), constants: Object.fromEntries(constants) }
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
  kind === 'humidity' ? told.document.humidity_percent : temperatureOf(told.document, kind)

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
