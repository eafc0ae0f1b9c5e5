/** Keeps one connection to the gateway alive: signs in, connects, subscribes, and after an end waits and does it again. */
import { AuthenticationError, ConnectionError, NaviLinkError, ThrottledError, TimeoutError } from '#schema/errors'
import { sleep } from '#time/clock'
import { type Duration, formatDuration, millis, minutes, seconds } from '#time/duration'
import type { Logger } from '#wire/logger'
import type { AwsCredentials } from '#wire/sigv4'
import { Events } from './events.ts'
import {
  type MqttConnection,
  type MqttConnectionOptions,
  openMqttConnection,
  SubscriptionRefusedError,
  UpgradeRefusedError,
} from './mqtt-connection.ts'
import type { Session } from './session.ts'

/** `auth-failed` is a resting state that only a new sign-in ends, `closed` the last one. */
export type LinkState =
  | 'idle'
  | 'signing-in'
  | 'connecting'
  | 'subscribing'
  | 'online'
  | 'waiting'
  | 'auth-failed'
  | 'closing'
  | 'closed'

export interface LinkEvents {
  /** `cause` is there whenever the state isn't what anybody wanted. */
  state: [state: LinkState, cause: Error | undefined]
}

export interface LinkSetup extends Omit<MqttConnectionOptions, 'credentials'> {
  readonly session: Pick<Session, 'awsCredentials'>
  readonly logger: Logger
  /** 0 to 1, for the jitter of the waits. */
  readonly random: () => number
}

const firstWait = seconds(1)
const longestWait = minutes(2)
/** A connection that lived this long was a good one: the next wait is short again. */
const stableAfter = seconds(30)

interface Waiter {
  /** Those that it wants granted. */
  readonly filters: readonly string[]
  resolve(connection: MqttConnection): void
  reject(error: unknown): void
}

const isTransient = (error: unknown): boolean =>
  error instanceof ConnectionError || error instanceof TimeoutError || error instanceof ThrottledError

export class Link extends Events<LinkEvents> {
  readonly #setup: LinkSetup
  readonly #filters = new Set<string>()
  /** What the present connection has granted. */
  #granted = new Set<string>()
  readonly #waiters = new Set<Waiter>()
  readonly #stop = new AbortController()
  #state: LinkState = 'idle'
  #since: number
  #cause: Error | undefined
  #connection: MqttConnection | undefined
  #loop: Promise<void> | undefined

  constructor(setup: LinkSetup) {
    super(setup.logger)
    this.#setup = setup
    this.#since = setup.clock.now()
  }

  get state(): LinkState {
    return this.#state
  }

