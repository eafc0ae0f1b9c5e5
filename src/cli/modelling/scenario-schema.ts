/** What a scenario of the model may say, in a file: each name has its unit, each value its range. Flags are checked by it too. */
import { places } from '#physics/house/climates'
import { limits } from '#physics/house/limits'
import { rooms } from '#physics/house/room'
import { fahrenheitOf } from '#schema/temperature'

/** Longer than a heater lives, days. */
const longest = 3653
/** Chance is made of 32 bits: a larger one would be one of these again. */
const mostSeed = 2 ** 32 - 1
/** Water in a tank, °C. */
const tankRange = { least: 0, most: 95 } as const
/** What a setpoint can be by the data plate, °C. */
const setpointRange = { least: 35, most: 65.5 } as const
/** Of warmth that people want of hot water, °C. */
const comfortRange = { least: 20, most: 60 } as const

interface Described {
  readonly about: string
}

interface NumberRule extends Described {
  readonly least: number
  readonly most: number
  readonly unit: string
  readonly whole?: true
}

interface ChoiceRule<Choice extends string | number = string | number> extends Described {
  readonly choices: readonly Choice[]
  /** Ends the sentence "it must be". */
  readonly right: string
}

interface TextRule extends Described {
  readonly right: string
}

type Rule = NumberRule | ChoiceRule | TextRule

const number = (least: number, most: number, unit: string, about: string): NumberRule => ({ least, most, unit, about })

/** `a, b or c`. */
const listed = (names: readonly (string | number)[]): string => `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`

const oneOf = <const Choice extends string | number>(
  choices: readonly Choice[],
  about: string,
  right = listed(choices),
): ChoiceRule<Choice> => ({ choices, right, about })

const text = (right: string, about: string): TextRule => ({ right, about })
const file = (about: string) => text('the name of a file', about)

/** A temperature may be given in either unit: `air_c` or `air_f`. */
function temperature<Name extends string>(
  name: Name,
  { least, most }: { readonly least: number; readonly most: number },
  about: string,
) {
  const rounded = (celsius: number) => Math.round(fahrenheitOf(celsius) * 10) / 10
  return {
    [`${name}_c`]: number(least, most, '°C', `${about}, °C`),
    [`${name}_f`]: number(rounded(least), rounded(most), '°F', `${about}, °F`),
  } as Readonly<Record<`${Name}_c` | `${Name}_f`, NumberRule>>
}

const people = ['family', 'couple', 'nobody', 'us-very-small', 'us-low', 'us-medium', 'us-high'] as const
const counts = [1, 2, 3, 4, 5, 6] as const
const profiles = people.join(', ')

const rules = {
  days: number(0.001, longest, 'days', 'How long it runs. 365 when left out'),
  hours: number(0.01, longest * 24, 'hours', 'The same in hours'),
  from: text(
    'a day or a moment, such as 2026-01-01 or 2026-07-01T06:30',
    'Where it begins, by the clocks of time_zone. 2026-01-01 when left out',
  ),
  time_zone: text(
    'a time zone, such as America/Los_Angeles',
    'By which the house lives and schedules go, such as America/Los_Angeles. UTC when left out',
  ),
  step_s: number(1, 600, 's', 'Of the calculation, s. 60 when left out'),
  seed: {
    ...number(0, mostSeed, '', 'Of what is made up: a household, the drift of the weather. 1 when left out'),
    whole: true,
  },
  ...temperature(
    'comfort',
    comfortRange,
    'Water that leaves the tank colder than this is too cold; 40.6 °C when left out',
  ),

  tank_gal: oneOf([50, 65, 80], 'Size of the tank by its label. 65 when left out'),
  set: oneOf(
    ['rated', 'field'],
    'Numbers of the heat pump: rated meets the published ratings, field (when left out) is what one home measured',
  ),
  parameters_file: file('What navilink model fit learned of a heater'),
  element_v: oneOf(
    [208, 240],
    'Voltage of the elements: 3755 W at 208 V, 5000 W at 240 V (when left out)',
    '208 or 240 V',
  ),
  mode: oneOf(
    ['heat-pump', 'energy-saver', 'high-demand', 'electric', 'off'],
    'In which it begins. heat-pump when left out',
  ),
  ...temperature('setpoint', setpointRange, 'Setpoint with which it begins; 51.7 °C when left out, as in the US test'),
  ...temperature('minimum_temperature', setpointRange, 'Lowest setpoint, as its installer set it; 35 °C when left out'),
  ...temperature(
    'upper',
    tankRange,
    'Upper half of the tank at the beginning; half a kelvin below the setpoint when left out',
  ),
  ...temperature('lower', tankRange, 'Lower half at the beginning; 8 K below the setpoint when left out'),

  profile: oneOf(
    [...people, ...counts],
    `Who draws water: ${profiles}, or so many people. us-… are the patterns of the US test, from 06:00 on. family when left out`,
    `${profiles}, or 1 to 6 people`,
  ),
  draws_file: file('Draws of one’s own, as CSV: start, litres or gallons, a flow or a duration, at'),
  climate: oneOf(places, 'A place, for air, humidity and cold water'),
  room: oneOf(rooms, 'Where in that place it stands. garage when left out'),
  weather_file: file('Air, cold water and humidity of one’s own, as CSV: time, and air_c, inlet_c, humidity'),
  ...temperature('air', limits.air, 'Air around the heater all the time; 19.7 °C when left out, as in the US test'),
  humidity_percent: number(0, 100, '%', 'Relative humidity of that air, %. 50 when left out'),
  ...temperature('inlet', limits.inlet, 'Cold water all the time; 14.4 °C when left out, as in the US test'),

  schedule_file: file('Reservations, as navilink schedule export writes them: compared with the same run without'),
  tariff_file: file(
    'A time-of-use plan, as navilink tou export or tou plan --json writes it, or a rate plan of OpenEI as JSON',
  ),
} as const satisfies Readonly<Record<string, Rule>>

