/** Who gets which message: the routing of the simulated AWS IoT, for clients and for heaters alike. */
import type { Agenda } from './agenda.ts'
import type { GatewayOptions } from './gateway-options.ts'
import type { Message, QoS } from './message.ts'
import type { Delivery } from './outbox.ts'
import { allows } from './policy.ts'
import { Retained } from './retained.ts'
import type { Session, Subscription } from './session.ts'
import { SubscriberGroup } from './subscriber-group.ts'
import { TopicIndex } from './topic-index.ts'
import { sharedFilter } from './topic-rules.ts'

type Listener = (topic: string, payload: Buffer) => void

/** How many of the heaters' last messages are remembered, to be said again. */
const remembered = 200

export class Broker {
  readonly retained = new Retained()
  readonly #setup: { readonly agenda: Agenda; readonly options: GatewayOptions; readonly random: () => number }
  readonly #subscriptions = new TopicIndex<Subscription>()
  readonly #groups = new Map<string, SubscriberGroup>()
  readonly #groupsByTopic = new TopicIndex<SubscriberGroup>()
  readonly #listeners = new TopicIndex<Listener>()
  readonly #recent: Message[] = []

  constructor(setup: { readonly agenda: Agenda; readonly options: GatewayOptions; readonly random: () => number }) {
    this.#setup = setup
  }

  subscribe(subscription: Subscription) {
    const shared = sharedFilter(subscription.filter)
    if (shared === undefined) return this.#subscriptions.add(subscription.filter, subscription)
    let group = this.#groups.get(subscription.filter)
    if (group === undefined) {
      group = new SubscriberGroup(this.#setup)
      this.#groups.set(subscription.filter, group)
      this.#groupsByTopic.add(shared.filter, group)
    }
    group.join(subscription)
  }

  unsubscribe(subscription: Subscription) {
    const shared = sharedFilter(subscription.filter)
    if (shared === undefined) return this.#subscriptions.delete(subscription.filter, subscription)
    const group = this.#groups.get(subscription.filter)
    group?.leave(subscription)
    if (!group?.isEmpty) return
    this.#groups.delete(subscription.filter)
    this.#groupsByTopic.delete(shared.filter, group)
  }

  /** A session with shared subscriptions is connected again. */
  returned(session: Session) {
    for (const filter of session.subscriptions.keys()) this.#groups.get(filter)?.wake()
  }

  /** A heater's ear inside the cloud. @returns what takes it away again. */
  listen(filter: string, listener: Listener): () => void {
    this.#listeners.add(filter, listener)
    return () => this.#listeners.delete(filter, listener)
  }

  /** What a heater says. */
  publish(topic: string, payload: Buffer | string, qos: QoS) {
    const message = { topic, payload: Buffer.from(payload as string), qos, retain: false }
    this.#recent.push(message)
    if (this.#recent.length > remembered) this.#recent.shift()
    this.route(message)
  }

  /** Delivers once to every client with a matching filter, the sender included, and then to the heaters. */
  route(message: Message) {
    const { topic, retain } = message
    if (retain) this.retained.keep(message)
    for (const [session, { qos, retainAsPublished }] of this.#receivers(message))
      session.outbox.offer({ message, qos: Math.min(qos, message.qos) as QoS, retain: retainAsPublished && retain })
    for (const group of this.#groupsByTopic.match(topic)) group.offer(message)
    for (const listener of this.#listeners.match(topic)) listener(topic, message.payload)
  }

  /** What heaters said last, the oldest first, for each client that would get it. */
  history(): ReadonlyMap<Session, readonly Delivery[]> {
    const found = new Map<Session, Delivery[]>()
    for (const message of this.#recent)
      for (const [session, { qos }] of this.#receivers(message)) {
        const delivery = { message, qos: Math.min(qos, message.qos) as QoS, retain: false }
        const earlier = found.get(session)
        if (earlier === undefined) found.set(session, [delivery])
        else earlier.push(delivery)
      }
    return found
  }

  #receivers(message: Message): Map<Session, Pick<Subscription, 'qos' | 'retainAsPublished'>> {
    const { policy } = this.#setup.options
    const found = new Map<Session, Pick<Subscription, 'qos' | 'retainAsPublished'>>()
    for (const subscription of this.#subscriptions.match(message.topic)) {
      const { session, noLocal, qos, retainAsPublished } = subscription
      if (noLocal && session.clientId === message.from) continue
      if (!allows(policy, 'receive', session.clientId, message.topic)) continue
      const other = found.get(session)
      const both = other && {
        qos: Math.max(qos, other.qos) as QoS,
        retainAsPublished: retainAsPublished || other.retainAsPublished,
      }
      found.set(session, both ?? subscription)
    }
    return found
  }
}
