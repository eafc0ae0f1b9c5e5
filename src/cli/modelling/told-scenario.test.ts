import { describe, expect, it } from 'vitest'
import { UsageError } from '../usage-error.ts'
import type { GivenFlag } from '../wording/worded-flag.ts'
import { type ScenarioKey, scenarioJsonSchema, scenarioKeys } from './scenario-schema.ts'
import { tellScenario } from './told-scenario.ts'

const flag = (name: string, text: string, key: ScenarioKey, value: unknown): GivenFlag<ScenarioKey> => ({
  flag: name,
  text,
  key,
  value,
})
const file = (text: string) => ({ name: 'winter.yaml', text })
const setpoint = flag('--setpoint', '125F', 'setpoint_f', 125)

describe('a scenario as it was told', () => {
  it('is a file in YAML or JSON, an empty one too, and flags beat it, by their other names too', async () => {
    const text = 'days: 30\nsetpoint_c: 60\nprofile: 3\nmode: electric\n'
    const { document, originOf } = await tellScenario([setpoint], file(text))
    expect(document).toEqual({ days: 30, setpoint_f: 125, profile: 3, mode: 'electric' })
    expect((['setpoint_f', 'days', 'seed'] as const).map(originOf)).toEqual(['flag', 'file', undefined])
    const json = JSON.stringify({ $schema: 'scenario.schema.json', days: 30, profile: 'us-high' })
    expect((await tellScenario([], file(json))).document).toEqual({ days: 30, profile: 'us-high' })
    const draws = flag('--draws', 'mine.csv', 'draws_file', 'mine.csv')
    expect((await tellScenario([draws], file(json))).document).toEqual({ days: 30, draws_file: 'mine.csv' })
    expect((await tellScenario([], file('# nothing\n'))).document).toEqual({})
  })

  it.each([
    ['a: [', /^winter\.yaml, line \d: the text can't be read: /],
    ['- days', 'winter.yaml, line 1: a scenario has a name and a value a line: air_c: 19.7.'],
    [
      'days: 3\nsetpiont_c: 50',
      'winter.yaml, line 2: setpiont_c is nothing that a scenario says; setpoint_c is meant, perhaps.',
    ],
    ['wind: strong', /^winter\.yaml, line 1: wind is nothing that a scenario says; there are days, hours, from, /],
    ['days: 3\nair_c: .nan', 'winter.yaml, line 2: air_c is NaN; it must be -30 to 50 °C.'],
    ['air_c: .inf', 'winter.yaml, line 1: air_c is Infinity; it must be -30 to 50 °C.'],
    ['air_c: -40', 'winter.yaml, line 1: air_c is -40; it must be -30 to 50 °C.'],
    ['air_f: 130', 'winter.yaml, line 1: air_f is 130; it must be -22 to 122 °F.'],
    ['upper_c: 205', 'winter.yaml, line 1: upper_c is 205; it must be 0 to 95 °C.'],
    ['setpoint_c: "50"', 'winter.yaml, line 1: setpoint_c is "50"; it must be 50, without quotes.'],
    ['profile: "3"', 'winter.yaml, line 1: profile is "3"; it must be 3, without quotes.'],
    ['setpoint_c: 50 C', 'winter.yaml, line 1: setpoint_c is 50 C; it must be 35 to 65.5 °C.'],
    ['setpoint_c: 125', 'winter.yaml, line 1: setpoint_c is 125; it must be 35 to 65.5 °C; for °F write setpoint_f.'],
    ['setpoint_f: 52', 'winter.yaml, line 1: setpoint_f is 52; it must be 95 to 149.9 °F; for °C write setpoint_c.'],
    ['days:', 'winter.yaml, line 1: days is empty; it must be 0.001 to 3653 days.'],
    ['from: 20260101', 'winter.yaml, line 1: from is 20260101; it must be a day or a moment, such as 2026-01-01'],
    ['draws_file: ""', 'winter.yaml, line 1: draws_file is ""; it must be the name of a file.'],
    ['climate: Paris', /climate is Paris; it must be sacramento, phoenix, .* or minneapolis\.$/],
    ['profile: 7', /profile is 7; it must be family, couple, nobody, us-very-small, .*, or 1 to 6 people\.$/],
    ['tank_gal: 70', 'winter.yaml, line 1: tank_gal is 70; it must be 50, 65 or 80.'],
    ['seed: 1.5', /seed is 1\.5; it must be a whole number from 0 to /],
    ['days: 3\nhours: 4', 'days in winter.yaml and hours in winter.yaml exclude each other; give one of them.'],
    ['air_c: 20\nair_f: 68', 'air_c in winter.yaml and air_f in winter.yaml exclude each other; give one of them.'],
  ])('is refused in one sentence: %j', async (text, sentence) => {
    const refused = tellScenario([], file(text))
    await expect(refused).rejects.toThrow(UsageError)
    await expect(refused).rejects.toThrow(sentence)
  })

  it('is refused by the name of the flag, as it was typed', async () => {
    const hot = tellScenario([flag('--air', '-40F', 'air_f', -40)], file('days: 3'))
    await expect(hot).rejects.toThrow('--air is -40F; it must be -22 to 122 °F.')
    const metric = tellScenario([flag('--setpoint', '51.7', 'setpoint_f', 51.7)])
    await expect(metric).rejects.toThrow('--setpoint is 51.7; it must be 95 to 149.9 °F; for °C write 51.7C.')
    const both = tellScenario([flag('--days', '3', 'days', 3), flag('--hours', '4', 'hours', 4)])
    await expect(both).rejects.toThrow('--days and --hours exclude each other; give one of them.')
  })

  it('has a schema for editors, in which every name is described', () => {
    const schema = scenarioJsonSchema() as {
      readonly properties: Readonly<Record<string, { readonly description?: string }>>
      readonly additionalProperties: unknown
      readonly required?: unknown
    }
    expect(Object.keys(schema.properties)).toEqual(['$schema', ...scenarioKeys])
    for (const [key, { description }] of Object.entries(schema.properties)) expect(description, key).toMatch(/\w{3}/)
    expect(schema.additionalProperties).toBe(false)
    expect(schema.required).toBeUndefined()
    expect(schema.properties.inlet_f).toMatchObject({ type: 'number', minimum: 32, maximum: 104 })
    expect(schema.properties.seed).toMatchObject({ type: 'integer', minimum: 0, maximum: 4_294_967_295 })
    expect(schema.properties.tank_gal).toMatchObject({ enum: [50, 65, 80] })
  })
})
