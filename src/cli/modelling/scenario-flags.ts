/** The flags of a scenario, and what each says in the words of its file. */
import type { Command } from 'commander'
import type { UnitSystem } from '#schema/units'
import { heaterLines } from '../wording/heater-lines.ts'
import { type GivenFlag, givenFlags, type WordedFlag, wordedFlags } from '../wording/worded-flag.ts'
import type { ScenarioKey } from './scenario-schema.ts'

const { asIs, line, number, temperature, word } = wordedFlags<ScenarioKey>()

// biome-ignore format: a flag is a line
const scenarioFlags: readonly WordedFlag<ScenarioKey>[] = [
  line('--days <n>', 'how long it runs (default: 365)', number('days', 'd|days?')),
  line('--hours <n>', 'the same in hours', number('hours', 'h|hours?')),
  line('--from <time>', 'where it begins (default: 2026-01-01)', asIs('from')),
  line('--time-zone <zone>', 'by which the house lives, such as America/Los_Angeles (default: UTC)', asIs('time_zone')),
  line('--step <seconds>', 'of the calculation, 1 to 600 (default: 60)', number('step_s', 's')),
  line('--seed <n>', 'of what is made up: household and weather (default: 1)', number('seed')),
  line('--comfort <temperature>', 'colder water is too cold (default: 40.6C, 105F)', temperature('comfort')),
  heaterLines.tank,
  heaterLines.set,
  heaterLines.parameters,
  heaterLines.element,
  heaterLines.mode,
  line('--setpoint <temperature>', '35C to 65.5C, or in F (default: 51.7C, 125F)', temperature('setpoint')),
  line('--minimum-temperature <temperature>', 'its lowest setpoint (default: 35C, 95F)', temperature('minimum_temperature')),
  line('--upper <temperature>', 'of the upper half of the tank at the beginning', temperature('upper')),
  line('--lower <temperature>', 'of the lower half', temperature('lower')),
  heaterLines.profile,
  heaterLines.draws,
  line('--climate <place>', 'air and cold water of sacramento, chicago, miami, …', word('climate')),
  heaterLines.room,
  heaterLines.weather,
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

/** Those that were given. */
export const givenScenario = (command: Command, units: UnitSystem): readonly GivenFlag<ScenarioKey>[] =>
  givenFlags(command, scenarioFlags, () => units)
