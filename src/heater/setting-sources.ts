/** Where settings are looked for: the environment, `.env` in a folder, and a file in the platform's config folder. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { parseEnvFile } from './env-file.ts'
import { configFolder, type Environment, type Home } from './platform-folders.ts'
import { ConfigurationError, type SettingName, type Source, settings } from './settings.ts'

export interface Surroundings extends Home {
  /** Where `.env` is looked for. */
  readonly directory: string
}

/** Best first. Files that are not there are no sources. */
export function settingSources(surroundings: Surroundings): Source[] {
  const envFile = path.join(surroundings.directory, '.env')
  const envText = textOf(envFile)
  const configFile = configFilePath(surroundings)
  const configText = configFile && textOf(configFile)
  return [
    { place: 'In the environment', calls: 'variable', values: fromVariables(surroundings.env) },
    ...(envText === undefined ? [] : [fromEnvFile(envFile, envText)]),
    ...(configFile === undefined || configText === undefined ? [] : [fromConfigFile(configFile, configText)]),
  ]
}

const fromEnvFile = (file: string, text: string): Source => ({
  place: `In ${file}`,
  calls: 'variable',
  values: fromVariables(parseEnvFile(text)),
})

/** `~/.config/navilink/config.json` or the like; undefined when the environment names no home. */
export function configFilePath(home: Home): string | undefined {
  const folder = configFolder(home)
  return folder && path.join(folder, 'config.json')
}

/** An empty variable is one that was left out: templates are full of them. */
function fromVariables(variables: Environment): Source['values'] {
  const names = Object.keys(settings) as SettingName[]
  return Object.fromEntries(names.map(name => [name, variables[settings[name].variable] || undefined]))
}

function fromConfigFile(file: string, text: string): Source {
  let content: unknown
  try {
    content = JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch {
    throw new ConfigurationError(`${file} is not JSON; it takes an object such as {"email": "you@example.com"}.`)
  }
  if (typeof content !== 'object' || content === null || Array.isArray(content))
    throw new ConfigurationError(`${file} is not a JSON object; it takes one such as {"email": "you@example.com"}.`)
  const values = Object.entries(content).map(([key, value]) => [key, configValue(file, key, value)])
  return { place: `In ${file}`, calls: 'key', values: Object.fromEntries(values) }
}

function configValue(file: string, key: string, value: unknown): string {
  if (key === 'password')
    throw new ConfigurationError(
      `In ${file} there is a password, and it is not read from there; put it into the environment or into .env as NAVILINK_PASSWORD, or run navilink login once.`,
    )
  if (!Object.hasOwn(settings, key)) {
    const allowed = Object.keys(settings).filter(name => name !== 'password')
    throw new ConfigurationError(`In ${file}, "${key}" is no setting; the settings are ${allowed.join(', ')}.`)
  }
  if (typeof value === 'object')
    throw new ConfigurationError(
      `In ${file}, ${key} is no text, number or truth value; it takes ${settings[key as SettingName].takes}.`,
    )
  return String(value)
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR') return undefined
    throw new ConfigurationError(`${file} can't be read (${code}).`, { cause: error })
  }
}
