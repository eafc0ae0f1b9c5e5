/** Keeps one link to the gateway: signs in, connects, subscribes, and after an end waits and does it again. */
import { AuthenticationError, ConnectionError, NaviLinkError, ThrottledError, TimeoutError } from '#schema/errors'
import { type Clock, sleep } from '#time/clock'
import { type Duration, formatDuration, millis, minutes, seconds } from '#time/duration'
import type { Logger } from '#wire/logger'
import type { AwsCredentials } from '#wire/sigv4'
import { type Link, type LinkOptions, openLink, UpgradeRefusedError } from './link.ts'
import type { Session } from './session.ts'

export type ConnectionState = 'idle' | 'connecting' | 'online' | 'waiting' | 'auth-failed' | 'closed'

export interface ConnectionOptions
  extends Pick<LinkOptions, 'gateway' | 'region' | 'clientId' | 'keepAlive' | 'operationTimeout' | 'ca'> {
  readonly session: Pick<Session, 'awsCredentials'>
  readonly clock: Clock
  /** 0 to 1, for the jitter of the waits. */
  readonly random: () => number
  readonly logger: Logger
  readonly onMessage: (topic: string, payload: Uint8Array) => void
  /** `cause` is there whenever the state isn't wanted. */
  readonly onState?: (state: ConnectionState, cause?: Error) => void
}

const firstWait = seconds(1)
const longestWait = minutes(2)
/** A connection that lived this long was a good one: the next wait is short again. */
const stableAfter = seconds(30)

interface Waiter {
  resolve(link: Link): void
  reject(error: unknown): void
}

const isTransient = (error: unknown): boolean =>
  error instanceof ConnectionError || error instanceof TimeoutError || error instanceof ThrottledError

export class Connection {
  readonly #options: ConnectionOptions
  readonly #filters = new Set<string>()
  readonly #waiters = new Set<Waiter>()
  readonly #stop = new AbortController()
  #state: ConnectionState = 'idle'
  #cause: Error | undefined
  #link: Link | undefined
  #loop: Promise<void> | undefined

  constructor(options: ConnectionOptions) {
    this.#options = options
  }

  get state(): ConnectionState {
    return this.#state
  }

  /** Why it isn't online, as far as known. */
  get cause(): Error | undefined {
    return this.#cause
  }

  /** Subscribes now and on every connection to come. Resolves when the gateway has granted it. */
  async subscribe(filters: readonly string[], signal?: AbortSignal): Promise<void> {
    const added = filters.filter(filter => !this.#filters.has(filter))
    for (const filter of added) this.#filters.add(filter)
    const online = this.#link
    const link = await this.#online(signal)
    // A link that came online after the filters were added has them already.
    if (link === online && added.length > 0) await link.subscribe(added, signal)
  }

  /** Publishes as soon as there is a connection. The signal says how long that is worth waiting for. */
  async publish(topic: string, payload: string, signal?: AbortSignal): Promise<void> {
    const link = await this.#online(signal)
    await link.publish(topic, payload, signal)
  }

  /** Ends the connection for good. Safe in any state, twice too. */
  async close(): Promise<void> {
    this.#stop.abort(new ConnectionError('The connection was closed by this program.'))
    await this.#link?.close()
    await this.#loop
    this.#enter('closed')
    this.#settle(waiter => waiter.reject(this.#stop.signal.reason))
  }

  #online(signal?: AbortSignal): Promise<Link> {
    if (this.#stop.signal.aborted) return Promise.reject(this.#stop.signal.reason)
    if (this.#link) return Promise.resolve(this.#link)
    if (this.#state === 'auth-failed') return Promise.reject(this.#cause)
    this.#loop ??= this.#run(this.#stop.signal)
    return new Promise((resolve, reject) => {
      const waiter: Waiter = { resolve, reject }
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

  async #run(signal: AbortSignal): Promise<void> {
    const { clock } = this.#options
    let failures = 0
    let rejected: AwsCredentials | undefined
    while (!signal.aborted) {
      const before = rejected
      let since: number | undefined
      let credentials: AwsCredentials | undefined
      try {
        this.#enter('connecting')
        credentials = await this.#options.session.awsCredentials({ signal, rejected: before })
        rejected = undefined
        const link = await this.#open(credentials, signal)
        since = clock.now()
        this.#cause = await link.closed
      } catch (error) {
        this.#cause = error instanceof Error ? error : new Error(String(error))
        if (error instanceof AuthenticationError) return this.#giveUp(error)
        if (error instanceof UpgradeRefusedError && error.status === 403) rejected = credentials
        // Who waits is told at once of what waiting is unlikely to mend.
        if (!isTransient(error)) this.#settle(waiter => waiter.reject(error))
      } finally {
        this.#link = undefined
      }
      if (signal.aborted) return
      if (since !== undefined && clock.now() - since >= stableAfter) failures = 0
      // Credentials that the gateway refused are renewed at once, but only once.
      const wait = rejected && !before ? millis(0) : this.#backoff(failures++)
      this.#enter('waiting', this.#cause)
      this.#options.logger.warn(
        { cause: this.#cause, wait: formatDuration(wait) },
        'The gateway connection ended; connecting again',
      )
      await sleep(clock, wait, signal).catch(() => {})
    }
  }

  async #open(credentials: AwsCredentials, signal: AbortSignal): Promise<Link> {
    const { session: _, onState: __, random: ___, ...rest } = this.#options
    const link = await openLink({ ...rest, credentials }, signal)
    try {
      const subscribed = new Set<string>()
      // Somebody may subscribe to more while this waits.
      for (
        let missing = [...this.#filters];
        missing.length > 0;
        missing = [...this.#filters].filter(f => !subscribed.has(f))
      ) {
        await link.subscribe(missing, signal)
        for (const filter of missing) subscribed.add(filter)
      }
    } catch (error) {
      await link.close()
      throw error
    }
    this.#link = link
    this.#cause = undefined
    this.#enter('online')
    this.#settle(waiter => waiter.resolve(link))
    return link
  }

  #giveUp(error: AuthenticationError): void {
    this.#enter('auth-failed', error)
    this.#settle(waiter => waiter.reject(error))
  }

  #settle(how: (waiter: Waiter) => void): void {
    for (const waiter of this.#waiters) how(waiter)
    this.#waiters.clear()
  }

  /** Full jitter, so that a thousand heaters don't come back in the same second. */
  #backoff(failures: number): Duration {
    return millis(this.#options.random() * Math.min(longestWait, firstWait * 2 ** failures))
  }

  #enter(state: ConnectionState, cause?: Error): void {
    if (this.#state === state) return
    this.#state = state
    this.#options.logger.debug({ now: state }, 'The gateway connection changed its state')
    this.#options.onState?.(state, cause)
  }
}