type Rules = typeof rules
type ValueOf<One> = One extends ChoiceRule<infer Choice> ? Choice : One extends NumberRule ? number : string

export type ScenarioKey = keyof Rules
export type ScenarioDocument = { readonly [Key in ScenarioKey]?: ValueOf<Rules[Key]> }

export const scenarioKeys = Object.keys(rules) as readonly ScenarioKey[]
/** Those that name a file. */
export const fileKeys = scenarioKeys.filter(key => key.endsWith('_file'))

/** Whether a name may have a value. */
export function fits(key: ScenarioKey, value: unknown): boolean {
  const rule: Rule = rules[key]
  if ('choices' in rule) return (rule.choices as readonly unknown[]).includes(value)
  if (!('least' in rule)) return typeof value === 'string' && value !== ''
  return typeof value === 'number' && value >= rule.least && value <= rule.most && !(rule.whole && value % 1 !== 0)
}

/** What it may have, to end the sentence "it must be". */
export function rightFor(key: ScenarioKey): string {
  const rule: Rule = rules[key]
  if (!('least' in rule)) return rule.right
  const { least, most, unit, whole } = rule
  return whole ? `a whole number from ${least} to ${most}` : `${least} to ${most} ${unit}`
}

/** `air_f` for `air_c`, and the other way. */
export function inOtherUnit(key: ScenarioKey): ScenarioKey | undefined {
  const other = key.endsWith('_c') ? key.replace(/_c$/, '_f') : key.replace(/_f$/, '_c')
  return other !== key && other in rules ? (other as ScenarioKey) : undefined
}

/** For editors and other programs. */
export const scenarioJsonSchema = (): object => ({
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'A scenario for navilink model run',
  description: 'Everything has a default. °C or °F, never both.',
  type: 'object',
  properties: {
    $schema: { type: 'string', description: 'By which an editor finds this schema' },
    ...Object.fromEntries(scenarioKeys.map(key => [key, jsonSchemaOf(rules[key])])),
  },
  additionalProperties: false,
})

function jsonSchemaOf(rule: Rule): object {
  const { about: description } = rule
  if ('choices' in rule) return { enum: rule.choices, description }
  if (!('least' in rule)) return { type: 'string', minLength: 1, description }
  return { type: rule.whole ? 'integer' : 'number', minimum: rule.least, maximum: rule.most, description }
}

/** Of each of these a scenario says one at most. */
export const alternatives: readonly (readonly ScenarioKey[])[] = [
  ['days', 'hours'],
  ['profile', 'draws_file'],
  ...scenarioKeys.flatMap(key => {
    const other = key.endsWith('_c') && inOtherUnit(key)
    return other ? [[key, other]] : []
  }),
]
