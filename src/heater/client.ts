/** An account on the NaviLink cloud and the heaters in it. */
import { randomBytes } from 'node:crypto'
import { cloudAddress, naviLinkCloud } from '#cloud/address'
import { Http } from '#cloud/http'
import { Link } from '#cloud/link'
import { type AppVersion, type PushTarget, Rest } from '#cloud/rest'
import { Session, type User } from '#cloud/session'
import type { SessionStore } from '#cloud/session-store'
import { ConnectionError } from '#schema/errors'
import { type Clock, wallClock } from '#time/clock'
import { type Duration, formatDuration, minutes, seconds } from '#time/duration'
import { parseEnvelope, readEnvelope } from '#wire/envelope'
import { type Logger, redactingLogger, silentLogger } from '#wire/logger'
import { eventTopic, heaterFilter, replyFilters } from '#wire/topics'
import { type CallOptions, type HeaterHost, NaviLinkDevice } from './device.ts'
import { Exchange } from './exchange.ts'

export interface LinkOptions {
  /** MQTT client id; by default a random one. Two programs with one id throw each other out. */
  readonly clientId?: string | undefined
  /** 30 s to 20 min, 60 s by default: a long one hides a dead connection as long. */
  readonly keepAlive?: Duration | undefined
  /** How long connecting, a subscription or a message may stay unanswered; 30 s by default. */
  readonly operationTimeout?: Duration | undefined
}

/** The connection to the MQTT gateway: what it does, since when and why, and an event for each change. */
export type ClientLink = Pick<Link, 'state' | 'since' | 'cause' | 'clientId' | 'on' | 'once' | 'off'>

export interface NaviLinkClientOptions {
  readonly email: string
  /** Not needed while a saved session is accepted. */
  readonly password?: string | undefined
  /** Another cloud than Navien's: the address of a simulated one. */
  readonly cloud?: string | URL | undefined
  /** Where the session is kept from one run to the next; by default nowhere. */
  readonly store?: SessionStore | undefined
  readonly link?: LinkOptions | undefined
  /** How long a question to a heater may take; 30 s by default. */
  readonly timeout?: Duration | undefined
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
  readonly #link: Link
  readonly #exchange: Exchange
  readonly #closing = new AbortController()
  readonly #heaters = new Map<string, NaviLinkDevice>()
  readonly #logger: Logger
  readonly #options: { clock: Clock; heaterClock: Clock; timeout: Duration }

  constructor(options: NaviLinkClientOptions) {
    const { email, password, clock = wallClock, random = Math.random } = options
    const logger = redactingLogger(options.logger ?? silentLogger)
    const address = options.cloud === undefined ? naviLinkCloud : cloudAddress(options.cloud)
    this.#logger = logger
    this.#options = {
      clock,
      heaterClock: options.heaterClock ?? clock,
      timeout: options.timeout ?? seconds(30),
    }
    this.#rest = new Rest(new Http({ address, fetch: options.fetch ?? globalThis.fetch, clock, random, logger }))
    this.#session = new Session({ rest: this.#rest, email, password, store: options.store, clock, logger })
    this.#link = new Link({
      ...linkSetup(options.link),
      gateway: address.gateway,
      region: address.region,
      session: this.#session,
      ca: options.ca,
      clock,
      random,
      logger,
      onMessage: (topic, payload) => this.#receive(topic, payload),
    })
    this.#exchange = new Exchange({
      now: () => clock.now(),
      publish: (topic, payload, signal) => {
        logger.trace({ topic, payload }, 'Sending a message')
        return this.#link.publish(topic, payload, signal)
      },
    })
  }

  /** The connection to the MQTT gateway. It opens by itself with the first question to a heater. */
  get link(): ClientLink {
    return this.#link
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
  async signIn({ password, signal }: CallOptions & { readonly password?: string } = {}): Promise<void> {
    await this.#session.signIn({ signal, ...(password === undefined ? {} : { password }) })
    this.#link.signedIn()
  }

  /** Forgets the session, here and where it was saved. */
  async signOut({ signal }: CallOptions = {}): Promise<void> {
    await this.#session.signOut(signal)
  }

  /** The heaters of the account. One that was listed before is the same object, brought up to date. */
  async devices({ signal }: CallOptions = {}): Promise<readonly NaviLinkDevice[]> {
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
  appVersion({ signal }: CallOptions = {}): Promise<AppVersion> {
    return this.#rest.appVersion(signal)
  }

  /** Registers a phone for push notifications. */
  async updatePushToken(target: PushTarget, { signal }: CallOptions = {}): Promise<void> {
    await this.#session.authorised(caller => this.#rest.updatePushToken(caller, target), signal)
  }

  /** Ends the connection and every question under way. Safe in any state, twice too. */
  async close(): Promise<void> {
    this.#closing.abort(new ConnectionError('The client was closed by this program.'))
    await this.#link.close()
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
      closing: this.#closing.signal,
      listen: async (heater, signal) => {
        const userSeq = await this.#userSeq(signal)
        const reply = { clientId: this.#link.clientId, userSeq }
        const filters = replyFilters({ ...reply, deviceType: heater.deviceType, homeSeq: heater.homeSeq })
        await this.#link.subscribe([heaterFilter(heater), eventTopic(heater, '#'), ...filters], signal)
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

  /** The reply topic needs it. A fresh token isn't needed for that: an open link outlives a REST service that is down. */
  async #userSeq(signal: AbortSignal): Promise<number> {
    if (!this.#session.user) await this.#session.accessToken({ signal })
    return this.#session.user?.userSeq ?? 0
  }

  #receive(topic: string, payload: Uint8Array): void {
    try {
      const text = Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength).toString()
      this.#logger.trace({ topic, payload: text }, 'A message came')
      const envelope = parseEnvelope(text)
      const message = readEnvelope(topic, envelope)
      const heater = this.#heaters.get(message.macAddress ?? this.#exchange.askedOf(message) ?? '')
      if (heater) heater.receive(message, envelope)
      else this.#logger.debug({ topic, kind: message.kind }, 'A message of no heater in this account')
    } catch (error) {
      this.#logger.warn({ error, topic }, 'A message could not be read')
    }
  }
}

/** @throws RangeError for what AWS doesn't take. */
function linkSetup({ clientId, keepAlive = seconds(60), operationTimeout = seconds(30) }: LinkOptions = {}) {
  if (!(keepAlive >= seconds(30) && keepAlive <= minutes(20)))
    throw new RangeError(`The keep-alive is ${formatDuration(keepAlive)}; it must be between 30 s and 20 min.`)
  if (!(operationTimeout > 0)) throw new RangeError('The operation time-out must be above zero.')
  if (clientId !== undefined && !/^[^$+#/\s][^+#/\s]{0,127}$/.test(clientId))
    throw new RangeError('A client id is 1 to 128 characters without blanks, +, # and /, and does not begin with $.')
  return { keepAlive, operationTimeout, clientId: clientId ?? `navilink-${randomBytes(8).toString('hex')}` }
}
