/** As many links as topic filters need, fifty to a connection; they look like one. */
import type { Logger } from '#wire/logger'
import { Events } from './events.ts'
import type { Link, LinkEvents } from './link.ts'
import type { LinkHealth, LinkState, Traffic } from './link-health.ts'
import type { PublishOptions } from './mqtt-connection.ts'
import { awsLimits } from './mqtt-options.ts'
import type { MessageListener, Wish } from './subscription.ts'

/** How topics are listened to. */
export interface SubscribeOptions {
  /** 1 when not given: the gateway repeats what was not acknowledged. */
  readonly qos?: 0 | 1 | undefined
  readonly signal?: AbortSignal | undefined
}

/** What was asked for under a key, and where. */
interface Holding {
  readonly link: Link
  readonly filters: readonly string[]
}

export class Links extends Events<LinkEvents> {
  readonly #make: (index: number) => Link
  readonly #links: [Link, ...Link[]]
  readonly #held = new Map<string, Holding>()
  #told: LinkState = 'idle'

  constructor(make: (index: number) => Link, logger: Logger) {
    super(logger)
    this.#make = make
    const first = make(0)
    this.#links = [first]
    this.#follow(first)
  }

  /** The one that is furthest from being online. One that nobody needed so far is none of them, while others are used. */
  get #worst(): Link {
    const used = this.#links.filter(({ state }) => state !== 'idle')
    return used.find(({ state }) => state !== 'online') ?? used[0] ?? this.#links[0]
  }

  /** The state of the connection; of several, the one that is worst off. */
  get state(): LinkState {
    return this.#worst.state
  }

  /** When it entered its state. */
  get since(): Date {
    return this.#worst.since
  }

  /** Why it isn't online, as far as known. */
  get cause(): Error | undefined {
    return this.#worst.cause
  }

  /** Of the first connection. */
  get clientId(): string {
    return this.#links[0].clientId
  }

  /** What it does and how it fares. Several connections are added up; state and cause are of the one that fares worst. */
  health(): LinkHealth {
    const all = this.#links.map(link => link.health())
    const [first] = all
    if (first && all.length === 1) return first
    const total = (of: (health: LinkHealth) => number) => all.reduce((sum, health) => sum + of(health), 0)
    const carried = (way: 'sent' | 'received'): Traffic => ({
      messages: total(health => health[way].messages),
      bytes: total(health => health[way].bytes),
    })
    return {
      ...this.#worst.health(),
      clientId: this.clientId,
      connections: total(({ connections }) => connections),
      drops: total(({ drops }) => drops),
      attempts: total(({ attempts }) => attempts),
      replacements: total(({ replacements }) => replacements),
      unanswered: total(({ unanswered }) => unanswered),
      sent: carried('sent'),
      received: carried('received'),
      lastMessage: all.map(({ lastMessage }) => lastMessage).reduce((a, b) => (a && (!b || a > b) ? a : b)),
      subscriptions: all.flatMap(({ subscriptions }) => subscriptions),
    }
  }

  /** Resolves when all are online. Ends `gave-up`. @throws why there is no connection, or the signal's reason. */
  async connect({ signal }: { readonly signal?: AbortSignal | undefined } = {}): Promise<void> {
    await Promise.all(this.#links.map(link => link.connect(signal)))
  }

  /**
   * Calls back with every message on a topic that the filter matches (`+` and `#`), on this connection and on all that
   * come after it. Resolves when the gateway has granted it.
   * @throws RefusedError when it doesn't; RangeError for a filter that AWS IoT doesn't take.
   */
  async subscribe(filter: string, listener: MessageListener, { qos, signal }: SubscribeOptions = {}): Promise<void> {
    checkFilter(filter)
    const wishes = [{ filter, qos }]
    await this.holding(`filter ${filter}`, wishes).subscribe(wishes, signal, listener)
  }

  /** Ends what {@link subscribe} began for this listener. */
  async unsubscribe(filter: string, listener: MessageListener): Promise<void> {
    const key = `filter ${filter}`
    const held = this.#held.get(key)
    if (await held?.link.unsubscribe(filter, listener)) this.#held.delete(key)
  }

  /** Sends a message as soon as there is a connection. @throws RangeError for a topic that AWS IoT doesn't take. */
  async publish(topic: string, payload: string, options?: PublishOptions): Promise<void> {
    if (topic === '' || /[+#]/.test(topic)) throw new RangeError('A topic is not empty, and has neither + nor #.')
    checkSize(topic)
    await this.#links[0].publish(topic, payload, options)
  }

  /** The link on which these filters are or will be; the same one for the same key. @internal */
  holding(key: string, wishes: readonly Wish[]): Link {
    const filters = wishes.map(({ filter }) => filter)
    const link = this.#held.get(key)?.link ?? this.#links.find(link => this.#hasRoom(link, filters)) ?? this.#another()
    this.#held.set(key, { link, filters })
    return link
  }

  /** @internal */
  signedIn(): void {
    for (const link of this.#links) link.signedIn()
  }

  /** @internal */
  async close(): Promise<void> {
    await Promise.all(this.#links.map(link => link.close()))
  }

  #hasRoom(link: Link, more: readonly string[]): boolean {
    const held = [...this.#held.values()].filter(holding => holding.link === link)
    const filters = new Set([...held.flatMap(holding => holding.filters), ...more])
    return filters.size <= awsLimits.filtersPerConnection
  }

  #another(): Link {
    const link = this.#make(this.#links.length)
    this.#links.push(link)
    this.#follow(link)
    return link
  }

  #follow(link: Link): void {
    link.on('state', () => {
      const { state } = this
      if (state === this.#told) return
      this.#told = state
      this.emit('state', state, this.health())
    })
  }
}

function checkFilter(filter: string): void {
  const levels = filter.split('/')
  const sound = levels.every((level, i) => /^[^#+]*$|^\+$/.test(level) || (level === '#' && i === levels.length - 1))
  if (filter === '' || !sound)
    throw new RangeError('In a topic filter + stands for a whole level, and # for all that follow, at its end.')
  checkSize(filter)
}

function checkSize(topic: string): void {
  const { topicBytes, topicSlashes } = awsLimits
  if (new TextEncoder().encode(topic).length > topicBytes || topic.split('/').length - 1 > topicSlashes)
    throw new RangeError(`A topic or topic filter has at most ${topicBytes} bytes and ${topicSlashes} slashes.`)
}
