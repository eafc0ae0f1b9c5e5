/** nwp500-python, unmodified, in a Python environment of its own; and one run of it, which is given orders and says what it sees. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { cached, fetching, MissingPeerError, output } from './cache.ts'
import { findPython } from './python.ts'

/** By the minor version of the Python 3 that each takes: the newest, and the newest for machines of some years ago. */
const pythons = { '9.12.2': 14, '6.1.1': 11 } as const
export type Nwp500Version = keyof typeof pythons

export interface Nwp500 {
  readonly version: Nwp500Version
  readonly python: string
  /** With what Python needs to find it. */
  readonly env: Readonly<Record<string, string>>
}

/** @throws MissingPeerError in one line. */
export function findNwp500(version: Nwp500Version): Nwp500 {
  const folder = cached(`nwp500-python-${version}`)
  const python = findPython(pythons[version])
  const found = { version, python, env: { PYTHONPATH: folder, PYTHONNOUSERSITE: '1' } }
  const tell = ['-c', 'import nwp500; print(nwp500.__version__)']
  const isThere = () => output(python, tell, found).trim() === version
  try {
    if (isThere()) return found
  } catch {
    // Nothing, or a half of it of a run that was ended.
  }
  fetching(`nwp500-python ${version}, 15 MB`)
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--root-user-action', 'ignore']
  output(python, [...pip, '--only-binary', ':all:', '--upgrade', '--target', folder, `nwp500-python==${version}`])
  if (!isThere()) throw new MissingPeerError(`nwp500-python ${version} doesn't load here`)
  return found
}

export interface Authority extends Disposable {
  /** Of the server, PEM. */
  readonly cert: string
  readonly key: string
  /** What clients are told to believe, PEM. */
  readonly ca: string
  readonly caFile: string
}

/** An authority for a day, and its certificate for `hosts` and 127.0.0.1. */
export function makeAuthority(hosts: readonly string[]): Authority {
  const folder = mkdtempSync(join(tmpdir(), 'navilink-authority-'))
  const openssl = (...args: string[]) => output('openssl', args, { cwd: folder })
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
  // Python 3.13 wants the usage of a key to be told.
  const forSigning = ['-addext', 'keyUsage=critical,keyCertSign']
  openssl('req', '-x509', ...newKey, ...forSigning, ...'-keyout ca.key -out ca.pem -subj /CN=peers -days 1'.split(' '))
  openssl('req', ...newKey, ...'-keyout server.key -out server.csr -subj /CN=server'.split(' '))
  const extensions = [
    `subjectAltName=${hosts.map(host => `DNS:${host}`).join(',')},IP:127.0.0.1`,
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
    ca: readFileSync(join(folder, 'ca.pem'), 'utf8'),
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
  readonly #errors: string[] = []
  readonly #looking = new Set<() => void>()
  #ended = false

  constructor({ python, env }: Nwp500, account: { readonly email: string; readonly password: string }, caFile: string) {
    const script = join(import.meta.dirname, 'nwp500-session.py')
    this.#child = spawn(python, [script], {
      env: {
        ...process.env,
        ...env,
        NAVIEN_EMAIL: account.email,
        NAVIEN_PASSWORD: account.password,
        SSL_CERT_FILE: caFile,
      },
    })
    const { stdout, stderr } = this.#child
    if (stdout)
      createInterface(stdout).on('line', line => {
        const said: Said = JSON.parse(line)
        if (said.say === 'complaint') this.#complaints.push(String(said.text))
        else this.#said.push(said)
        this.#look()
      })
    stderr?.on('data', bytes => this.#errors.push(String(bytes)))
    this.#child.on('exit', () => {
      this.#ended = true
      this.#look()
    })
  }

  /** What it logged as a warning or worse. */
  get complaints(): readonly string[] {
    return this.#complaints
  }

  /** Gives an order: `status`, `info`, `set 120`, `mode 2`, `poll 1`, `end`. */
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
        else reject(new Error(found ? JSON.stringify(found) : `It has ended: ${this.#errors.join('').trim()}`))
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
