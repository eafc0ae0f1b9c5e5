/** An account on the NaviLink cloud and the heaters in it. */
import { randomBytes } from 'node:crypto'
import { cloudAddress, naviLinkCloud } from '#cloud/address'
import { Connection, type ConnectionState } from '#cloud/connection'
import { Http } from '#cloud/http'
import { type AppVersion, type PushTarget, Rest } from '#cloud/rest'
import { Session, type User } from '#cloud/session'
import type { SessionStore } from '#cloud/session-store'
import { type Clock, wallClock } from '#time/clock'
import { type Duration, millis, seconds } from '#time/duration'
import { parseMessage } from '#wire/envelope'
import { type Logger, redactingLogger, silentLogger } from '#wire/logger'
import { eventTopic, heaterFilter, replyFilters } from '#wire/topics'
import { type Asking, type HeaterHost, NaviLinkDevice } from './device.ts'
import { Exchange } from './exchange.ts'

export interface NaviLinkClientOptions {
  readonly email: string
  /** Not needed while a saved session is accepted. */
  readonly password?: string | undefined
  /** Another cloud than Navien's: the address of a simulated one. */
  readonly cloud?: string | URL | undefined
  /** Where the session is kept from one run to the next; by default nowhere. */
  readonly store?: SessionStore | undefined
  /** MQTT client id; by default a random one. Two programs with one id throw each other out. */
  readonly clientId?: string | undefined
  /** How long a question to a heater may take, ms; 30 s by default. */
  readonly timeout?: number | undefined
  /** Further certificate authorities for the MQTT connection, PEM. For REST, pass a `fetch` of your own. */
  readonly ca?: string | readonly string[] | undefined
  readonly fetch?: typeof globalThis.fetch | undefined
  /** Everything it is given has passed the redactor. */
  readonly logger?: Logger | undefined
  readonly clock?: Clock | undefined
  /** The clock of intervals and readings, where a simulated heater lives faster than its client. */
  readonly heaterClock?: Clock | undefined
  /** 0 to 1, for the jitter of waits. */
  readonly random?: (() => number) | undefined
}

export class NaviLinkClient implements AsyncDisposable {
  readonly #rest: Rest
  readonly #session: Session
  readonly #connection: Connection
  readonly #exchange: Exchange
  readonly #heaters = new Map<string, NaviLinkDevice>()
  readonly #clientId: string
  readonly #logger: Logger
  readonly #options: { clock: Clock; heaterClock: Clock; timeout: Duration }
  readonly #stateListeners = new Set<(state: ConnectionState, cause?: Error) => void>()

