/** The signed-in account: gives tokens and AWS credentials that are fresh, renews them once for all who ask, and keeps them. */
import { AuthenticationError, ConnectionError, NaviLinkError, RefusedError } from '#schema/errors'
import { abortable } from '#time/abort'
import { type Clock, deadline } from '#time/clock'
import { type Logger, redactingLogger } from '#wire/logger'
import type { AwsCredentials } from '#wire/sigv4'
import { Renewal } from './renewal.ts'
import { unauthorised } from './reply.ts'
import type { Caller, Rest } from './rest.ts'
import { emptySession, type Need, postponed, type SavedSession, serves } from './saved-session.ts'
import { memorySessionStore, type SessionStore } from './session-store.ts'

export interface SessionOptions {
  readonly rest: Rest
  /** Blanks around it are taken off, around the password too. */
  readonly email: string
  /** Only for the first sign-in and where the cloud takes nothing else any more. */
  readonly password?: string | undefined
  /** In memory when not given. */
  readonly store?: SessionStore | undefined
  readonly clock: Clock
  readonly logger: Logger
}

/** Who is signed in, as the cloud numbers people. */
export interface User {
  readonly userSeq: number
  /** `O` owner, `M` member, others are installers. */
  readonly userType: string
}

export interface ExpiringAwsCredentials extends AwsCredentials {
  /** ms since 1970 */
  readonly expiresAt: number
  /** From then on asking for them brings new ones, ms since 1970. */
  readonly renewAt: number
}

export class Session {
  /** The account, which the cloud calls `userId`. */
  readonly email: string
  readonly #clock: Clock
  readonly #logger: Logger
  readonly #store: SessionStore
  readonly #renewal: Renewal
  readonly #stop = new AbortController()
  readonly #flights = new Map<string, Promise<void>>()
  #turn: Promise<void> = Promise.resolve()
  #loaded: Promise<void> | undefined
  #current: SavedSession | undefined

