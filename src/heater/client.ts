/** An account on the NaviLink cloud and the heaters in it. */
import { randomBytes } from 'node:crypto'
import { cloudAddress, cloudKey, naviLinkCloud } from '#cloud/address'
import { Http } from '#cloud/http'
import { Link } from '#cloud/link'
import type { LinkState } from '#cloud/link-health'
import { type LinkOptions, type LinkSettings, linkSettings } from '#cloud/link-options'
import { type ProtocolMemory, ProtocolVersion, protocolMemory } from '#cloud/protocol-version'
import type { ConvertedTou, DeviceRecord, SimpleDevice, UserProfile } from '#cloud/records'
import { type AppVersion, type PushTarget, Rest } from '#cloud/rest'
import { Session, type User } from '#cloud/session'
import type { SessionStore } from '#cloud/session-store'
import { ConnectionError, UnsupportedError } from '#schema/errors'
import { type Clock, wallClock } from '#time/clock'
import { type Duration, seconds } from '#time/duration'
import { type Addressed, parseEnvelope, readEnvelope } from '#wire/envelope'
import { type Logger, redactingLogger, silentLogger } from '#wire/logger'
import { requestIds } from '#wire/request-id'
import { ClientLink } from './client-link.ts'
import { CommandQueue } from './command-queue.ts'
import { NaviLinkDevice } from './device.ts'
import { Exchange } from './exchange.ts'
import type { CallOptions } from './heater-events.ts'
import type { HeaterHost } from './heater-host.ts'
import type { HeaterLink } from './heater-link.ts'
import { heaterWishes, linkMember } from './link-member.ts'
import { checkedTimeZone, ownTimeZone } from './tou-clock.ts'

/** What a client needs to know; the e-mail is enough where a session was saved. */
export interface NaviLinkClientOptions {
  readonly email: string
  /** Not needed while a saved session is accepted. */
  readonly password?: string | undefined
  /** Another cloud than Navien's: the address of a simulated one. */
  readonly cloud?: string | URL | undefined
  /** Where the session is kept from one run to the next; by default nowhere. */
  readonly store?: SessionStore | undefined
  readonly link?: LinkOptions | undefined
  /** Nothing is ever changed: every write is refused before it is sent. */
  readonly readOnly?: boolean | undefined
  /** Where it is kept which version of MQTT was seen to work; by default nowhere. */
  readonly protocolMemory?: ProtocolMemory | undefined
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
  /** Where the heaters stand, as `America/Los_Angeles`, for what goes by the clock on the wall; by default as this machine. */
  readonly timeZone?: string | undefined
  /** 0 to 1, for the jitter of waits. */
  readonly random?: (() => number) | undefined
}

export class NaviLinkClient implements AsyncDisposable {
  readonly #rest: Rest
  readonly #session: Session
  readonly #link: ClientLink
  readonly #exchanges = new Map<Link, Exchange>()
  readonly #closing = new AbortController()
  readonly #heaters = new Map<string, NaviLinkDevice>()
  readonly #nextId: () => string
  readonly #options: Pick<
    HeaterHost,
    'clock' | 'heaterClock' | 'timeZone' | 'timeout' | 'random' | 'readOnly' | 'logger'
  >

