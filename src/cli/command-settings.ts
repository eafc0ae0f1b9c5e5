/** The settings of one call: flags first, the rest as the library reads it, and each only when it is needed. */
import type { SettingName, Settings, Source } from '#heater/settings'
import type { GlobalFlags } from './global-flags.ts'
import type { Terminal } from './terminal.ts'

export interface CommandSettings extends Settings {
  /** Where a setting was read, to begin a sentence: `In the environment, NAVILINK_CA`. */
  place(name: SettingName): string
}

/**
 * A wrong flag is refused at once; a wrong variable or key when the setting is asked for.
 * @throws ConfigurationError
 */
export async function commandSettings(terminal: Terminal, flags: GlobalFlags): Promise<CommandSettings> {
  const { readSetting, settingPlace, settings } = await import('#heater/settings')
  const { settingSources } = await import('#heater/setting-sources')
  const { email, units, cloud, ca: caFile, debug, readOnly } = flags
  const given = { email, units, cloud, caFile, readOnly: readOnly && 'true', debug: debug && 'true' }
  const values = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
  const commandLine: Source = { place: 'On the command line', calls: 'flag', values }
  let others: readonly Source[] | undefined
  const sources = (name: SettingName): readonly Source[] => {
    if (commandLine.values[name] !== undefined) return [commandLine]
    others ??= settingSources(terminal)
    return others
  }
  const names = Object.keys(settings) as SettingName[]
  for (const name of names) if (commandLine.values[name] !== undefined) readSetting(name, [commandLine])
  const getters = names.map(name => [name, { get: () => readSetting(name, sources(name)), enumerable: true }] as const)
  return Object.defineProperties(
    { place: (name: SettingName) => settingPlace(name, sources(name)) },
    Object.fromEntries(getters),
  ) as CommandSettings
}
