/** Keeps one connection to the gateway alive: signs in, connects, subscribes, replaces it in time, and after an end waits and does it again. */
import { ConnectionError, NaviLinkError, ThrottledError, TimeoutError } from '#schema/errors'
import { sleep } from '#time/clock'
import { formatDuration, millis } from '#time/duration'
import { Backoff, type ReconnectConfig } from './backoff.ts'
import { Connector, type ConnectorSetup } from './connector.ts'
import { Events } from './events.ts'
import { Greetings, type LinkMember } from './greetings.ts'
import {
  codeOf,
  healthDetails,
  type LinkHealth,
  LinkRecord,
  type LinkState,
  type RequestHealth,
} from './link-health.ts'
import type { MqttConnection, PublishOptions } from './mqtt-connection.ts'
import type { MessageListener, Wish } from './subscription.ts'
import { Subscriptions } from './subscriptions.ts'
import { type Live, Succession, type SuccessionSetup } from './succession.ts'
import { WaitingRoom } from './waiting-room.ts'

export interface LinkEvents {
  /** `health.cause` is there whenever the state isn't what anybody wanted. */
  state: [state: LinkState, health: LinkHealth]
}

export interface LinkSetup extends ConnectorSetup, SuccessionSetup {
  /** `false`: one try, and no other until `connect()`. */
  readonly reconnect?: ReconnectConfig | false | undefined
  readonly requests?: (() => RequestHealth) | undefined
}

const noRequests = (): RequestHealth => ({ unanswered: 0, answerTime: undefined })
const isTransient = (error: unknown): boolean =>
  error instanceof ConnectionError || error instanceof TimeoutError || error instanceof ThrottledError

export class Link extends Events<LinkEvents> {
  readonly #setup: LinkSetup
  readonly #subscriptions: Subscriptions
  readonly #greetings: Greetings
  readonly #waiting = new WaitingRoom()
  readonly #record = new LinkRecord()
  readonly #backoff: Backoff
  readonly #connector: Connector
  readonly #succession: Succession
  readonly #stop = new AbortController()
  #state: LinkState = 'idle'
  #since: number
  #cause: Error | undefined
  #loop: Promise<void> | undefined
  #closed: Promise<void> | undefined