  constructor(options: NaviLinkClientOptions) {
    const { email, password, clock = wallClock, random = Math.random } = options
    const logger = redactingLogger(options.logger ?? silentLogger)
    const address = options.cloud === undefined ? naviLinkCloud : cloudAddress(options.cloud)
    this.#logger = logger
    this.#clientId = options.clientId ?? `navilink-${randomBytes(8).toString('hex')}`
    this.#options = {
      clock,
      heaterClock: options.heaterClock ?? clock,
      timeout: millis(options.timeout ?? seconds(30)),
    }
    this.#rest = new Rest(new Http({ address, fetch: options.fetch ?? globalThis.fetch, clock, random, logger }))
    this.#session = new Session({ rest: this.#rest, email, password, store: options.store, clock, logger })
    this.#connection = new Connection({
      gateway: address.gateway,
      region: address.region,
      clientId: this.#clientId,
      session: this.#session,
      keepAlive: seconds(60),
      operationTimeout: seconds(30),
      ca: options.ca,
      clock,
      random,
      logger,
      onMessage: (topic, payload) => this.#receive(topic, payload),
      onState: (state, cause) => {
        for (const listener of this.#stateListeners) listener(state, cause)
      },
    })
    this.#exchange = new Exchange({
      now: () => clock.now(),
      publish: (topic, payload, signal) => {
        logger.trace({ topic, payload }, 'Sending a message')
        return this.#connection.publish(topic, payload, signal)
      },
    })
  }

  /** What the connection to the MQTT gateway is doing. */
  get connectionState(): ConnectionState {
    return this.#connection.state
  }

  /** Calls back on every change of {@link connectionState}. The returned function ends that. */
  onConnectionState(listener: (state: ConnectionState, cause?: Error) => void): () => void {
    this.#stateListeners.add(listener)
    return () => this.#stateListeners.delete(listener)
  }

  /** Who is signed in; known once a call was made. */
  get user(): User | undefined {
    return this.#session.user
  }

  /**
   * Signs in with the password, even where a saved session would still do.
   * @param asking `password`: another one, after the first was refused.
   * @throws AuthenticationError when it is refused; the same password isn't sent twice.
   */
  async signIn({ password, signal }: Asking & { readonly password?: string } = {}): Promise<void> {
    await this.#session.signIn({ signal, ...(password === undefined ? {} : { password }) })
  }

  /** Forgets the session, here and where it was saved. */
  async signOut({ signal }: Asking = {}): Promise<void> {
    await this.#session.signOut(signal)
  }

  /** The heaters of the account. One that was listed before is the same object, brought up to date. */
  async devices({ signal }: Asking = {}): Promise<readonly NaviLinkDevice[]> {
    const records = await this.#session.authorised(caller => this.#rest.devices(caller), signal)
    return records.map(record => {
      const known = this.#heaters.get(record.deviceInfo.macAddress)
      known?.update(record)
      const heater = known ?? new NaviLinkDevice(record, this.#host)
      this.#heaters.set(heater.macAddress, heater)
      return heater
    })
  }

  /** Whether the cloud is open, and for which versions of the vendor's app. Needs no account. */
  appVersion({ signal }: Asking = {}): Promise<AppVersion> {
    return this.#rest.appVersion(signal)
  }

  /** Registers a phone for push notifications. */
  async updatePushToken(target: PushTarget, { signal }: Asking = {}): Promise<void> {
    await this.#session.authorised(caller => this.#rest.updatePushToken(caller, target), signal)
  }

  /** Ends the connection and every question under way. Safe in any state, twice too. */
  async close(): Promise<void> {
    await this.#connection.close()
    await this.#session.close()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  get #host(): HeaterHost {
    const { clock, heaterClock, timeout } = this.#options
    return {
      exchange: this.#exchange,
      logger: this.#logger,
      clock,
      heaterClock,
      timeout,
      listen: async (heater, signal) => {
        // The saved session may not be read yet, and the reply topic needs the user's number.
        await this.#session.accessToken({ signal })
        const reply = { clientId: this.#clientId, userSeq: this.#session.user?.userSeq ?? 0 }
        const filters = replyFilters({ ...reply, deviceType: heater.deviceType, homeSeq: heater.homeSeq })
        await this.#connection.subscribe([heaterFilter(heater), eventTopic(heater, '#'), ...filters], signal)
        return reply
      },
      connected: (heater, signal) =>
        this.#session.authorised(caller => this.#rest.connectivity(caller, heater), signal),
      details: (heater, signal) => this.#session.authorised(caller => this.#rest.deviceInfo(caller, heater), signal),
      firmware: (heater, signal) => this.#session.authorised(caller => this.#rest.firmware(caller, heater), signal),
      touPlan: (heater, controllerId, signal) =>
        this.#session.authorised(
          caller => this.#rest.tou(caller, heater, controllerId, this.#session.user?.userType),
          signal,
        ),
    }
  }

  #receive(topic: string, payload: Uint8Array): void {
    try {
      const text = Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength).toString()
      this.#logger.trace({ topic, payload: text }, 'A message came')
      const message = parseMessage(topic, text)
      const heater = message.macAddress === undefined ? undefined : this.#heaters.get(message.macAddress)
      if (heater) heater.receive(message, text)
      else this.#logger.debug({ topic, kind: message.kind }, 'A message of no heater in this account')
    } catch (error) {
      this.#logger.warn({ error, topic }, 'A message could not be read')
    }
  }
}
