/** Where each platform keeps what a program is told and what it remembers. */
import path from 'node:path'

export type Environment = Readonly<Record<string, string | undefined>>

export interface Home {
  readonly env: Environment
  readonly platform: NodeJS.Platform
}

/** `~/.config/navilink` or the like; undefined when the environment names no home. */
export const configFolder = (home: Home): string | undefined => folder(home, 'APPDATA', 'XDG_CONFIG_HOME', ['.config'])

/** `~/.local/state/navilink` or the like, for sessions; undefined when the environment names no home. */
export const stateFolder = (home: Home): string | undefined =>
  folder(home, 'LOCALAPPDATA', 'XDG_STATE_HOME', ['.local', 'state'])

function folder({ env, platform }: Home, windows: string, xdg: string, underHome: string[]): string | undefined {
  const base = (): string | undefined => {
    if (platform === 'win32') return env[windows] || undefined
    const named = env[xdg]
    // A relative one is to be ignored, says the XDG specification.
    if (named && path.isAbsolute(named)) return named
    if (!env.HOME) return undefined
    return path.join(env.HOME, ...(platform === 'darwin' ? ['Library', 'Application Support'] : underHome))
  }
  const found = base()
  return found && path.join(found, 'navilink')
}