  /** When it entered its state. */
  get since(): Date {
    return new Date(this.#since)
  }

  /** Why it isn't online, as far as known. */
  get cause(): Error | undefined {
    return this.#cause
  }

  get clientId(): string {
    return this.#setup.clientId
  }

  /**
   * Subscribes on this connection and on every one to come. Resolves when the gateway has granted it.
   * @throws SubscriptionRefusedError when it won't; it isn't asked for again until somebody does.
   * @internal
   */
  async subscribe(filters: readonly string[], signal?: AbortSignal): Promise<void> {
    for (const filter of filters) this.#filters.add(filter)
    const connection = await this.#online(filters, signal)
    await this.#grant(connection, filters, signal)
  }

  /** Publishes as soon as there is a connection. The signal says how long that is worth waiting for. @internal */
  async publish(topic: string, payload: string, signal?: AbortSignal): Promise<void> {
    const connection = await this.#online([], signal)
    await connection.publish(topic, payload, signal)
  }

  /** Leaves `auth-failed`: the account has signed in again. @internal */
  signedIn(): void {
    if (this.#state === 'auth-failed') this.#enter('idle')
  }

  /** Ends it for good. Safe in any state, twice too. @internal */
  async close(): Promise<void> {
    if (this.#state !== 'closed') this.#enter('closing')
    this.#stop.abort(new ConnectionError('The connection was closed by this program.'))
    await this.#connection?.close()
    await this.#loop
    this.#enter('closed')
    this.#settle(waiter => waiter.reject(this.#stop.signal.reason))
  }

  #online(filters: readonly string[], signal?: AbortSignal): Promise<MqttConnection> {
    if (this.#stop.signal.aborted) return Promise.reject(this.#stop.signal.reason)
    if (this.#connection) return Promise.resolve(this.#connection)
    if (this.#state === 'auth-failed') return Promise.reject(this.#cause)
    this.#loop ??= this.#begin()
    return new Promise((resolve, reject) => {
      const waiter: Waiter = { filters, resolve, reject }
      const aborted = () => {
        this.#waiters.delete(waiter)
        reject(this.#explained(signal?.reason))
      }
      if (signal?.aborted) return aborted()
      signal?.addEventListener('abort', aborted, { once: true })
      this.#waiters.add(waiter)
    })
  }

  /** A time-out alone would hide why there is no connection. */
  #explained(reason: unknown): unknown {
    if (!(reason instanceof NaviLinkError) || !this.#cause) return reason
    return new ConnectionError(`There is no connection to the gateway. ${this.#cause.message}`, { cause: reason })
  }

  /** In a turn of its own, for whoever hears of its first state may ask for a connection too. */
  #begin(): Promise<void> {
    const loop = Promise.resolve()
      .then(() => this.#run(this.#stop.signal))
      .finally(() => {
        if (this.#loop === loop) this.#loop = undefined
      })
    return loop
  }

  async #run(signal: AbortSignal): Promise<void> {
    const { clock, logger, session } = this.#setup
    let failures = 0
    let rejected: AwsCredentials | undefined
    while (!signal.aborted) {
      const before = rejected
      let since: number | undefined
      let credentials: AwsCredentials | undefined
      try {
        this.#enter('signing-in')
        credentials = await session.awsCredentials({ signal, rejected: before })
        rejected = undefined
        const connection = await this.#connect(credentials, signal)
        since = clock.now()
        this.#cause = await connection.closed
      } catch (error) {
        if (signal.aborted) return
        this.#cause = error instanceof Error ? error : new Error(String(error))
        if (error instanceof AuthenticationError) return this.#giveUp(error)
        if (error instanceof UpgradeRefusedError && error.status === 403) rejected = credentials
        // Who waits is told at once of what waiting is unlikely to mend.
        if (!isTransient(error)) this.#settle(waiter => waiter.reject(error))
      } finally {
        this.#connection = undefined
      }
      if (signal.aborted) return
      if (since !== undefined && clock.now() - since >= stableAfter) failures = 0
      // Credentials that the gateway refused are renewed at once, but only once.
      const wait = rejected && !before ? millis(0) : this.#backoff(failures++)
      this.#enter('waiting', this.#cause)
      logger.warn(
        { cause: this.#cause, wait: formatDuration(wait), repeats: true },
        'The gateway connection ended; connecting again',
      )
      await sleep(clock, wait, signal).catch(() => {})
    }
  }

  async #connect(credentials: AwsCredentials, signal: AbortSignal): Promise<MqttConnection> {
    this.#enter('connecting')
    const { session: _, random: __, logger: ___, ...options } = this.#setup
    const connection = await openMqttConnection({ ...options, credentials }, signal)
    this.#granted = new Set()
    const refused = new Map<string, SubscriptionRefusedError>()
    try {
      this.#enter('subscribing')
      // Somebody may want more while this waits.
      while (this.#missing(this.#filters).length > 0) await this.#grantMost(connection, refused, signal)
      signal.throwIfAborted()
    } catch (error) {
      await connection.close()
      throw error
    }
    this.#connection = connection
    this.#cause = undefined
    this.#enter('online')
    this.#settle(({ filters, resolve, reject }) => {
      const [wanted] = this.#missing(filters)
      if (wanted !== undefined && refused.has(wanted)) reject(refused.get(wanted))
      else resolve(connection)
    })
    return connection
  }

  /** What the gateway refuses keeps nobody else from going online. */
  async #grantMost(
    connection: MqttConnection,
    refused: Map<string, SubscriptionRefusedError>,
    signal: AbortSignal,
  ): Promise<void> {
    try {
      await this.#grant(connection, this.#filters, signal)
    } catch (error) {
      if (!(error instanceof SubscriptionRefusedError)) throw error
      this.#setup.logger.warn({ cause: error }, 'The gateway refused a subscription; going on without it')
      for (const filter of error.filters) refused.set(filter, error)
    }
  }

  async #grant(connection: MqttConnection, filters: Iterable<string>, signal?: AbortSignal): Promise<void> {
    const missing = this.#missing(filters)
    if (missing.length === 0) return
    const granted = this.#granted
    try {
      await connection.subscribe(missing, signal)
    } catch (error) {
      if (!(error instanceof SubscriptionRefusedError)) throw error
      for (const filter of error.filters) this.#filters.delete(filter)
      for (const filter of missing) if (!error.filters.includes(filter)) granted.add(filter)
      throw error
    }
    for (const filter of missing) granted.add(filter)
  }

  #missing(filters: Iterable<string>): string[] {
    return [...filters].filter(filter => !this.#granted.has(filter))
  }

  #giveUp(error: AuthenticationError): void {
    // Whoever hears of it may sign in at once and ask again, which takes a new loop.
    this.#loop = undefined
    const refused = this.#takeWaiters()
    this.#enter('auth-failed', error)
    for (const waiter of refused) waiter.reject(error)
  }

  #settle(how: (waiter: Waiter) => void): void {
    for (const waiter of this.#takeWaiters()) how(waiter)
  }

  #takeWaiters(): Waiter[] {
    const waiters = [...this.#waiters]
    this.#waiters.clear()
    return waiters
  }

  /** Full jitter, so that a thousand heaters don't come back in the same second. */
  #backoff(failures: number): Duration {
    return millis(this.#setup.random() * Math.min(longestWait, firstWait * 2 ** failures))
  }

  #enter(state: LinkState, cause?: Error): void {
    if (this.#state === state) return
    // What was under way when it was closed reports no more.
    if (this.#stop.signal.aborted && state !== 'closed') return
    this.#state = state
    this.#since = this.#setup.clock.now()
    this.#setup.logger.debug({ now: state }, 'The link changed its state')
    this.emit('state', state, cause)
  }
}
