/** What can be said of a simulated heater, by flags and in a world file: each name has its unit, each value its range. */
import { z } from 'zod'
import { defects } from '#physics/defects'
import type { Place } from '#physics/house/climates'
import { type CapabilityName, capabilityNames } from '#schema/capabilities'
import { FirmwarePart } from '#schema/enums'
import { heaterRules, setpoints, type Usual } from '../wording/heater-rules.ts'
import { file, listed, number, oneOf, temperature, text, whole } from '../wording/rule.ts'
import { allRuled, severalOf, yesOrNo } from './value-rules.ts'

/** Where a heater stands of which nothing else is said. */
export const usualClimate: Place = 'sacramento'

const usual: Usual = {
  setpoint: '54.5 °C when left out',
  climate: `. ${usualClimate} when left out`,
  air: 'the climate’s when left out',
  inlet: 'the climate’s when left out',
  // Water that is no ice, and that the heater's cut-out lets be.
  tank: { least: 1, most: 75 },
}

/** A day. */
const mostMinutes = 1440

const firmwareParts = Object.values(FirmwarePart) as [FirmwareName, ...FirmwareName[]]
type FirmwareName = (typeof FirmwarePart)[keyof typeof FirmwarePart]

const plan = (description: string) =>
  z
    .record(z.string(), z.unknown(), { error: 'it must be a schedule with its entries, or periods' })
    .optional()
    .meta({ description })

export const heaterWords = {
  ...allRuled({
    name: text('a name', 'What the app calls it'),
    ...heaterRules(usual),
    ...temperature('highest_temperature', setpoints, 'Highest setpoint; 65.5 °C when left out'),
    firmware: oneOf(['old', 'new'], 'old tells 87 fields, new (when left out) 103'),
    setpoint_step: oneOf(['half-degree', 'one-degree', 'three-stages', 'not-settable'], 'half-degree when left out'),
    panel_unit: oneOf(['celsius', 'fahrenheit'], 'What its panel shows. fahrenheit when left out'),
    past: oneOf(['none', 'year'], 'Whether it has used energy for a year already. year when left out'),
    seed: whole(0, Number.MAX_SAFE_INTEGER, 'Of its household’s and its weather’s chance; by its place when left out'),
    time_zone: text(
      'a time zone, such as America/Los_Angeles',
      'By which it lives and its schedules go. UTC when left out',
    ),
    clock_offset_min: number(
      -mostMinutes,
      mostMinutes,
      'min',
      'By how much its clock is off, min: ahead when above zero',
    ),
    reservations_file: file('Its weekly schedule in a file of its own'),
    tou_file: file('Its time-of-use plan in a file of its own'),
  }),
  mac_address: z
    .string({ error: 'it must be twelve lower-case hex digits, in quotes' })
    .regex(/^[0-9a-f]{12}$/, { error: 'it must be twelve lower-case hex digits, in quotes' })
    .optional()
    .meta({ description: 'Made up when left out' }),
  recirculation: yesOrNo('Whether a recirculation pump with its schedule is fitted'),
  without: severalOf(capabilityNames as unknown as readonly [CapabilityName, ...CapabilityName[]], 'What it lacks'),
  jitter: yesOrNo('Whether the sensors of its tank jitter by 0.2 K, as real ones do. true when left out'),
  waiting_firmware: z
    .array(
      z.strictObject({
        part: z
          .enum(firmwareParts, { error: `it must be ${listed(firmwareParts)}` })
          .meta({ description: 'Which part it is for' }),
        version: z
          .int({ error: 'it must be a whole number' })
          .min(1, { error: 'it must be a whole number from 1' })
          .meta({ description: 'In the form that device info has for that part' }),
      }),
      { error: 'it must be a list of parts with versions' },
    )
    .optional()
    .meta({ description: 'Firmware that waits to be installed' }),
  connected: yesOrNo('Whether its Wi-Fi reaches the cloud. true when left out'),
  demand_response: yesOrNo('Whether it takes part in demand response'),
  defects: severalOf(defects as readonly [string, ...string[]], 'What is broken about it in the beginning'),
  reservations: plan('Its weekly schedule, as in a file of navilink schedule export, without kind'),
  tou: plan('Its time-of-use plan, as in a file of navilink tou export, without kind'),
  recirculation_schedule: plan('Of its recirculation pump, as navilink recirculation export writes it, without kind'),
} as const

export const heaterSchema = z.strictObject(heaterWords)
export type HeaterWords = z.infer<typeof heaterSchema>
export type HeaterWord = keyof HeaterWords
export const heaterWordNames = Object.keys(heaterWords) as readonly HeaterWord[]

/** Of each of these a heater says one at most. */
export const alternatives: readonly (readonly HeaterWord[])[] = [
  ['profile', 'draws_file'],
  ['reservations', 'reservations_file'],
  ['tou', 'tou_file'],
  ...heaterWordNames
    .filter(name => name.endsWith('_c'))
    .map((name): readonly HeaterWord[] => [name, name.replace(/_c$/, '_f') as HeaterWord]),
]

/** The first two that exclude each other. */
export const rivalsIn = (words: Readonly<Record<string, unknown>>): readonly HeaterWord[] =>
  alternatives.map(names => names.filter(name => words[name] !== undefined)).find(found => found.length > 1) ?? []

/** Who told of a heater: what can't be is said in their words, and files are beside theirs. */
export interface Teller {
  /** @param right ends the sentence: `it must be 1 to 5`. */
  refusal(word: HeaterWord, right: string): Error
  /** What is wrong deeper inside of a word's value. @param sentence begins with the place there. */
  refusalWithin(word: HeaterWord, path: readonly (string | number)[], sentence: string): Error
  /** Reads the file that a word names. */
  read(word: HeaterWord): Promise<string>
}
