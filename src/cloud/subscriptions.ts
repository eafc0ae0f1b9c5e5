/** The topic filters that are wanted, whatever connection there is: asked for on each, eight at a time, and again alone when one fails. */
import { TimeoutError } from '#schema/errors'
import type { Clock } from '#time/clock'
import { millis, seconds } from '#time/duration'
import type { Logger } from '#wire/logger'
import { topicMatches } from '#wire/topics'
import { SubscriptionRefusedError } from './gateway-errors.ts'
import type { MqttConnection } from './mqtt-connection.ts'
import { subscribePackets } from './subscribe-packets.ts'
import { type MessageListener, Subscription, type SubscriptionState, type Wish } from './subscription.ts'

/** What became of a topic filter that was asked for. */
export type SubscriptionReport = Pick<Subscription, 'filter' | 'state' | 'cause'>

/** So long all the others wait for one that is late. */
const patience = seconds(5)

const unanswered = () => new TimeoutError('The gateway gave no answer to the subscription.')

export class Subscriptions {
  readonly #clock: Clock
  readonly #logger: Logger
  readonly #wanted = new Map<string, Subscription>()
  #connection: MqttConnection | undefined
  /** What the connection that is being replaced has granted: it counts until the next one has its own. */
  #held: ReadonlySet<Subscription> = new Set()
  #cancelRetry = () => {}

  constructor(clock: Clock, logger: Logger) {
    this.#clock = clock
    this.#logger = logger
  }

  get all(): readonly SubscriptionReport[] {
    return [...this.#wanted.values()].map(wanted => {
      const { filter, state, cause } = wanted
      return { filter, state: this.#held.has(wanted) ? 'granted' : state, cause }
    })
  }

