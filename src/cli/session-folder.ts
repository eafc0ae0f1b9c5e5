/** Where sessions are kept between commands: the platform's folder for what a program remembers. */
import path from 'node:path'
import type { Terminal } from './terminal.ts'

/** @returns undefined when the environment names no home; then nothing is kept. */
export function sessionFolder({ env, platform }: Pick<Terminal, 'env' | 'platform'>): string | undefined {
  const folder = stateFolder(env, platform)
  return folder && path.join(folder, 'navilink')
}

function stateFolder(env: Terminal['env'], platform: NodeJS.Platform): string | undefined {
  if (platform === 'win32') return env.LOCALAPPDATA || undefined
  if (env.XDG_STATE_HOME && path.isAbsolute(env.XDG_STATE_HOME)) return env.XDG_STATE_HOME
  if (!env.HOME) return undefined
  return platform === 'darwin'
    ? path.join(env.HOME, 'Library', 'Application Support')
    : path.join(env.HOME, '.local', 'state')
}
