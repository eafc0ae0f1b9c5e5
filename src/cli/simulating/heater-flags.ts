/** Flags for what a simulated heater is, has and lives among, each with what it says in the words of a world file. */
import { type Command, Option } from 'commander'
import type { UnitSystem } from '#schema/units'
import { type WordedFlag, wordedFlags } from '../worded-flag.ts'
import type { HeaterWord } from './heater-words.ts'

/** Read when a number without a unit asks for it. */
export type Units = () => UnitSystem

type HeaterFlag = WordedFlag<HeaterWord>
const { asIs, line, number, temperature, word, wordOrNumber } = wordedFlags<HeaterWord>()

// biome-ignore format: a flag is a line
const homeFlags: readonly HeaterFlag[] = [
  line('--tank <gallons>', '50, 65 or 80 (default: 65)', number('tank_gal', 'gal')),
  line('--profile <who>', 'family (default), couple, nobody, 1 to 6, us-very-small, -low, -medium, -high', wordOrNumber('profile')),
  line('--climate <place>', 'air and cold water of sacramento (default), chicago, miami, …', word('climate')),
]

// biome-ignore format: a flag is a line
const otherFlags: readonly HeaterFlag[] = [
  line('--room <room>', 'garage (default), basement or room there', word('room')),
  line('--weather <file>', 'weather of your own: a CSV with time, air_c, inlet_c, humidity', asIs('weather_file')),
  line('--air <temperature>', 'around the heater, always the same', temperature('air')),
  line('--humidity <percent>', 'of that air', number('humidity_percent', '%')),
  line('--inlet <temperature>', 'cold water, always the same', temperature('inlet')),
  line('--draws <file>', 'draws of your own instead: a CSV with start, litres, flow_l_min, …', asIs('draws_file')),
  line('--set <name>', 'rated, by the published ratings, or field, as one home measured (default)', word('set')),
  line('--parameters <file>', 'what navilink model fit learned of your heater', asIs('parameters_file')),
  line('--element <volts>', '208V or 240V (default: 240V)', number('element_v', 'V')),
  line('--mode <mode>', 'heat-pump (default), energy-saver, high-demand, electric or off', word('mode')),
  line('--setpoint <temperature>', '35C to 65.5C, or in F (default: 54.5C)', temperature('setpoint')),
  line('--minimum-temperature <temperature>', 'its lowest setpoint: 110F, 43C (default: 35C)', temperature('minimum_temperature')),
  line('--schedule <file>', 'reservations that it lives by, as navilink schedule export writes them', asIs('reservations_file')),
  line('--tariff <file>', 'time-of-use plan that it lives by, as navilink tou export writes it', asIs('tou_file')),
  line('--firmware <age>', 'an old one tells 87 fields, a new one 103 (default: new)', word('firmware')),
  line('--time-zone <zone>', 'by which its clock goes, such as America/Los_Angeles (default: UTC)', asIs('time_zone')),
  line('--panel-unit <unit>', 'what its panel shows: celsius or fahrenheit (default)', word('panel_unit')),
]

const allFlags = [...homeFlags, ...otherFlags]

/** The few that make another day. */
export function homeOptions(command: Command): Command {
  for (const { spelt, about } of homeFlags) command.option(spelt, about)
  return command
}

/** All of them. */
export function heaterFlagOptions(command: Command): Command {
  for (const { spelt, about } of allFlags) command.option(spelt, about)
  return (
    command
      .option('--recirculation', 'fit a recirculation pump with its schedule')
      .option('--without <capability...>', 'what it lacks, such as electric or reservations')
      .option('--defect <name...>', 'what is broken about it, such as leak or dead-compressor')
      // The name of --tank before there was a model.
      .addOption(new Option('--size <gallons>').hideHelp())
  )
}

/** A word that a flag told. */
export interface GivenFlag {
  readonly flag: string
  readonly text: string
  readonly word: HeaterWord
  readonly value: unknown
}

/** Those that were given, by what commander made of them. */
export function givenFlags(command: Command, units: Units): readonly GivenFlag[] {
  const givenAs = (spelt: string): unknown => {
    const option = command.options.find(({ flags }) => flags === spelt)
    return option && command.getOptionValue(option.attributeName())
  }
  const long = (spelt: string) => spelt.split(' ', 1)[0] ?? spelt
  const told = (spelt: string, read: HeaterFlag['read']): readonly GivenFlag[] => {
    const text = givenAs(spelt)
    if (typeof text !== 'string') return []
    const [word, value] = read(text.trim(), units)
    return [{ flag: long(spelt), text, word, value }]
  }
  const list = (spelt: string, word: HeaterWord): readonly GivenFlag[] => {
    const texts = givenAs(spelt)
    if (!Array.isArray(texts)) return []
    // Several with blanks or commas between them.
    const value = texts.flatMap((text: string) => text.split(',')).map(text => text.trim())
    return [{ flag: long(spelt), text: value.join(', '), word, value }]
  }
  return [
    ...told('--size <gallons>', number('tank_gal', 'gal')),
    ...allFlags.flatMap(({ spelt, read }) => told(spelt, read)),
    ...list('--without <capability...>', 'without'),
    ...list('--defect <name...>', 'defects'),
    ...(givenAs('--recirculation') === true
      ? [{ flag: '--recirculation', text: 'given', word: 'recirculation' as const, value: true }]
      : []),
  ]
}
