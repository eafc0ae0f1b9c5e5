/** Which file the record of a station is: `--store`, else NAVILINK_STORE, else what the config says, else the usual one. */
import path from 'node:path'
import { stateFolder } from '#heater/platform-folders'
import type { CommandContext } from '../command-context.ts'
import type { Terminal } from '../terminal.ts'
import { UsageError } from '../usage-error.ts'
import type { Candidate } from './choices.ts'
import { type ConfigFile, configFile, soundConfig } from './config-file.ts'
import { stationVariable } from './station-variables.ts'

export const storeName = 'history.db'

/** The places, best first; files are named from where they are named. */
export function storeCandidates(
  terminal: Terminal,
  flag: string | undefined,
  file: ConfigFile | undefined,
): readonly Candidate<string>[] {
  const told = stationVariable('store', terminal)
  const own = file === undefined ? undefined : soundConfig(file).store?.file
  const folder = stateFolder(terminal)
  return [
    [flag === undefined ? undefined : path.resolve(terminal.directory, flag), 'On the command line, --store'],
    [told && path.resolve(terminal.directory, told.value), told?.place ?? ''],
    [
      own && file && path.resolve(path.dirname(file.path), own),
      file ? `${file.name}, line ${file.line(['store', 'file'])}` : '',
    ],
    [folder && path.join(folder, storeName), 'by default'],
  ]
}

/** @param flags `--store` and `--config`. @throws UsageError where nothing says it. */
export async function storeFile(
  { terminal }: Pick<CommandContext, 'terminal'>,
  flags: { readonly store?: string | undefined; readonly config?: string | undefined } = {},
): Promise<string> {
  const file = await configFile(terminal, flags.config)
  return chosenStore(storeCandidates(terminal, flags.store, file))
}

export function chosenStore(candidates: readonly Candidate<string>[]): string {
  const chosen = candidates.find(([value]) => value !== undefined)?.[0]
  if (chosen === undefined)
    throw new UsageError(
      'The environment names no home, so there is no usual place for the record; --store says where.',
    )
  return chosen
}
