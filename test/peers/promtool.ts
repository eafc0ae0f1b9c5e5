/** Prometheus' own check of metrics: the machine's promtool, or that of Debian's package, unpacked without root. */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { cached, fetching, MissingPeerError, output } from './cache.ts'

export interface Promtool {
  readonly path: string
  readonly version: string
}

/** @throws MissingPeerError in one line. */
export function findPromtool(): Promtool {
  const folder = cached('promtool')
  const unpacked = join(folder, 'usr/bin/promtool')
  const found = versionOf('promtool') ?? versionOf(unpacked)
  if (found) return found
  fetching('Debian’s package of Prometheus')
  unpack(folder)
  const after = versionOf(unpacked)
  if (!after) throw new MissingPeerError("Debian's promtool doesn't start here")
  return after
}

function versionOf(path: string): Promtool | undefined {
  if (path.includes('/') && !existsSync(path)) return undefined
  try {
    // Some versions say it on standard error.
    const said = output('sh', ['-c', '"$0" --version 2>&1', path])
    const [, version] = /version (\S+)/.exec(said) ?? []
    return version === undefined ? undefined : { path, version }
  } catch {
    return undefined
  }
}

/** A program in Go needs no other package. */
function unpack(folder: string): void {
  const packages = mkdtempSync(join(tmpdir(), 'navilink-peers-'))
  try {
    output('apt-get', ['download', 'prometheus'], { cwd: packages })
    for (const file of readdirSync(packages)) output('dpkg', ['-x', join(packages, file), folder])
  } finally {
    rmSync(packages, { recursive: true })
  }
}

/** @returns what it has to say; nothing when all is well. */
export function checkMetrics({ path }: Promtool, page: string): string {
  const { status, stdout, stderr, error } = spawnSync(path, ['check', 'metrics', '--extended'], {
    input: page,
    encoding: 'utf8',
  })
  if (error) throw error
  return status === 0 ? stderr.trim() : `${stdout}\n${stderr}`.trim()
}
