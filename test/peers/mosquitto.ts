/** Eclipse Mosquitto, a second broker that is none of ours: the machine's own or Debian's package, unpacked without root. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { cached, MissingPeerError, output } from './cache.ts'

export interface Mosquitto {
  readonly path: string
  /** For the dynamic linker, where its libraries were unpacked too. */
  readonly env: Readonly<Record<string, string>>
  readonly version: string
}

export interface RunningBroker extends AsyncDisposable {
  /** `http://127.0.0.1:1884`; its gateway is any path of it. */
  readonly url: string
}

/** Debian's folder for what a person doesn't start isn't in everybody's PATH. */
const places = ['mosquitto', '/usr/sbin/mosquitto', '/usr/local/sbin/mosquitto']

/** @throws MissingPeerError in one line. */
export function findMosquitto(): Mosquitto {
  for (const path of places) {
    const found = versionOf(path, {})
    if (found) return found
  }
  const folder = cached('mosquitto')
  const unpacked = () => {
    const libraries = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter(path => /\.so(\.\d+)*$/.test(path))
      .map(path => join(folder, path, '..'))
    return versionOf(join(folder, 'usr/sbin/mosquitto'), { LD_LIBRARY_PATH: [...new Set(libraries)].join(':') })
  }
  const before = unpacked()
  if (before) return before
  unpack('mosquitto', folder)
  const after = unpacked()
  if (!after) throw new MissingPeerError("Debian's mosquitto doesn't start here")
  return after
}

/** The program answers `-h` with its version, and with 3. */
function versionOf(path: string, env: Mosquitto['env']): Mosquitto | undefined {
  if (path.includes('/') && !existsSync(path)) return undefined
  try {
    const said = output('sh', ['-c', '"$0" -h || true', path], { env })
    const [, version] = /^mosquitto version (\S+)/.exec(said) ?? []
    return version === undefined ? undefined : { path, env, version }
  } catch {
    return undefined
  }
}

/** The package, and what of its dependencies isn't installed. */
function unpack(name: string, folder: string): void {
  const depends = () =>
    output('apt-cache', ['depends', '--no-recommends', '--no-suggests', '--no-conflicts', name])
      .split('\n')
      .flatMap(line => /^ +Depends: ([\w.+-]+)$/.exec(line)?.[1] ?? [])
  if (depends().length === 0 && process.getuid?.() === 0) output('apt-get', ['update'])
  const needed = depends()
  if (needed.length === 0) throw new MissingPeerError(`apt knows no package ${name}; apt-get install it`)
  const missing = needed.filter(each => /^lib/.test(each) && !isInstalled(each))
  const packages = mkdtempSync(join(tmpdir(), 'navilink-peers-'))
  try {
    output('apt-get', ['download', name, ...missing], { cwd: packages })
    for (const file of readdirSync(packages)) output('dpkg', ['-x', join(packages, file), folder])
  } finally {
    rmSync(packages, { recursive: true })
  }
}

function isInstalled(name: string): boolean {
  try {
    return /^Status: .* installed$/m.test(output('dpkg-query', ['-s', name]))
  } catch {
    return false
  }
}

/** Ends a program when its standard input does, so that it never outlives us. */
const withUs = 'exec 3<&0; "$@" 3<&- & broker=$!; { read -r _ <&3; kill $broker; } & wait $broker'

/** Listens on a free port of loopback for WebSockets of anybody, and has topics under `cmd` and `evt` only. */
export async function startMosquitto(): Promise<RunningBroker> {
  const { path, env } = findMosquitto()
  const folder = mkdtempSync(join(tmpdir(), 'navilink-mosquitto-'))
  const port = await freePort()
  const lines = [
    // Debian's 2.0.11 doesn't start with a WebSocket listener alone.
    `listener 0 ${join(folder, 'socket')}`,
    `listener ${port} 127.0.0.1`,
    'socket_domain ipv4',
    'protocol websockets',
    'allow_anonymous true',
    `acl_file ${join(folder, 'acl')}`,
    'user root',
  ]
  writeFileSync(join(folder, 'acl'), 'topic cmd/#\ntopic evt/#\n')
  writeFileSync(join(folder, 'mosquitto.conf'), `${lines.join('\n')}\n`)
  const child = spawn('sh', ['-c', withUs, 'sh', path, '-v', '-c', join(folder, 'mosquitto.conf')], {
    env: { ...process.env, ...env },
    stdio: ['pipe', 'ignore', 'pipe'],
  })
  try {
    await running(child)
  } catch (error) {
    rmSync(folder, { recursive: true })
    throw error
  }
  return {
    url: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      if (child.exitCode === null) {
        child.stdin?.end()
        await once(child, 'exit')
      }
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Resolves when the broker says that it runs. */
function running(child: ChildProcess): Promise<void> {
  const said: string[] = []
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', () => reject(new Error(`mosquitto ended at once: ${said.join(' ')}`)))
    if (child.stderr)
      createInterface(child.stderr).on('line', line => {
        if (said.length < 50) said.push(line)
        if (/mosquitto version \S+ running/.test(line)) resolve()
      })
  })
}

/** Mosquitto can't be asked which port it was given. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
