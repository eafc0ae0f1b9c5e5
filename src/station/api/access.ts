/** Who is let in: anybody of this machine while there is no token, else who shows one, or the cookie that one was exchanged for. */
import type { Clock } from '#time/clock'
import type { Duration } from '#time/duration'
import { ApiError } from './api-error.ts'
import type { Caller } from './caller.ts'
import { isDirect, isLoopback } from './origin.ts'
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
  /** Names of this station, beside `localhost` and addresses of loopback. */
  readonly hosts: readonly string[]
  readonly wallClock: Clock
}

export class Access {
  readonly #options: AccessOptions
  readonly #controlHash: string
  /** Nobody guesses a token of 32 bytes; this keeps the noise down. */
  readonly #failures: Pace
  readonly #writes: Pace
  /** Whoever asks: many tokens are no reason to wear a relay out. */
  readonly #writesOfHeaters: Pace
  readonly #questions: Pace
  readonly #questionsOfHeaters: Pace
  /** Of all together, for each token has a pace of its own. */
  readonly #tokensMade: Pace

  constructor(options: AccessOptions) {
    this.#options = options
    this.#controlHash = hashOf(options.controlToken)
    const now = () => options.wallClock.now()
    this.#failures = new Pace({ perMinute: 10, burst: 10 }, now)
    this.#writes = new Pace({ perMinute: 30, burst: 10 }, now)
    this.#writesOfHeaters = new Pace({ perMinute: 30, burst: 15 }, now)
    // A page that shows twenty heaters asks each of them for something.
    this.#questions = new Pace({ perMinute: 60, burst: 30 }, now)
    this.#questionsOfHeaters = new Pace({ perMinute: 30, burst: 15 }, now)
    this.#tokensMade = new Pace({ perMinute: 2, burst: 5 }, now)
  }

  /** Whether no token is asked for. */
  get open(): boolean {
    return this.#options.loopback && this.#options.tokens.list.length === 0
  }

  /** Undefined for somebody without a token where one is needed. @throws ApiError for a wrong one. */
  caller(headers: Headers, address: string): Caller | undefined {
    const { tokens, sessions, hosts } = this.#options
    const given = headers.get('authorization')
    if (given !== null) return this.bearer(/^Bearer\s+(\S+)\s*$/i.exec(given)?.[1] ?? '', address)
    const session = sessions.of(headers)
    const token = tokens.byId(session?.token ?? '')
    if (token) return { ...callerOf(token), session: session?.id }
    return this.open && isDirect(headers, hosts) ? { name: 'api', scope: 'write', key: addressKey(address) } : undefined
  }

  /** Whether somebody who was let in once would still be. */
  stillLetIn({ key, token, session }: Pick<Caller, 'key' | 'token' | 'session'>): boolean {
    if (key === controlKey) return true
    const { tokens, sessions } = this.#options
    if (token === undefined) return this.open
    return tokens.byId(token) !== undefined && (session === undefined || sessions.isOpen(session))
  }

  /** @throws ApiError for a token that isn't known. */
  bearer(secret: string, address: string): Caller {
    if (sameHash(hashOf(secret), this.#controlHash)) return { name: 'command line', scope: 'write', key: controlKey }
    const token = this.#options.tokens.bySecret(secret)
    if (token) {
      this.#options.tokens.used(token)
      return callerOf(token)
    }
    const wait = this.#failures.take(addressKey(address))
    if (wait !== undefined) throw tooMany('There were too many wrong tokens.', wait)
    throw tokenNeeded('This token is not known here.')
  }

  /**
   * Counts a write, also for its heater. The command line of the same user isn't counted: it could do as much without us.
   * @returns takes the count back, for what was refused before anything was sent. @throws ApiError
   */
  write({ key }: Caller, heater: string | undefined): () => void {
    if (key === controlKey) return () => {}
    return counted('There were too many changes in a short time.', [
      [this.#writes, key],
      [this.#writesOfHeaters, heater],
    ])
  }

  /** Counts a question to a heater or the cloud. @throws ApiError */
  question({ key }: Caller, heater: string | undefined): void {
    if (key === controlKey) return
    counted('There were too many questions to a heater in a short time.', [
      [this.#questions, key],
      [this.#questionsOfHeaters, heater],
    ])
  }

  /** Counts a token that is made. @throws ApiError */
  tokenMade({ key }: Caller): void {
    if (key !== controlKey) counted('There were too many new tokens in a short time.', [[this.#tokensMade, 'all']])
  }
}

/** Under which somebody without a token is counted. A machine has millions of addresses of loopback. */
export const addressKey = (address: string): string =>
  `address ${isLoopback(address.replace(/^::ffff:/i, '')) ? 'of this machine' : address}`

export const tokenNeeded = (message: string) => new ApiError('token-needed', message, { 'WWW-Authenticate': 'Bearer' })

/** What one of them refuses counts nowhere. */
function counted(message: string, paces: readonly (readonly [Pace, string | undefined])[]): () => void {
  const taken: (() => void)[] = []
  const giveBack = () => {
    for (const each of taken) each()
  }
  for (const [pace, key] of paces) {
    if (key === undefined) continue
    const wait = pace.take(key)
    if (wait !== undefined) {
      giveBack()
      throw tooMany(message, wait)
    }
    taken.push(() => pace.giveBack(key))
  }
  return giveBack
}

const tooMany = (message: string, wait: Duration) => {
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
