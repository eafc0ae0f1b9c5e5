/** nwp500-python, unmodified, in a Python environment of its own; and one run of it, which is given orders and says what it sees. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { cached, MissingPeerError, output } from './cache.ts'

/** The newest that runs on Python 3.11; from 9 on it takes 3.14. */
export const nwp500Version = '6.1.1'

export interface Nwp500 {
  readonly python: string
  readonly version: string
}

/** @throws MissingPeerError in one line. */
export function findNwp500(): Nwp500 {
  const folder = cached(`nwp500-python-${nwp500Version}`)
  const python = join(folder, 'bin/python')
  const version = () => output(python, ['-c', 'import nwp500; print(nwp500.__version__)']).trim()
  if (existsSync(python))
    try {
      return { python, version: version() }
    } catch {
      // Half an environment, of a run that was ended.
    }
  const [major = 0, minor = 0] = output('python3', ['-c', 'import sys; print(*sys.version_info[:2])'])
    .split(' ')
    .map(Number)
  if (major !== 3 || minor < 11) throw new MissingPeerError(`python3 is ${major}.${minor}; it takes 3.11 or newer`)
  output('python3', ['-m', 'venv', '--clear', folder])
  output(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', `nwp500-python==${nwp500Version}`])
  return { python, version: version() }
}

export interface Authority extends Disposable {
  /** Of the server, PEM. */
  readonly cert: string
  readonly key: string
  /** What clients are told to believe. */
  readonly caFile: string
}

/** An authority for a day, and its certificate for `hosts`. */
export function makeAuthority(hosts: readonly string[]): Authority {
  const folder = mkdtempSync(join(tmpdir(), 'navilink-authority-'))
  const openssl = (...args: string[]) => output('openssl', args, { cwd: folder })
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
  // Python 3.13 wants the usage of a key to be told.
  const forSigning = ['-addext', 'keyUsage=critical,keyCertSign']
  openssl('req', '-x509', ...newKey, ...forSigning, ...'-keyout ca.key -out ca.pem -subj /CN=peers -days 1'.split(' '))
  openssl('req', ...newKey, ...'-keyout server.key -out server.csr -subj /CN=server'.split(' '))
  const extensions = [
    `subjectAltName=${hosts.map(host => `DNS:${host}`).join(',')}`,
    'basicConstraints=CA:FALSE',
    'keyUsage=critical,digitalSignature',
    'subjectKeyIdentifier=hash',
    'authorityKeyIdentifier=keyid',
  ]
  writeFileSync(join(folder, 'extensions'), extensions.join('\n'))
  const signed = '-req -in server.csr -out server.pem -CA ca.pem -CAkey ca.key -CAcreateserial -days 1'
  openssl('x509', ...signed.split(' '), '-extfile', 'extensions')
  return {
    cert: readFileSync(join(folder, 'server.pem'), 'utf8'),
    key: readFileSync(join(folder, 'server.key'), 'utf8'),
    caFile: join(folder, 'ca.pem'),
    [Symbol.dispose]: () => rmSync(folder, { recursive: true }),
  }
}

/** A line of `nwp500-session.py`. */
export interface Said {
  readonly say: string
  readonly [more: string]: unknown
}

export class Nwp500Session implements AsyncDisposable {
  readonly #child: ChildProcess
  readonly #said: Said[] = []
  readonly #complaints: string[] = []
  readonly #looking = new Set<() => void>()
  #ended = false

  constructor({ python }: Nwp500, account: { readonly email: string; readonly password: string }, caFile: string) {
    const script = join(import.meta.dirname, 'nwp500-session.py')
    this.#child = spawn(python, [script], {
      env: { ...process.env, NAVIEN_EMAIL: account.email, NAVIEN_PASSWORD: account.password, SSL_CERT_FILE: caFile },
    })
    const { stdout, stderr } = this.#child
    if (stdout)
      createInterface(stdout).on('line', line => {
        this.#said.push(JSON.parse(line))
        this.#look()
      })
    stderr?.on('data', bytes => this.#complaints.push(String(bytes)))
    this.#child.on('exit', () => {
      this.#ended = true
      this.#look()
    })
  }

  /** Gives an order: `status`, `set 120`, `mode 2`. */
  order(text: string): void {
    this.#child.stdin?.write(`${text}\n`)
  }

  /** The next thing that it says, said already or still to come, with everything that is `wanted`. @throws Error when an order has failed, or it has ended. */
  next(wanted: Partial<Said>): Promise<Said> {
    const fits = (said: Said) => Object.entries(wanted).every(([name, value]) => said[name] === value)
    return new Promise((resolve, reject) => {
      const look = () => {
        const index = this.#said.findIndex(said => fits(said) || said.say === 'failed')
        const [found] = index < 0 ? [] : this.#said.splice(index, 1)
        if (!found && !this.#ended) return
        this.#looking.delete(look)
        if (found && fits(found)) resolve(found)
        else reject(new Error(found ? JSON.stringify(found) : `It has ended: ${this.#complaints.join('').trim()}`))
      }
      this.#looking.add(look)
      look()
    })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#ended) return
    this.#child.kill('SIGKILL')
    await once(this.#child, 'exit')
  }

  #look(): void {
    for (const look of [...this.#looking]) look()
  }
}
