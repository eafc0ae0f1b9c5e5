/** Flags for what a simulated heater is, has and can do. */
import { type Command, Option } from 'commander'
import type { HeaterOptions } from '#simulator/options'
import { UsageError } from './usage-error.ts'

export interface HeaterFlags {
  readonly size?: '50' | '65' | '80'
  readonly firmware?: 'old' | 'new'
  readonly recirculation?: true
  readonly without?: readonly string[]
  readonly timeZone?: string
  readonly minimumTemperature?: string
  readonly panelUnit?: 'celsius' | 'fahrenheit'
}

export const heaterFlags = (command: Command): Command =>
  command
    .addOption(new Option('--size <gallons>', 'size of its tank (default: 65)').choices(['50', '65', '80']))
    .addOption(
      new Option('--firmware <age>', 'an old one tells 87 fields, a new one 103 (default: new)').choices([
        'old',
        'new',
      ]),
    )
    .option('--recirculation', 'fit a recirculation pump with its schedule')
    .option('--without <capability...>', 'what it lacks, such as electric or reservations')
    .option('--time-zone <zone>', 'by which its clock goes, such as America/Los_Angeles (default: UTC)')
    .option('--minimum-temperature <temperature>', 'its lowest setpoint: 110F, 43C')
    .addOption(
      new Option('--panel-unit <unit>', 'what its panel shows (default: fahrenheit)').choices([
        'celsius',
        'fahrenheit',
      ]),
    )

/** Only what was chosen. @throws UsageError */
export async function heaterOptions(flags: HeaterFlags): Promise<HeaterOptions> {
  const { size, firmware, recirculation, without, timeZone, minimumTemperature, panelUnit } = flags
  return {
    ...(size && { size: `${size}-gal` }),
    ...(firmware && { firmware }),
    ...(recirculation && { recirculation }),
    ...(without && { capabilities: await lacking(without) }),
    ...(timeZone !== undefined && { timeZone: await known(timeZone) }),
    ...(minimumTemperature !== undefined && { minimumOperation: await lowestSetpoint(minimumTemperature) }),
    ...(panelUnit && { temperatureUnit: panelUnit }),
  }
}

/** Several with blanks or commas between them. */
async function lacking(given: readonly string[]): Promise<NonNullable<HeaterOptions['capabilities']>> {
  const { capabilityNames } = await import('#schema/capabilities')
  const names = given.flatMap(text => text.split(',')).map(text => text.trim())
  const lacks = names.map(text => {
    const name = capabilityNames.find(one => one === text)
    if (name === undefined)
      throw new UsageError(`--without ${text} is no capability; there are ${capabilityNames.join(', ')}.`)
    return [name, false] as const
  })
  return Object.fromEntries(lacks)
}

async function known(timeZone: string): Promise<string> {
  const { checkedTimeZone } = await import('#heater/tou-clock')
  try {
    return checkedTimeZone(timeZone)
  } catch {
    throw new UsageError(`--time-zone ${timeZone} is no time zone; America/Los_Angeles is one.`)
  }
}

/** °C, in its half degrees. */
async function lowestSetpoint(text: string): Promise<number> {
  const { commands } = await import('#schema/commands')
  const { celsiusOf } = await import('#schema/temperature')
  const { givenValue } = await import('./writing/given-value.ts')
  const { lowest, highest } = commands.dhwTemperature.parameter
  const celsius = Math.round(celsiusOf(givenValue(commands.dhwTemperature, text, 'us').value) * 2) / 2
  if (celsius < lowest || celsius > highest)
    throw new UsageError(`--minimum-temperature ${text} is beyond what there is: ${lowest}C to ${highest}C.`)
  return celsius
}