  /** Why the gateway will send nothing: it granted not one of them. */
  get deafness(): Error | undefined {
    const all = [...this.#wanted.values()]
    return this.#some('granted') ? undefined : all.find(({ cause }) => cause !== undefined)?.cause
  }

  /** Adds what isn't there yet. A refused one is tried again at once, where that can't end the connection or a listener asks for it. */
  want(wishes: readonly Wish[], listener?: MessageListener): void {
    for (const wish of wishes) {
      const wanted = this.#wanted.get(wish.filter) ?? new Subscription(wish)
      wanted.fallback ??= wish.fallback
      const again = listener !== undefined || !(wanted.suspect || wanted.optional)
      if (wanted.state === 'refused' && again && !this.#granted(wanted)) wanted.afresh()
      if (wanted.qos < (wish.qos ?? 1)) wanted.raise()
      if (listener) wanted.listeners.add(listener)
      else wanted.own = true
      this.#wanted.set(wish.filter, wanted)
    }
    void this.#askDue()
  }

  /** Takes a listener away, and with the last one the subscription that the link itself doesn't want. @returns whether that was it. */
  async unwant(filter: string, listener: MessageListener): Promise<boolean> {
    const wanted = this.#wanted.get(filter)
    if (!wanted?.listeners.delete(listener) || wanted.listeners.size > 0) return false
    if (wanted.own) return true
    this.#wanted.delete(filter)
    wanted.settle()
    const connection = this.#connection
    if (wanted.state === 'granted') await connection?.unsubscribe([wanted.spelt(connection.clientId)])
    return true
  }

  /** Resolves when all that aren't optional are granted. @throws SubscriptionRefusedError when one is not, nor what it falls back on. */
  async granted(wishes: readonly Wish[], signal?: AbortSignal): Promise<void> {
    for (const { filter, optional } of wishes) {
      for (
        let wanted = this.#wanted.get(filter);
        wanted && !optional && !this.#granted(wanted);
        wanted = this.#wanted.get(filter)
      ) {
        const refused = this.#refusal(wanted)
        if (refused) throw refused
        await wanted.changed(signal)
      }
    }
  }

  /**
   * Asks a new connection for everything. Resolves when each was answered, or when some were and the rest is late;
   * what was not granted is tried again alone. Where it fails, the connection before it counts again.
   * @throws when the connection ends, or answers nothing.
   */
  async attach(connection: MqttConnection, signal: AbortSignal): Promise<void> {
    const before = this.#connection
    const held = [...this.#wanted.values()].filter(({ state }) => state === 'granted')
    this.#held = new Set(before ? held : [])
    this.#connection = connection
    this.#forgetGrants()
    // Where everything was refused by hanging up, the connections had another fault.
    if (this.#wanted.size > 1) this.#doubt()
    let cancel = () => {}
    const late = new Promise<void>(resolve => {
      const look = () => (this.#some('granted') ? resolve() : wait())
      const wait = () => {
        cancel = this.#clock.after(patience, look)
      }
      wait()
    })
    try {
      await Promise.race([this.#askAll(connection, signal), late])
      signal.throwIfAborted()
      if (this.#wanted.size > 0 && !this.#some('granted') && !this.#some('refused')) throw unanswered()
    } catch (error) {
      this.#connection = before
      this.#forgetGrants()
      for (const wanted of this.#held) wanted.state = 'granted'
      this.#scheduleRetry()
      throw error
    } finally {
      this.#held = new Set()
      cancel()
    }
    this.#scheduleRetry()
  }

  /** The connection is over. */
  detach(connection: MqttConnection): void {
    if (this.#connection !== connection) return
    this.#connection = undefined
    if (!this.#some('granted')) this.#doubt()
    this.#forgetGrants()
  }

  /** Hands a message to who listens to its topic. */
  deliver(topic: string, payload: Uint8Array, clientId: string): void {
    for (const wanted of this.#wanted.values()) {
      if (wanted.listeners.size === 0 || !topicMatches(wanted.spelt(clientId), topic)) continue
      for (const listener of [...wanted.listeners]) {
        try {
          listener(topic, payload)
        } catch (error) {
          this.#logger.error({ error, topic }, 'A listener threw')
        }
      }
    }
  }

  /** Nobody will ask the gateway before a person acts. */
  giveUp(cause: Error): void {
    for (const wanted of this.#wanted.values()) wanted.settle(cause)
  }

  close(): void {
    this.#connection = undefined
    this.#cancelRetry()
    for (const wanted of this.#wanted.values()) wanted.settle()
    this.#wanted.clear()
  }

  #forgetGrants(): void {
    this.#cancelRetry()
    for (const wanted of this.#wanted.values()) if (wanted.state !== 'refused') wanted.afresh()
  }

  #some(wanted: SubscriptionState): boolean {
    return [...this.#wanted.values()].some(({ state }) => state === wanted)
  }

  /** Somebody may want more while this waits. When the connection is over, what is left is for the next one. */
  async #askAll(connection: MqttConnection, signal: AbortSignal): Promise<void> {
    for (let due = this.#due(); this.#connection === connection && due.length > 0; due = this.#due())
      await this.#ask(due, signal)
  }

  #due(): Subscription[] {
    const now = this.#clock.now()
    return this.#waiting().filter(wanted => wanted.rests(now) === 0)
  }

  #waiting(): Subscription[] {
    return [...this.#wanted.values()].filter(({ state }) => state === 'wanted' || state === 'refused')
  }

  async #askDue(): Promise<void> {
    const connection = this.#connection
    if (!connection || connection.ended) return
    const due = this.#due()
    await this.#ask(due).catch(() => {})
    if (this.#connection !== connection) return
    for (const wanted of due) if (wanted.state === 'pending') wanted.state = 'wanted'
    this.#scheduleRetry()
  }

  /** All at once, except those under suspicion, which come last. @throws when the connection ends, or answers nothing. */
  async #ask(due: readonly Subscription[], signal?: AbortSignal): Promise<void> {
    const connection = this.#connection
    if (!connection) return
    const { atOnce, suspects } = subscribePackets(due)
    for (const wanted of due) wanted.state = 'pending'
    for (const groups of [atOnce, ...suspects.map(wanted => [[wanted]])]) {
      const answered = await Promise.all(groups.map(group => this.#askFor(group, connection, signal)))
      if (groups.length > 0 && !answered.includes(true) && !this.#some('granted')) throw unanswered()
    }
  }

  /** @returns whether there was an answer. */
  async #askFor(
    group: readonly Subscription[],
    connection: MqttConnection,
    signal: AbortSignal | undefined,
  ): Promise<boolean> {
    let codes: readonly number[] = []
    try {
      const [{ qos } = { qos: 1 as const }] = group
      codes = await connection.subscribe(
        group.map(wanted => wanted.spelt(connection.clientId)),
        { qos, signal },
      )
    } catch (error) {
      if (this.#connection !== connection || signal?.aborted) throw error
      if (!(error instanceof TimeoutError)) {
        this.#hungUp(group, connection)
        throw error
      }
    }
    const answered = codes.length > 0
    if (this.#connection !== connection) return answered
    for (const [index, wanted] of group.entries()) {
      const code = codes[index]
      if (this.#wanted.get(wanted.filter) !== wanted) this.#leave(wanted, connection)
      else if (code === undefined) this.#failed(wanted, unanswered(), 'wanted')
      else if (code < 0x80) this.#grant(wanted)
      else this.#failed(wanted, new SubscriptionRefusedError([wanted.filter], code), 'refused')
    }
    return answered
  }

  /** It was given up before the gateway answered. */
  #leave(wanted: Subscription, connection: MqttConnection): void {
    if (!this.#wanted.has(wanted.filter)) connection.unsubscribe([wanted.spelt(connection.clientId)]).catch(() => {})
  }

  /** MQTT 3.1.1 has no other way to refuse. Twice alone is no accident, as long as others are granted. */
  #hungUp(group: readonly Subscription[], { protocol }: MqttConnection): void {
    const [alone] = group
    const accused = group.length === 1 && alone?.suspect
    for (const wanted of group) Object.assign(wanted, { suspect: protocol !== '5', state: 'wanted' })
    if (!accused || ++alone.failures < 2) return
    alone.proven = this.#some('granted')
    this.#failed(alone, new SubscriptionRefusedError([alone.filter], 0x80), 'refused')
  }

  /** What was refused without a proof is asked for again. */
  #doubt(): void {
    for (const wanted of this.#wanted.values()) if (wanted.doubtful) wanted.afresh()
  }

  #grant(wanted: Subscription): void {
    wanted.grant()
    this.#settleThose(wanted)
    this.#doubt()
  }

  #failed(wanted: Subscription, cause: Error, state: 'wanted' | 'refused'): void {
    wanted.fail(cause, state, this.#clock.now())
    this.#logger.warn({ cause, filter: wanted.filter }, 'A subscription was not granted; it is tried again alone')
    if (state === 'refused' && wanted.fallback !== undefined) this.want([{ filter: wanted.fallback }])
    this.#settleThose(wanted)
    this.#scheduleRetry()
  }

  /** Those that fall back on it. */
  #settleThose({ filter }: Subscription): void {
    for (const other of this.#wanted.values()) if (other.fallback === filter) other.settle()
  }

  #granted(wanted: Subscription): boolean {
    const instead = wanted.fallback === undefined ? undefined : this.#wanted.get(wanted.fallback)
    return [wanted, instead].some(one => one !== undefined && (one.state === 'granted' || this.#held.has(one)))
  }

  #refusal({ state, cause, fallback }: Subscription): Error | undefined {
    if (state !== 'refused') return undefined
    const instead = fallback === undefined ? undefined : this.#wanted.get(fallback)
    return instead === undefined || instead.state === 'refused' ? cause : undefined
  }

  #scheduleRetry(): void {
    this.#cancelRetry()
    this.#cancelRetry = () => {}
    if (!this.#connection) return
    const now = this.#clock.now()
    const rests = this.#waiting().map(wanted => wanted.rests(now))
    if (rests.length > 0) this.#cancelRetry = this.#clock.after(millis(Math.min(...rests)), () => void this.#askDue())
  }
}
