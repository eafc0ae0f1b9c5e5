/** What of a station the environment may say, or `.env` in the folder: where its config, its record and its address are. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { parseEnvFile } from '#heater/env-file'
import type { Terminal } from '../terminal.ts'

export const stationVariables = {
  config: 'NAVILINK_CONFIG',
  store: 'NAVILINK_STORE',
  listen: 'NAVILINK_LISTEN',
} as const

/** A value and where it was said, to begin a sentence: `In the environment, NAVILINK_STORE`. */
export interface Told {
  readonly value: string
  readonly place: string
}

/** An empty variable is one that was left out. */
export function stationVariable(name: keyof typeof stationVariables, terminal: Surroundings): Told | undefined {
  const variable = stationVariables[name]
  const own = terminal.env[variable]
  if (own) return { value: own, place: `In the environment, ${variable}` }
  const value = fromFile(terminal)[variable]
  return value ? { value, place: `In ${fileOf(terminal)}, ${variable}` } : undefined
}

/** Every variable, those of `.env` too. */
export const environment = (terminal: Surroundings): Readonly<Record<string, string | undefined>> => ({
  ...fromFile(terminal),
  ...terminal.env,
})

type Surroundings = Pick<Terminal, 'env' | 'directory'>

const fileOf = ({ directory }: Surroundings) => path.join(directory, '.env')
const fromFile = (terminal: Surroundings) => parseEnvFile(textOf(fileOf(terminal)))

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    // Who needs a setting of it is told why it can't be read.
    return ''
  }
}
