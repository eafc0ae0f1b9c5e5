/** A Python that is new enough for a peer: the machine's own, or a newer Debian's, unpacked where nothing else sees it. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fetching, MissingPeerError, output, peerCache } from './cache.ts'

/** @param minor 14 at most, for a Python 3.14 or newer. @returns what starts it; it has pip. @throws MissingPeerError in one line. */
export function findPython(minor: number): string {
  return ['python3', `python3.${minor}`].find(command => minorOf(command) >= minor) ?? debianPython()
}

function minorOf(command: string): number {
  try {
    return Number(output(command, ['-c', 'import sys, pip; print(sys.version_info.minor)']))
  } catch {
    return 0
  }
}

/** The Debian that has this Python; the machine's own may be years older. */
const release = 'forky'
const name = 'python3.14'

/** Starts it with the C library that it was made for. */
const launcher = `#!/bin/sh
here=$(dirname "$0")
exec "$here"/usr/lib/*/ld-linux*.so.* --inhibit-cache --library-path "$here"/usr/lib/*-linux-gnu* \\
  "$here/usr/bin/${name}" "$@"
`

function debianPython(): string {
  const folder = join(peerCache, `${name}-${release}`)
  const python = join(folder, 'python')
  if (existsSync(python)) return python
  // Under its name only when it is whole.
  const making = `${folder}.new`
  rmSync(making, { recursive: true, force: true })
  unpack([`${name}-minimal`, `lib${name}-stdlib`, 'python3-pip-whl'], making)
  const script = join(making, 'python')
  writeFileSync(script, launcher, { mode: 0o755 })
  const wheels = join(making, 'usr/share/python-wheels')
  const [pip = ''] = readdirSync(wheels).filter(file => file.startsWith('pip-'))
  output(script, ['-m', 'zipfile', '-e', join(wheels, pip), join(making, 'usr/lib/python3/dist-packages')])
  renameSync(making, folder)
  return python
}

/** Packages of the release with all that they depend on, by an apt that knows nothing of this machine but its mirror. */
function unpack(packages: readonly string[], folder: string): void {
  const indexes = ['indextargets', '--no-release-info', '--format', '$(REPO_URI)', 'Created-By: Packages']
  const mirror = output('apt-get', indexes)
    .split('\n')
    .find(address => address.endsWith('/debian/'))
  if (mirror === undefined) throw new MissingPeerError(`apt has no mirror of Debian here to fetch ${packages[0]} from`)
  fetching(`${packages[0]} of Debian ${release}, 30 MB`)
  const home = mkdtempSync(join(tmpdir(), 'navilink-debian-'))
  try {
    for (const each of ['state/lists/partial', 'cache/archives/partial'])
      mkdirSync(join(home, each), { recursive: true })
    const keys = '/usr/share/keyrings/debian-archive-keyring.gpg'
    writeFileSync(join(home, 'sources'), `deb [signed-by=${keys} target=Packages] ${mirror} ${release} main\n`)
    writeFileSync(join(home, 'status'), '')
    const settings = [
      `Dir::Etc::SourceList=${join(home, 'sources')}`,
      'Dir::Etc::SourceParts=-',
      `Dir::State=${join(home, 'state')}`,
      `Dir::State::status=${join(home, 'status')}`,
      `Dir::Cache=${join(home, 'cache')}`,
      'Debug::NoLocking=true',
      'APT::Sandbox::User=',
      'APT::Update::Error-Mode=any',
      'Acquire::Languages=none',
    ].flatMap(setting => ['-o', setting])
    output('apt-get', [...settings, 'update'])
    output('apt-get', [...settings, 'install', '--yes', '--download-only', '--no-install-recommends', ...packages])
    const archives = join(home, 'cache/archives')
    mkdirSync(folder, { recursive: true })
    for (const file of readdirSync(archives).filter(each => each.endsWith('.deb')))
      output('dpkg', ['-x', join(archives, file), folder])
  } finally {
    rmSync(home, { recursive: true })
  }
}
