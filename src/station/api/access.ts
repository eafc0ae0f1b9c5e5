/** Who is let in: anybody of this machine while there is no token, else who shows one, or the cookie that one was exchanged for. */
import type { Clock } from '#time/clock'
import { ApiError } from './api-error.ts'
import type { Caller } from './caller.ts'
import { Pace } from './pace.ts'
import type { Sessions } from './sessions.ts'
import { hashOf, sameHash, type TokenBook } from './token-book.ts'

const controlKey = 'control'

export interface AccessOptions {
  readonly tokens: TokenBook
  readonly sessions: Sessions
  /** Of the command line of the same user. */
  readonly controlToken: string
  /** Whether it is reached from this machine alone. */
  readonly loopback: boolean
  readonly wallClock: Clock
}

export class Access {
  readonly #options: AccessOptions
  readonly #controlHash: string
  /** Nobody guesses a token of 32 bytes; this keeps the noise down. */
  readonly #failures: Pace
  readonly #writes: Pace

  constructor(options: AccessOptions) {
    this.#options = options
    this.#controlHash = hashOf(options.controlToken)
    const now = () => options.wallClock.now()
    this.#failures = new Pace({ perMinute: 10, burst: 10 }, now)
    this.#writes = new Pace({ perMinute: 30, burst: 10 }, now)
  }

  /** Whether no token is asked for. */
  get open(): boolean {
    return this.#options.loopback && this.#options.tokens.list.length === 0
  }

  /** Undefined for somebody without a token where one is needed. @throws ApiError for a wrong one. */
  caller(headers: Headers, address: string): Caller | undefined {
    const { tokens, sessions } = this.#options
    const given = headers.get('authorization')
    if (given !== null) return this.bearer(/^Bearer\s+(\S+)\s*$/i.exec(given)?.[1] ?? '', address)
    const token = tokens.byId(sessions.tokenOf(headers) ?? '')
    if (token) return callerOf(token)
    return this.open ? { name: 'api', scope: 'write', key: `address ${address}` } : undefined
  }

  /** @throws ApiError for a token that isn't known. */
  bearer(secret: string, address: string): Caller {
    if (sameHash(hashOf(secret), this.#controlHash)) return { name: 'command line', scope: 'write', key: controlKey }
    const token = this.#options.tokens.bySecret(secret)
    if (token) {
      this.#options.tokens.used(token)
      return callerOf(token)
    }
    const wait = this.#failures.take(address)
    if (wait !== undefined) throw tooMany('There were too many wrong tokens.', wait)
    throw tokenNeeded('This token is not known here.')
  }

  /** Counts a write. The command line of the same user isn't counted: it could do as much without us. @throws ApiError */
  write({ key }: Caller): void {
    if (key === controlKey) return
    const wait = this.#writes.take(key)
    if (wait !== undefined) throw tooMany('There were too many changes in a short time.', wait)
  }
}

export const tokenNeeded = (message: string) => new ApiError('token-needed', message, { 'WWW-Authenticate': 'Bearer' })

const tooMany = (message: string, wait: number) => {
  const seconds = Math.ceil(wait / 1000)
  return new ApiError('too-many-requests', `${message} Wait ${seconds} s.`, { 'Retry-After': String(seconds) })
}

const callerOf = ({
  id,
  name,
  scope,
}: {
  readonly id: string
  readonly name: string
  readonly scope: Caller['scope']
}) => ({
  name: `api token ${name}`,
  scope,
  key: `token ${id}`,
  token: id,
})