  constructor(options: NaviLinkClientOptions) {
    const { email, password, clock = wallClock, random = Math.random, readOnly = false } = options
    const logger = redactingLogger(options.logger ?? silentLogger)
    const address = options.cloud === undefined ? naviLinkCloud : cloudAddress(options.cloud)
    const settings = linkSettings(options.link ?? {}, address)
    const { heaterClock = clock, timeout = seconds(30) } = options
    if (!(timeout > 0 && Number.isFinite(timeout))) throw new RangeError('The time-out of a client is above zero.')
    const timeZone = checkedTimeZone(options.timeZone ?? ownTimeZone())
    this.#options = { clock, heaterClock, timeZone, timeout, random, readOnly, logger }
    this.#nextId = requestIds(() => clock.now())
    this.#rest = new Rest(new Http({ address, fetch: options.fetch ?? globalThis.fetch, clock, random, logger }))
    this.#session = new Session({ rest: this.#rest, email, password, store: options.store, clock, logger })
    const protocol = new ProtocolVersion({
      choice: settings.protocol,
      cloud: cloudKey({ ...address, gateway: settings.gateway }),
      memory: options.protocolMemory ?? protocolMemory(),
      clock,
      logger,
    })
    const clientId = settings.clientId ?? `navilink-${freshTail()}`
    const queue = settings.queue === false ? undefined : new CommandQueue(settings.queue)
    this.#link = new ClientLink(
      index =>
        this.#makeLink({
          ...settings,
          protocol,
          ca: options.ca,
          clientId: index === 0 ? clientId : `${clientId}-${index}`,
        }),
      { queue, readOnly, logger },
    )
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
      const heater = known ?? new NaviLinkDevice(record, this.#hostOf(record))
      this.#heaters.set(heater.macAddress, heater)
      return heater
    })
  }

  /** The heaters of an account in short. @param owner its e-mail: an installer may ask for another's. */
  simpleDevices(owner?: string, { signal }: CallOptions = {}): Promise<readonly SimpleDevice[]> {
    return this.#session.authorised(caller => this.#rest.simpleDevices(caller, owner), signal)
  }

  /** Whether the cloud is open, and for which versions of the vendor's app. Needs no account. */
  appVersion({ signal }: CallOptions = {}): Promise<AppVersion> {
    return this.#rest.appVersion(signal)
  }

  /** What the cloud knows of the person: name, e-mail, telephone. */
  profile({ signal }: CallOptions = {}): Promise<UserProfile> {
    return this.#session.authorised(caller => this.#rest.user(caller), signal)
  }

  /**
   * Lets the vendor's cloud turn rate plans of OpenEI into the heater's form; nothing is registered by that. This
   * library's own conversion needs no account, and tells what is lost.
   */
  convertTouPlans(plans: readonly unknown[], { signal }: CallOptions = {}): Promise<readonly ConvertedTou[]> {
    return this.#session.authorised(caller => this.#rest.touPlans.convert(caller, plans), signal)
  }

  /** Registers a phone for push notifications. */
  async updatePushToken(target: PushTarget, { signal }: CallOptions = {}): Promise<void> {
    if (this.#options.readOnly) throw new UnsupportedError('This client only reads; nothing was sent.')
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

  #makeLink(
    options: Omit<LinkSettings, 'queue' | 'protocol' | 'clientId'> & {
      protocol: ProtocolVersion
      clientId: string
    } & Pick<NaviLinkClientOptions, 'ca'>,
  ): Link {
    const { clock, random, logger } = this.#options
    const exchange = new Exchange({
      now: () => clock.now(),
      send: (topic, payload, sending) => {
        logger.trace({ topic, payload }, 'Sending a message')
        return link.send(topic, payload, sending)
      },
    })
    const link: Link = new Link({
      ...options,
      session: this.#session,
      freshTail,
      clock,
      random,
      logger,
      requests: () => exchange.health,
      onMessage: (topic, payload) => this.#receive(exchange, topic, payload),
    })
    this.#exchanges.set(link, exchange)
    return link
  }

  #hostOf(record: DeviceRecord): HeaterHost {
    const { deviceType, macAddress, additionalValue, homeSeq = 0 } = record.deviceInfo
    const address: Addressed = { deviceType, macAddress, additionalValue }
    // The user's number isn't known before the first call, and doesn't change how many filters there are.
    const link = this.#link.holding(macAddress, heaterWishes(address, { homeSeq, userSeq: 0 }))
    const session = this.#session
    return {
      ...this.#options,
      exchange: this.#exchanges.get(link) as Exchange,
      link: heaterLink(link),
      queue: this.#link.queue,
      closing: this.#closing.signal,
      listen: async (heater, signal) => {
        const userSeq = await this.#userSeq(signal)
        const home = { homeSeq: heater.homeSeq, userSeq }
        link.join(linkMember(heater, home, this.#nextId))
        await link.subscribe(heaterWishes(heater, home), signal)
        return { clientId: link.clientId, userSeq }
      },
      replyAddress: async signal => ({ clientId: link.clientId, userSeq: await this.#userSeq(signal) }),
      cloud: (call, signal) => session.authorised(caller => call(this.#rest, caller), signal),
      connected: (heater, signal) =>
        session.authorised(caller => this.#rest.device.connectivity(caller, heater), signal),
    }
  }

  /** The reply topic needs it. A fresh token isn't needed for that: an open link outlives a REST service that is down. */
  async #userSeq(signal?: AbortSignal): Promise<number> {
    if (!this.#session.user) await this.#session.accessToken({ signal })
    return this.#session.user?.userSeq ?? 0
  }

  #receive(exchange: Exchange, topic: string, payload: Uint8Array): void {
    const { logger } = this.#options
    try {
      const text = Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength).toString()
      logger.trace({ topic, payload: text }, 'A message came')
      const envelope = parseEnvelope(text)
      const message = readEnvelope(topic, envelope)
      const heater = this.#heaters.get(message.macAddress ?? exchange.askedOf(message) ?? '')
      if (heater) heater.receive(message, envelope)
      else logger.debug({ topic, kind: message.kind }, 'A message of no heater in this account')
    } catch (error) {
      logger.warn({ error, topic }, 'A message could not be read')
    }
  }
}

const freshTail = () => randomBytes(8).toString('hex')

const heaterLink = (link: Link): HeaterLink => ({
  get online() {
    return link.state === 'online'
  },
  get resumed() {
    return link.resumed
  },
  onChange(listener) {
    let online = link.state === 'online'
    const changed = (state: LinkState) => {
      if (online === (state === 'online')) return
      online = !online
      listener(online)
    }
    link.on('state', changed)
    return () => link.off('state', changed)
  },
  send: (topic, payload, options) => link.send(topic, payload, options),
})