  /** @throws RangeError for a setting of reconnecting that makes no sense. */
  constructor(setup: LinkSetup) {
    super(setup.logger)
    const { clock, logger, random, reconnect = {} } = setup
    this.#setup = setup
    this.#since = clock.now()
    this.#connector = new Connector(setup)
    this.#subscriptions = new Subscriptions(clock, logger)
    this.#greetings = new Greetings(clock, logger)
    this.#backoff = new Backoff(reconnect === false ? { maxRetries: 0 } : reconnect, random)
    this.#succession = new Succession(setup, {
      connector: this.#connector,
      subscriptions: this.#subscriptions,
      greetings: this.#greetings,
      record: this.#record,
    })
  }

  get state(): LinkState {
    return this.#state
  }

  /** When it entered its state. */
  get since(): Date {
    return new Date(this.#since)
  }

  /** Why it isn't online, as far as known; or why it hears nothing although it is. */
  get cause(): Error | undefined {
    return this.#cause ?? (this.#state === 'online' ? this.#subscriptions.deafness : undefined)
  }

  /** Of the connection of this moment: a replaced one has another. */
  get clientId(): string {
    return this.#succession.current?.clientId ?? this.#connector.clientId
  }

  /** Whether the gateway had kept the session of this connection, and may hand out what it stored meanwhile. */
  get resumed(): boolean {
    return this.#succession.current?.sessionPresent ?? false
  }

  health(): LinkHealth {
    const { requests = noRequests } = this.#setup
    const { protocol, sessionPresent } = this.#succession.current ?? {}
    return {
      state: this.#state,
      since: this.since,
      cause: this.cause,
      code: codeOf(this.cause),
      attempt: this.#backoff.failures,
      clientId: this.clientId,
      protocol,
      sessionPresent,
      ...this.#record.report,
      ...requests(),
      subscriptions: this.#subscriptions.all,
    }
  }

  /** Resolves when it is online. Ends `gave-up` and `auth-failed`. @throws why there is no connection, or the signal's reason. */
  async connect(signal?: AbortSignal): Promise<void> {
    if (this.#state === 'gave-up' || this.#state === 'auth-failed') this.#leaveRest()
    await this.#online(signal)
  }

  /**
   * Subscribes on this connection and on every one to come. Resolves when the gateway has granted it.
   * @throws SubscriptionRefusedError when it won't; it is tried again nevertheless, ever more rarely.
   */
  async subscribe(wishes: readonly Wish[], signal?: AbortSignal, listener?: MessageListener): Promise<void> {
    this.#subscriptions.want(wishes, listener)
    await this.#online(signal)
    await this.#subscriptions.granted(wishes, signal)
    this.#stop.signal.throwIfAborted()
  }

  /** @returns whether it was the last listener, and the subscription with it. */
  unsubscribe(filter: string, listener: MessageListener): Promise<boolean> {
    return this.#subscriptions.unwant(filter, listener)
  }

  /** Tells the heater that an app is here, now and whenever this comes online. */
  join(member: LinkMember): void {
    const { current } = this.#succession
    if (this.#greetings.add(member) && this.#state === 'online' && current)
      void this.#greetings.hello(current, [member])
  }

  /** Publishes as soon as there is a connection. The signal says how long that is worth waiting for. */
  async publish(topic: string, payload: string, options: PublishOptions = {}): Promise<void> {
    const connection = await this.#online(options.signal)
    await connection.publish(topic, payload, options)
  }

  /** The same without waiting. @throws ConnectionError at once when it isn't online. */
  async send(topic: string, payload: string, options: PublishOptions = {}): Promise<void> {
    const { current } = this.#succession
    if (this.#state !== 'online' || !current)
      throw this.#explained(new ConnectionError('There is no connection to the gateway.'))
    await current.publish(topic, payload, options)
  }

  /** Leaves `auth-failed`: the account has signed in again. */
  signedIn(): void {
    if (this.#state !== 'auth-failed') return
    this.#leaveRest()
    if (this.#subscriptions.all.length > 0) this.#loop ??= this.#begin()
  }

  /** Ends it for good. Safe in any state, twice too. */
  close(): Promise<void> {
    this.#closed ??= this.#close()
    return this.#closed
  }

  async #close(): Promise<void> {
    const online = this.#state === 'online' ? this.#succession.current : undefined
    this.#enter('closing')
    this.#stop.abort(new ConnectionError('The connection was closed by this program.'))
    if (online) await this.#greetings.goodbye(online)
    await Promise.all([this.#succession.close(), this.#loop])
    this.#subscriptions.close()
    this.#enter('closed')
    this.#waiting.reject(this.#stop.signal.reason)
  }

  #online(signal?: AbortSignal): Promise<MqttConnection> {
    const { current } = this.#succession
    if (this.#stop.signal.aborted) return Promise.reject(this.#stop.signal.reason)
    if (this.#state === 'online' && current) return Promise.resolve(current)
    if (this.#state === 'auth-failed' || this.#state === 'gave-up') return Promise.reject(this.#cause)
    this.#loop ??= this.#begin()
    return this.#waiting.wait(signal, reason => this.#explained(reason))
  }

  /** A time-out alone would hide why there is no connection. */
  #explained(reason: unknown): unknown {
    if (!(reason instanceof NaviLinkError) || !this.#cause) return reason
    return new ConnectionError(`There is no connection to the gateway. ${this.#cause.message}`, {
      cause: reason,
      help: this.#cause instanceof NaviLinkError ? this.#cause.help : undefined,
    })
  }

  #leaveRest(): void {
    this.#backoff.reset()
    this.#connector.reset()
    this.#enter('idle')
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
    const { clock, logger } = this.#setup
    // Whoever gave up and is told to connect again may be quicker than the gateway takes another CONNECT.
    const { pause } = this.#connector
    if (pause > 0) await sleep(clock, pause, signal).catch(() => {})
    while (!signal.aborted) {
      let wasOnline = false
      let failure: unknown
      try {
        this.#enter('signing-in')
        const live = await this.#succession.open(this.#connector.clientId, signal, state => this.#enter(state))
        wasOnline = true
        failure = await this.#stayOnline(live, signal)
      } catch (error) {
        failure = error
      }
      if (signal.aborted) return
      const { remedy, cause } = await this.#connector.learn(failure, wasOnline)
      this.#cause = cause
      if (remedy === 'ask-a-person') return this.#rest('auth-failed', cause)
      // Who waits is told at once of what waiting is unlikely to mend.
      if (!isTransient(cause)) this.#waiting.reject(cause)
      const atOnce = remedy !== 'wait' && remedy !== 'fresh-client-id'
      const backoff = atOnce ? millis(0) : this.#backoff.next(clock.now())
      if (backoff === undefined) return this.#rest('gave-up', cause)
      const wait = millis(Math.max(backoff, this.#connector.pause))
      this.#enter('waiting')
      logger.warn(
        { cause, wait: formatDuration(wait), repeats: true },
        'The gateway connection ended; connecting again',
      )
      await sleep(clock, wait, signal).catch(() => {})
    }
  }

  /** @returns why it is over. */
  async #stayOnline(first: Live, signal: AbortSignal): Promise<Error> {
    this.#cause = undefined
    this.#record.connections++
    this.#succession.begin(first, signal)
    this.#enter('online')
    const unstable = this.#backoff.stable(this.#setup.clock, () => this.#connector.reset())
    try {
      this.#waiting.resolve(first.connection)
      return await this.#succession.end(signal)
    } finally {
      unstable()
      if (!signal.aborted) this.#record.drops++
    }
  }

  #rest(state: 'auth-failed' | 'gave-up', cause: Error): void {
    // Whoever hears of it may sign in at once and ask again, which takes a new loop.
    this.#loop = undefined
    const waiting = this.#waiting.all()
    this.#setup.logger.error({ cause }, `The link rests in ${state}; it needs a person`)
    this.#enter(state)
    for (const waiter of waiting) waiter.reject(cause)
    this.#subscriptions.giveUp(cause)
  }

  #enter(state: LinkState): void {
    if (this.#state === state) return
    // What was under way when it was closed reports no more.
    if (this.#stop.signal.aborted && state !== 'closed') return
    this.#state = state
    this.#since = this.#setup.clock.now()
    const health = this.health()
    this.#setup.logger.debug(healthDetails(health), 'The link changed its state')
    this.emit('state', state, health)
  }
}