  /** @throws NaviLinkError without an e-mail. */
  constructor(options: SessionOptions) {
    const session = this
    this.email = options.email.trim()
    if (!this.email)
      throw new NaviLinkError('An e-mail is needed: the one of the NaviLink account.', { help: 'wrong-setting' })
    this.#clock = options.clock
    this.#logger = redactingLogger(options.logger)
    this.#store = options.store ?? memorySessionStore()
    this.#renewal = new Renewal({
      rest: options.rest,
      email: this.email,
      password: options.password?.trim() || undefined,
      clock: options.clock,
      keeper: {
        get current() {
          return session.#current
        },
        keep: renewed => session.#keep(renewed),
      },
    })
  }

  /** Known once a call was made: it comes with a sign-in, or with the saved session. */
  get user(): User | undefined {
    return this.#current?.user
  }

  /**
   * An access token that lives for five more minutes at least, when the cloud can be reached.
   * @param asking `rejected`: a token that the cloud didn't take although it wasn't old.
   * @throws AuthenticationError (final, until there is another password), ConnectionError, TimeoutError,
   * ThrottledError, RefusedError, ProtocolError, or the signal's reason.
   */
  async accessToken({
    signal,
    rejected,
  }: {
    signal?: AbortSignal | undefined
    rejected?: string
  } = {}): Promise<string> {
    const { access } = await this.#provide({ part: 'access', rejected }, signal)
    return present(access?.token)
  }

  /**
   * Credentials for the gateway, renewed without the password as long as the cloud does that.
   * @param asking `rejected`: what the gateway refused with a 403. It is renewed, unless somebody else already did.
   * @throws as {@link accessToken}; ProtocolError when the cloud gives this account none.
   */
  async awsCredentials({
    signal,
    rejected,
  }: {
    signal?: AbortSignal | undefined
    rejected?: AwsCredentials | undefined
  } = {}): Promise<ExpiringAwsCredentials> {
    const { aws } = await this.#provide({ part: 'aws', rejected }, signal)
    const { accessKeyId, secretKey, sessionToken, expiresAt, renewAt } = present(aws)
    return { accessKeyId, secretKey, sessionToken, expiresAt, renewAt }
  }

  /** Makes a call with the access token; once more with a new one when the cloud doesn't take it any more. */
  async authorised<T>(call: (caller: Caller) => Promise<T>, signal?: AbortSignal): Promise<T> {
    const token = await this.accessToken({ signal })
    const ending = deadline(this.#clock, undefined, () => this.#stop.signal.reason, signal, this.#stop.signal)
    const caller = { email: this.email, userType: this.user?.userType, signal: ending.signal }
    try {
      return await call({ ...caller, token }).catch(async error => {
        if (!(error instanceof RefusedError) || error.failCode !== unauthorised) throw error
        return call({ ...caller, token: await this.accessToken({ signal, rejected: token }) })
      })
    } finally {
      ending.done()
    }
  }

  /** Signs in by the password, whatever is saved. One request; a password that was refused before isn't sent again. */
  async signIn({ password, signal }: { password?: string; signal?: AbortSignal | undefined } = {}): Promise<void> {
    this.#check(signal)
    if (password?.trim()) this.#renewal.password = password.trim()
    await abortable(this.#load(), signal)
    await abortable(
      this.#flight('sign-in', () => this.#renewal.signIn(this.#stop.signal)),
      signal,
    )
  }

  /** Forgets the tokens, the saved ones too. The cloud itself has no such call. */
  async signOut(signal?: AbortSignal): Promise<void> {
    this.#check(signal)
    const forget = async () => {
      this.#current = undefined
      await this.#store.clear()
    }
    await abortable(this.#flight('sign-out', forget), signal)
  }

  /** Ends what is under way. What was saved stays saved. Safe in any state, twice too. */
  async close(): Promise<void> {
    this.#stop.abort(new ConnectionError('The session was closed by this program.'))
    await Promise.allSettled([this.#loaded, ...this.#flights.values()])
  }

  async #provide(need: Need, signal: AbortSignal | undefined): Promise<SavedSession> {
    this.#check(signal)
    await abortable(this.#load(), signal)
    // A renewal that was already under way may have been for another rejection than ours.
    for (let round = 0; round < 2 && !this.#has(need); round++)
      await abortable(
        this.#flight(need.part, () => this.#renew(need)),
        signal,
      )
    // A refused token that came back as it was is given all the same: its next refusal says more than we could.
    return this.#current ?? emptySession(this.email)
  }

  #has(need: Need): boolean {
    return serves(this.#current, need, this.#clock.now())
  }

  #check(signal: AbortSignal | undefined): void {
    this.#stop.signal.throwIfAborted()
    signal?.throwIfAborted()
  }

  /** One of each kind at a time, and none beside another. It belongs to nobody: who gives up waiting doesn't end it for the others. */
  #flight(kind: string, work: () => Promise<void>): Promise<void> {
    const underWay = this.#flights.get(kind)
    if (underWay) return underWay
    const exclusive = async () => {
      this.#stop.signal.throwIfAborted()
      await this.#store.exclusively(work, this.#stop.signal)
    }
    const flight = this.#turn.then(exclusive).finally(() => this.#flights.delete(kind))
    this.#flights.set(kind, flight)
    this.#turn = flight.catch(() => {})
    return flight
  }

  async #renew(need: Need): Promise<void> {
    await this.#adopt()
    if (this.#has(need)) return
    const before = this.#clock.now()
    try {
      await this.#renewal.run(need, this.#stop.signal)
      this.#logger.debug({ part: need.part, ms: this.#clock.now() - before }, 'The session was renewed')
    } catch (error) {
      // Renewing began ahead of time, so what we hold may serve a while yet.
      const later = this.#current && postponed(this.#current, need.part, this.#clock.now())
      const serving = later && serves(later, need, this.#clock.now())
      if (!serving || this.#stop.signal.aborted || error instanceof AuthenticationError) throw error
      this.#current = later
      this.#logger.warn(
        { part: need.part, cause: error },
        'The session can not be renewed yet; the old one still holds',
      )
    }
  }

  /** Another process may have renewed what we share. */
  async #adopt(): Promise<void> {
    const saved = await this.#store.load()
    // Whoever changes the e-mail may have kept the store.
    if (saved?.email.trim().toLowerCase() !== this.email.toLowerCase()) return
    if (saved.renewedAt > (this.#current?.renewedAt ?? 0)) this.#current = saved
  }

  #load(): Promise<void> {
    this.#loaded ??= this.#adopt().catch(error => {
      this.#loaded = undefined
      throw error
    })
    return this.#loaded
  }

  async #keep(session: SavedSession): Promise<void> {
    this.#current = session
    try {
      await this.#store.save(session)
    } catch (cause) {
      this.#logger.warn({ cause }, 'The session can not be saved, so the next start will have to sign in')
    }
  }
}

function present<T>(value: T | undefined): T {
  if (value === undefined) throw new ConnectionError('The account was signed out while it was asked for.')
  return value
}
