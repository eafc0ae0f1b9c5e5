/** What can be said of a simulated heater, by flags and in a world file: each name has its unit, each value its range. */
import { z } from 'zod'
import { setpointRange } from '#physics/controller/settings'
import { defects } from '#physics/defects'
import { climates, type Place } from '#physics/house/climates'
import { limits } from '#physics/house/limits'
import { rooms } from '#physics/house/room'
import { type CapabilityName, capabilityNames } from '#schema/capabilities'
import { FirmwarePart } from '#schema/enums'
import {
  file,
  listed,
  number,
  oneNumberOf,
  oneOf,
  severalOf,
  temperature,
  text,
  whole,
  yesOrNo,
} from './value-rules.ts'

/** Where a heater stands of which nothing else is said. */
export const usualClimate: Place = 'sacramento'

/** °C */
const setpoints = { least: setpointRange.lowest, most: setpointRange.highest } as const
/** Water that is no ice, and that the heater's cut-out lets be, °C. */
const tankRange = { least: 1, most: 75 } as const
/** A day. */
const mostMinutes = 1440

const firmwareParts = Object.values(FirmwarePart) as [FirmwareName, ...FirmwareName[]]
type FirmwareName = (typeof FirmwarePart)[keyof typeof FirmwarePart]

const people = ['family', 'couple', 'nobody', 'us-very-small', 'us-low', 'us-medium', 'us-high'] as const
const mostPeople = 6
const profiles = `${listed(people)}, or 1 to ${mostPeople} people`
const profileError = { error: `it must be ${profiles}` }

const plan = (description: string) =>
  z
    .record(z.string(), z.unknown(), { error: 'it must be a schedule with its entries, or periods' })
    .optional()
    .meta({ description })

export const heaterWords = {
  name: text('a name', 'What the app calls it'),
  mac_address: z
    .string({ error: 'it must be twelve lower-case hex digits, in quotes' })
    .regex(/^[0-9a-f]{12}$/, { error: 'it must be twelve lower-case hex digits, in quotes' })
    .optional()
    .meta({ description: 'Made up when left out' }),

  tank_gal: oneNumberOf([50, 65, 80], '', 'Size of the tank by its label. 65 when left out'),
  set: oneOf(
    ['rated', 'field'],
    'Numbers of the heat pump: rated meets the published ratings, field (when left out) is what one home measured',
  ),
  parameters_file: file('What navilink model fit learned of a heater'),
  element_v: oneNumberOf([208, 240], 'V', 'Voltage of the elements: 3755 W at 208 V, 5000 W at 240 V (when left out)'),
  mode: oneOf(
    ['heat-pump', 'energy-saver', 'high-demand', 'electric', 'off'],
    'In which it begins. heat-pump when left out',
  ),
  ...temperature('setpoint', setpoints, 'Setpoint with which it begins; 54.5 °C when left out'),
  ...temperature('minimum_temperature', setpoints, 'Lowest setpoint, as its installer set it; 35 °C when left out'),
  ...temperature('highest_temperature', setpoints, 'Highest setpoint; 65.5 °C when left out'),
  ...temperature(
    'upper',
    tankRange,
    'Upper half of the tank at the beginning; half a kelvin below the setpoint when left out',
  ),
  ...temperature('lower', tankRange, 'Lower half at the beginning; 8 K below the setpoint when left out'),

  firmware: oneOf(['old', 'new'], 'old tells 87 fields, new (when left out) 103'),
  recirculation: yesOrNo('Whether a recirculation pump with its schedule is fitted'),
  without: severalOf(capabilityNames as unknown as readonly [CapabilityName, ...CapabilityName[]], 'What it lacks'),
  setpoint_step: oneOf(['half-degree', 'one-degree', 'three-stages', 'not-settable'], 'half-degree when left out'),
  panel_unit: oneOf(['celsius', 'fahrenheit'], 'What its panel shows. fahrenheit when left out'),
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
  past: oneOf(['none', 'year'], 'Whether it has used energy for a year already. year when left out'),
  defects: severalOf(defects as readonly [string, ...string[]], 'What is broken about it in the beginning'),

  profile: z
    .union([z.enum(people), z.int(profileError).min(1, profileError).max(mostPeople, profileError)], profileError)
    .optional()
    .meta({
      description: `Who draws water: ${profiles}. us-… are the patterns of the US test, from 06:00 on. family when left out`,
    }),
  draws_file: file('Draws of one’s own, as CSV: start, litres or gallons, a flow or a duration, at'),
  seed: whole(0, Number.MAX_SAFE_INTEGER, 'Of its household’s and its weather’s chance; by its place when left out'),
  climate: oneOf(
    Object.keys(climates) as [Place, ...Place[]],
    `A place, for air, humidity and cold water. ${usualClimate} when left out`,
  ),
  room: oneOf(rooms as readonly ['garage', 'basement', 'room'], 'Where in that place it stands. garage when left out'),
  weather_file: file('Air, cold water and humidity of one’s own, as CSV: time, and air_c, inlet_c, humidity'),
  ...temperature('air', limits.air, 'Air around it all the time, in place of the climate’s'),
  humidity_percent: number(0, 100, '%', 'Relative humidity of that air all the time, %'),
  ...temperature('inlet', limits.inlet, 'Cold water all the time'),

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
  reservations: plan('Its weekly schedule, as in a file of navilink schedule export, without kind'),
  reservations_file: file('The same in a file of its own'),
  tou: plan('Its time-of-use plan, as in a file of navilink tou export, without kind'),
  tou_file: file('The same in a file of its own'),
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
