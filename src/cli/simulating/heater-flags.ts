/** Flags for what a simulated heater is, has and lives among, each with what it says in the words of a world file. */
import { type Command, Option } from 'commander'
import type { UnitSystem } from '#schema/units'
import { heaterLines } from '../wording/heater-lines.ts'
import { type GivenFlag, givenAs, givenFlags, longOf, type WordedFlag, wordedFlags } from '../wording/worded-flag.ts'
import type { HeaterWord } from './heater-words.ts'

/** Read when a number without a unit asks for it. */
export type Units = () => UnitSystem

type HeaterFlag = WordedFlag<HeaterWord>
const { asIs, line, number, temperature, word } = wordedFlags<HeaterWord>()

// biome-ignore format: a flag is a line
const homeFlags: readonly HeaterFlag[] = [
  heaterLines.tank,
  heaterLines.profile,
  line('--climate <place>', 'air and cold water of sacramento (default), chicago, miami, …', word('climate')),
]

// biome-ignore format: a flag is a line
const otherFlags: readonly HeaterFlag[] = [
  heaterLines.room,
  heaterLines.weather,
  line('--air <temperature>', 'around the heater, always the same', temperature('air')),
  line('--humidity <percent>', 'of that air', number('humidity_percent', '%')),
  line('--inlet <temperature>', 'cold water, always the same', temperature('inlet')),
  heaterLines.draws,
  heaterLines.set,
  heaterLines.parameters,
  heaterLines.element,
  heaterLines.mode,
  line('--setpoint <temperature>', '35C to 65.5C, or in F (default: 54.5C)', temperature('setpoint')),
  line('--minimum-temperature <temperature>', 'its lowest setpoint: 110F, 43C (default: 35C)', temperature('minimum_temperature')),
  line('--schedule <file>', 'reservations that it lives by, as navilink schedule export writes them', asIs('reservations_file')),
  line('--tariff <file>', 'time-of-use plan that it lives by, as navilink tou export writes it', asIs('tou_file')),
  line('--firmware <age>', 'an old one tells 87 fields, a new one 103 (default: new)', word('firmware')),
  line('--time-zone <zone>', 'by which its clock goes, such as America/Los_Angeles (default: UTC)', asIs('time_zone')),
  line('--panel-unit <unit>', 'what its panel shows: celsius or fahrenheit (default)', word('panel_unit')),
]

const allFlags = [...homeFlags, ...otherFlags]
/** The name of --tank before there was a model. */
const olderTank = line('--size <gallons>', '', number('tank_gal', 'gal'))

/** The few that make another day. */
export function homeOptions(command: Command): Command {
  for (const { spelt, about } of homeFlags) command.option(spelt, about)
  return command
}

/** All of them. */
export function heaterFlagOptions(command: Command): Command {
  for (const { spelt, about } of allFlags) command.option(spelt, about)
  return command
    .option('--recirculation', 'fit a recirculation pump with its schedule')
    .option('--without <capability...>', 'what it lacks, such as electric or reservations')
    .option('--defect <name...>', 'what is broken about it, such as leak or dead-compressor')
    .addOption(new Option(olderTank.spelt).hideHelp())
}

type GivenWord = GivenFlag<HeaterWord>

/** Those that were given. */
export function givenWords(command: Command, units: Units): readonly GivenWord[] {
  const list = (spelt: string, key: HeaterWord): readonly GivenWord[] => {
    const texts = givenAs(command, spelt)
    if (!Array.isArray(texts)) return []
    // Several with blanks or commas between them.
    const value = texts.flatMap((text: string) => text.split(',')).map(text => text.trim())
    return [{ flag: longOf(spelt), text: value.join(', '), key, value }]
  }
  return [
    ...givenFlags(command, [olderTank, ...allFlags], units),
    ...list('--without <capability...>', 'without'),
    ...list('--defect <name...>', 'defects'),
    ...(givenAs(command, '--recirculation') === true
      ? [{ flag: '--recirculation', text: 'given', key: 'recirculation' as const, value: true }]
      : []),
  ]
}
