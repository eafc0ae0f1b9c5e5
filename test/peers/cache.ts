/** Where peers are kept that npm doesn't have, and the one error that says why one can't be had. */
import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'

/** Beside the packages: git doesn't look there, and a clean install takes it away. */
export const peerCache = join(import.meta.dirname, '../../node_modules/.cache/navilink-peers')

/** A peer can't be had on this machine; the message is one line. */
export class MissingPeerError extends Error {}

/** A folder of the cache, made where it isn't there. */
export function cached(name: string): string {
  const folder = join(peerCache, name)
  mkdirSync(folder, { recursive: true })
  return folder
}

interface RunOptions {
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string>>
}

/** Tells the one who waits. */
export const fetching = (what: string): void => {
  process.stderr.write(`fetching ${what}\n`)
}

/** For all that is run here together, ms: a slow network is waited for, but not for ever. */
let left = 240_000

/** What a program printed. @throws MissingPeerError with the last line that it complained with. */
export function output(command: string, args: readonly string[], { cwd, env }: RunOptions = {}): string {
  const since = Date.now()
  try {
    return execFileSync(command, args, {
      cwd,
      env: { ...process.env, ...env },
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: Math.max(1, left),
    })
  } catch (error) {
    const { code, stderr = '' } = error as { code?: string; stderr?: string }
    const program = command.split('/').at(-1)
    if (code === 'ENOENT') throw new MissingPeerError(`there is no ${program} on this machine`)
    if (code === 'ETIMEDOUT') throw new MissingPeerError(`${program} took too long`)
    const complaint = stderr.trim().split('\n').at(-1)
    throw new MissingPeerError(`${program} failed: ${complaint || String(error)}`)
  } finally {
    left -= Date.now() - since
  }
}
