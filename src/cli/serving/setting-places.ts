/** Where the general settings of a station may be said: above its config stand flags and environment, below it `config.json`. */
import { settingSources } from '#heater/setting-sources'
import { readSetting, type SettingName, type Settings, type Source, settingPlace } from '#heater/settings'
import type { CommandContext } from '../command-context.ts'
import type { Candidate } from './choices.ts'

export interface SettingPlaces {
  above<Name extends SettingName>(name: Name): readonly Candidate<Settings[Name]>[]
  below<Name extends SettingName>(name: Name): readonly Candidate<Settings[Name]>[]
}

/** The environment and the files as they are now. @throws ConfigurationError for a value that its setting can't have. */
export function settingPlaces({ terminal, flags }: Pick<CommandContext, 'terminal' | 'flags'>): SettingPlaces {
  const { email, units, cloud, readOnly } = flags
  const given = { email, units, cloud, readOnly: readOnly && 'true' }
  const values = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
  const commandLine: Source = { place: 'On the command line', calls: 'flag', values }
  const others = settingSources(terminal)
  const from =
    (sources: readonly Source[]): SettingPlaces['above'] =>
    name =>
      sources
        .filter(source => source.values[name] !== undefined)
        .map(source => [readSetting(name, [source]), settingPlace(name, [source])] as const)
  return {
    above: from([commandLine, ...others.filter(({ calls }) => calls !== 'key')]),
    below: from(others.filter(({ calls }) => calls === 'key')),
  }
}
