/** One run of nwp500-python, which is given orders and says what it sees. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Nwp500 } from './nwp500.ts'

/** Something public of the library, to be called or read. */
export interface Call {
  /** A client object, a module of functions, or the session's own `life`. */
  readonly of: string
  readonly call: string
  /** Those after the device and the callback; `{ $date: … }` and `{ $Model: … }` are built there. */
  readonly args?: readonly unknown[]
  readonly more?: Readonly<Record<string, unknown>>
  /** Which of the account's, for what takes a device; the first by default. */
  readonly heater?: number
}

/** A line of `nwp500-session.py`. */
export interface Said {
  readonly say: string
  /** A message as the library decodes it. */
  readonly told?: Readonly<Record<string, unknown>>
  readonly [more: string]: unknown
}

export interface Account {
  readonly email: string
  readonly password: string
}

export class Nwp500Session implements AsyncDisposable {
  readonly #child: ChildProcess
  readonly #said: Said[] = []
  readonly #complaints: string[] = []
  readonly #errors: string[] = []
  readonly #looking = new Set<() => void>()
  #ended = false

  constructor({ python, env }: Nwp500, { email, password }: Account, caFile: string) {
    const script = join(import.meta.dirname, 'nwp500-session.py')
    const account = { NAVIEN_EMAIL: email, NAVIEN_PASSWORD: password, OPENEI_API_KEY: 'simulated-openei-key' }
    this.#child = spawn(python, [script], { env: { ...process.env, ...env, ...account, SSL_CERT_FILE: caFile } })
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

  order(call: Call): void {
    this.#child.stdin?.write(`${JSON.stringify(call)}\n`)
  }

  /** @returns what came of it. @throws Error when the library refuses it. */
  async call(call: Call): Promise<unknown> {
    this.order(call)
    const { result } = await this.next({ say: 'done', order: call.call })
    return result
  }

  /** Nothing that was said until now matters to `next`, and nobody waits any more. */
  forget(): void {
    this.#looking.clear()
    this.#said.length = 0
    this.#complaints.length = 0
  }

  /** What was said and nobody has asked for. */
  get rest(): readonly Said[] {
    return this.#said
  }

  /**
   * The next thing that it says, said already or still to come, with everything that is `wanted` and `told`.
   * @throws Error when an order has failed, or it has ended.
   */
  next(wanted: Partial<Said>, told: Readonly<Record<string, unknown>> = {}): Promise<Said> {
    const fits = (said: Said) => agrees(said, wanted) && agrees(said.told, told)
    return new Promise((resolve, reject) => {
      const look = () => {
        const index = this.#said.findIndex(said => fits(said) || said.say === 'failed')
        const [found] = index < 0 ? [] : this.#said.splice(index, 1)
        if (!found && !this.#ended) return
        this.#looking.delete(look)
        if (found && fits(found)) resolve(found)
        else
          reject(new Error(found ? `${found.error}: ${found.text}` : `It has ended: ${this.#errors.join('').trim()}`))
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

const agrees = (has: Readonly<Record<string, unknown>> | undefined, wanted: Readonly<Record<string, unknown>>) =>
  Object.entries(wanted).every(([name, value]) => has?.[name] === value)
