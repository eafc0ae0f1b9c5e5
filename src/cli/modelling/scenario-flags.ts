/** The flags of a scenario, and what each says in the words of its file. */
import type { Command } from 'commander'
import type { UnitSystem } from '#schema/units'
import { type WordedFlag, wordedFlags } from '../worded-flag.ts'
import type { ScenarioKey } from './scenario-schema.ts'

/** A value that a flag gave. */
export interface GivenFlag {
  /** `--air`. */
  readonly flag: string
  readonly text: string
  readonly key: ScenarioKey
  readonly value: unknown
}

const { asIs, line, number, temperature, word, wordOrNumber } = wordedFlags<ScenarioKey>()

// biome-ignore format: a flag is a line
const scenarioFlags: readonly WordedFlag<ScenarioKey>[] = [
  line('--days <n>', 'how long it runs (default: 365)', number('days', 'd|days?')),
  line('--hours <n>', 'the same in hours', number('hours', 'h|hours?')),
  line('--from <time>', 'where it begins (default: 2026-01-01)', asIs('from')),
  line('--time-zone <zone>', 'by which the house lives, such as America/Los_Angeles (default: UTC)', asIs('time_zone')),
  line('--step <seconds>', 'of the calculation, 1 to 600 (default: 60)', number('step_s', 's')),
  line('--seed <n>', 'of what is made up: household and weather (default: 1)', number('seed')),
  line('--comfort <temperature>', 'colder water is too cold (default: 40.6C, 105F)', temperature('comfort')),
  line('--tank <gallons>', '50, 65 or 80 (default: 65)', number('tank_gal', 'gal')),
  line('--set <name>', 'rated, by the published ratings, or field, as one home measured (default)', word('set')),
  line('--parameters <file>', 'what navilink model fit learned of your heater', asIs('parameters_file')),
  line('--element <volts>', '208V or 240V (default: 240V)', number('element_v', 'V')),
  line('--mode <mode>', 'heat-pump (default), energy-saver, high-demand, electric or off', word('mode')),
  line('--setpoint <temperature>', '35C to 65.5C, or in F (default: 51.7C, 125F)', temperature('setpoint')),
  line('--minimum-temperature <temperature>', 'its lowest setpoint (default: 35C, 95F)', temperature('minimum_temperature')),
  line('--upper <temperature>', 'of the upper half of the tank at the beginning', temperature('upper')),
  line('--lower <temperature>', 'of the lower half', temperature('lower')),
  line('--profile <who>', 'family (default), couple, nobody, 1 to 6, us-very-small, -low, -medium, -high', wordOrNumber('profile')),
  line('--draws <file>', 'draws of your own instead: a CSV with start, litres, flow_l_min, …', asIs('draws_file')),
  line('--climate <place>', 'air and cold water of sacramento, chicago, miami, …', word('climate')),
  line('--room <room>', 'garage (default), basement or room there', word('room')),
  line('--weather <file>', 'weather of your own: a CSV with time, air_c, inlet_c, humidity', asIs('weather_file')),
  line('--air <temperature>', 'around the heater, always the same (default: 19.7C, 67.5F)', temperature('air')),
  line('--humidity <percent>', 'of that air (default: 50)', number('humidity_percent', '%')),
  line('--inlet <temperature>', 'cold water, always the same (default: 14.4C, 58F)', temperature('inlet')),
  line('--schedule <file>', 'reservations: compare a run without with one by them', asIs('schedule_file')),
  line('--tariff <file>', 'time-of-use plan: what it costs, without and with its windows', asIs('tariff_file')),
]

export function scenarioOptions(command: Command): Command {
  for (const { spelt, about } of scenarioFlags) command.option(spelt, about)
  return command
}

/** Those that were given, by what commander made of them. */
export const givenFlags = (command: Command, units: UnitSystem): readonly GivenFlag[] =>
  scenarioFlags.flatMap(({ spelt, read }) => {
    const option = command.options.find(({ flags }) => flags === spelt)
    const text: unknown = option && command.getOptionValue(option.attributeName())
    if (option === undefined || typeof text !== 'string') return []
    const [key, value] = read(text.trim(), () => units)
    return [{ flag: option.long ?? spelt, text, key, value }]
  })
