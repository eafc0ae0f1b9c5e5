/** What a SUBSCRIBE and an UNSUBSCRIBE do on the simulated AWS IoT: which filters are granted, refused or fatal. */
import type { ISubscribePacket, ISubscription, IUnsubscribePacket } from 'mqtt-packet'
import { type Ending, endings } from './endings.ts'
import type { IotCore } from './iot-core.ts'
import type { QoS } from './message.ts'
import type { Delivery } from './outbox.ts'
import { allows } from './policy.ts'
import type { Session, Subscription } from './session.ts'
import { filterFault, sharedFilter } from './topic-rules.ts'

export interface Subscribed {
  /** Ends the connection. */
  readonly end?: Ending
  /** Reason codes of the SUBACK; nothing is said without them. */
  readonly granted?: readonly number[]
  /** Retained messages, for after the SUBACK. */
  readonly retained?: readonly Delivery[]
  /** Filters that were granted. */
  readonly filters?: readonly string[]
}

type Core = Pick<IotCore, 'options' | 'faults' | 'agenda' | 'broker'>

const [unspecified, denied, quota] = [0x80, 0x87, 0x97]

export function subscribe(packet: ISubscribePacket, session: Session, core: Core): Subscribed {
  const { options, faults, agenda, broker } = core
  const { subscriptions } = packet
  const { version, clientId } = session
  if (packet.properties?.subscriptionIdentifier !== undefined) return { end: endings.subscriptionIdentifier }
  if (subscriptions.length === 0) return { end: endings.protocolError }
  if (subscriptions.length > options.filtersPerPacket) {
    if (version === 3 || options.tooManyFilters === 'disconnect') return { end: endings.quota }
    return { granted: subscriptions.map(() => quota) }
  }
  if (subscriptions.some(({ qos }) => qos === 2))
    return version === 5 && options.qos2 === 'disconnect' ? { end: endings.qos } : {}

  const granted: number[] = []
  const begun: { readonly subscription: Subscription; readonly isNew: boolean; readonly handling: number }[] = []
  for (const wanted of subscriptions) {
    const verdict = judge(wanted, session, core)
    if (typeof verdict === 'object') return { end: verdict }
    granted.push(verdict)
    if (verdict >= unspecified) continue
    const isNew = !session.subscriptions.has(wanted.topic)
    if (isNew && session.subscriptions.size >= options.subscriptions) {
      if (options.tooManySubscriptions === 'disconnect') return { end: endings.quota }
      if (options.tooManySubscriptions === 'suback') granted[granted.length - 1] = version === 5 ? quota : unspecified
      continue
    }
    begun.push({ subscription: begin(wanted, session, core), isNew, handling: wanted.rh ?? 0 })
  }
  const mute = subscriptions.some(({ topic }) => faults.strike('suback-missing', { clientId, topic }))
  const retained = begun.flatMap(({ subscription, isNew, handling }) => {
    const asked = handling === 0 || (handling === 1 && isNew)
    const message = asked ? broker.retained.find(subscription.filter, agenda.now()) : undefined
    return message === undefined ? [] : [{ message, qos: Math.min(subscription.qos, message.qos) as QoS, retain: true }]
  })
  const filters = begun.map(({ subscription }) => subscription.filter)
  return { ...(!mute && { granted }), retained, filters }
}

/** The code for one filter, or what it does to the connection. */
function judge({ topic, qos, nl }: ISubscription, session: Session, { options, faults }: Core): number | Ending {
  const { clientId, version } = session
  const fault = filterFault(topic, options)
  if (fault === 'reserved') return options.reservedTopics === 'ignore' ? unspecified : endings.invalidFilter
  if (fault === 'invalid') return version === 5 ? endings.invalidFilter.code : endings.invalidFilter
  if (nl === true && sharedFilter(topic) !== undefined) return endings.protocolError
  const about = { clientId, topic }
  if (!allows(options.policy, 'subscribe', clientId, topic) || faults.strike('subscribe-denied', about))
    return version === 5 ? denied : endings.denied
  const refused = faults.strike('suback-refused', about)
  if (refused !== undefined) return version === 5 ? Math.max(unspecified, refused.code ?? unspecified) : unspecified
  return qos === 0 ? 0 : 1
}

function begin({ topic, qos, nl, rap }: ISubscription, session: Session, core: Core): Subscription {
  const { broker, agenda, options } = core
  const before = session.subscriptions.get(topic)
  const subscription = {
    session,
    filter: topic,
    qos: qos === 0 ? 0 : 1,
    noLocal: nl === true,
    retainAsPublished: rap === true,
  } as const
  session.subscriptions.set(topic, subscription)
  const match = () => {
    if (session.subscriptions.get(topic) === subscription) broker.subscribe(subscription)
    if (before !== undefined) broker.unsubscribe(before)
  }
  if (options.matchingLag > 0) agenda.after(options.matchingLag, match)
  else match()
  return subscription
}

/** @returns the reason codes of the UNSUBACK; nothing is said without them. */
export function unsubscribe({ unsubscriptions }: IUnsubscribePacket, session: Session, core: Core): readonly number[] {
  if (unsubscriptions.length > core.options.filtersPerPacket) return []
  for (const filter of unsubscriptions) {
    const subscription = session.subscriptions.get(filter)
    if (subscription === undefined) continue
    session.subscriptions.delete(filter)
    core.broker.unsubscribe(subscription)
  }
  return unsubscriptions.map(() => 0)
}
