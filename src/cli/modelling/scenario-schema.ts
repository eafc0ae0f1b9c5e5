/** What a scenario of the model may say, in a file: each name has its unit, each value its range. Flags are checked by it too. */
import { heaterRules, type Usual } from '../wording/heater-rules.ts'
import {
  file,
  number,
  type Rule,
  rightFor as rightForRule,
  temperature,
  text,
  type ValueOf,
  whole,
} from '../wording/rule.ts'

/** Longer than a heater lives, days. */
const longest = 3653
/** Chance is made of 32 bits: a larger one would be one of these again. */
const mostSeed = 2 ** 32 - 1
/** Of warmth that people want of hot water, °C. */
const comfortRange = { least: 20, most: 60 } as const

const usual: Usual = {
  setpoint: '51.7 °C when left out, as in the US test',
  climate: '',
  air: '19.7 °C when left out, as in the US test',
  inlet: '14.4 °C when left out, as in the US test',
  tank: { least: 0, most: 95 },
}

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
  seed: whole(0, mostSeed, 'Of what is made up: a household, the drift of the weather. 1 when left out'),
  ...temperature(
    'comfort',
    comfortRange,
    'Water that leaves the tank colder than this is too cold; 40.6 °C when left out',
  ),

  ...heaterRules(usual),

  schedule_file: file('Reservations, as navilink schedule export writes them: compared with the same run without'),
  tariff_file: file(
    'A time-of-use plan, as navilink tou export or tou plan --json writes it, or a rate plan of OpenEI as JSON',
  ),
} as const satisfies Readonly<Record<string, Rule>>

type Rules = typeof rules

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

/** What a name may have, to end the sentence "it must be". */
export const rightFor = (key: ScenarioKey): string => rightForRule(rules[key])

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
