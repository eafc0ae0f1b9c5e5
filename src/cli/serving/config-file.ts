/** Finds the config file of a station and reads it; nobody needs one. */
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { configFolder } from '#heater/platform-folders'
import { ConfigurationError } from '#heater/settings'
import { type ReadConfig, readConfig } from '#station/config/config-document'
import { fileTrouble } from '../failure.ts'
import type { Terminal } from '../terminal.ts'
import { stationVariable } from './station-variables.ts'

export const configName = 'navilink.yaml'

export interface ConfigFile extends ReadConfig {
  /** As sentences name it. */
  readonly name: string
  readonly path: string
}

/** @param flag `--config`. @throws ConfigurationError for a file that was named and can't be read. */
export async function configFile(terminal: Terminal, flag: string | undefined): Promise<ConfigFile | undefined> {
  const told = stationVariable('config', terminal)
  const named = flag ?? told?.value
  if (named !== undefined) {
    const place = flag === undefined ? told?.place : 'On the command line, --config'
    return read(path.resolve(terminal.directory, named), named, error => {
      throw new ConfigurationError(`${place} is ${JSON.stringify(named)}: ${fileTrouble(error) ?? 'it is not read'}.`)
    })
  }
  const folder = configFolder(terminal)
  for (const candidate of [terminal.directory, folder].filter(one => one !== undefined)) {
    const file = path.join(candidate, configName)
    const name = candidate === terminal.directory ? configName : file
    const found = await read(file, name, error => {
      if (['ENOENT', 'ENOTDIR'].includes(error.code ?? '')) return undefined
      throw new ConfigurationError(`${name}: ${fileTrouble(error) ?? 'it can not be read'}.`)
    })
    if (found !== undefined) return found
  }
  return undefined
}

/** @throws ConfigurationError with the first mistake, and how many there are. */
export function soundConfig(file: ConfigFile): NonNullable<ConfigFile['config']> {
  const { name, config, problems } = file
  const [first, ...others] = problems
  if (config !== undefined && first === undefined) return config
  const more =
    others.length === 0
      ? ''
      : ` There ${others.length === 1 ? 'is one mistake' : `are ${others.length} mistakes`} more; navilink config check shows them.`
  throw new ConfigurationError(`${name}, ${first?.text ?? 'it is no config'}.${more}`)
}

async function read(
  file: string,
  name: string,
  failed: (error: NodeJS.ErrnoException) => undefined,
): Promise<ConfigFile | undefined> {
  let source: string
  try {
    source = await readFile(file, 'utf8')
  } catch (error) {
    return failed(error as NodeJS.ErrnoException)
  }
  return { name, path: file, ...(await readConfig(source)) }
}
