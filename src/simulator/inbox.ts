/** What comes in from one client: each PUBLISH against AWS's rules, its limits and the policy. */
import type { IPublishPacket } from 'mqtt-packet'
import { Allowance } from './allowance.ts'
import { type Ending, endings, tooLarge } from './endings.ts'
import type { IotCore } from './iot-core.ts'
import { type Message, travelling } from './message.ts'
import { allows } from './policy.ts'
import { type TopicFault, topicFault } from './topic-rules.ts'

/** What becomes of a PUBLISH; nothing of all this when it is ignored in silence. */
export interface Taken {
  /** Ends the connection. */
  readonly end?: Ending
  /** Reason code of the PUBACK. */
  readonly puback?: number
  readonly message?: Message
}

const ignored: Taken = {}

type Core = Pick<IotCore, 'options' | 'faults' | 'agenda'>

export class Inbox {
  readonly #core: Core
  readonly #clientId: string
  readonly #version: 3 | 5
  readonly #rate: Allowance
  readonly #aliases = new Map<number, string>()
  /** Packet ids of accepted messages whose PUBACK was kept back. */
  readonly #unacknowledged = new Set<number>()

  constructor(core: Core, clientId: string, version: 3 | 5) {
    this.#core = core
    this.#clientId = clientId
    this.#version = version
    this.#rate = new Allowance(core.options.publishesPerSecond, () => core.agenda.now())
  }

  take(packet: IPublishPacket): Taken {
    const { options, faults, agenda } = this.#core
    const { qos, retain, messageId = 0, properties } = packet
    const payload = Buffer.isBuffer(packet.payload) ? packet.payload : Buffer.from(packet.payload)
    const topic = this.#topicOf(packet)
    if (typeof topic !== 'string') return { end: topic }
    if (qos !== 0 && messageId === 0) return { end: endings.malformed }
    if (properties?.subscriptionIdentifier !== undefined) return { end: endings.protocolError }
    if (qos === 2) return this.#version === 5 && options.qos2 === 'disconnect' ? { end: endings.qos } : ignored
    const fault = topicFault(topic, options)
    if (fault !== undefined) return this.#badTopic(fault, qos)
    if (retain && topic.startsWith('$')) return { end: endings.invalidTopic }
    if (payload.length > options.payloadBytes) return { end: tooLarge(options.oversizeCode) }
    if (!this.#rate.take()) return ignored
    const about = { clientId: this.#clientId, topic }
    if (!this.#mayPublish(topic, retain) || faults.strike('publish-denied', about)) return this.#denied(qos)
    const extra = travelling(properties, options, agenda.now())
    if (extra === undefined || /[#+]/.test(properties?.responseTopic ?? '')) return { end: endings.protocolError }
    const full = this.#unacknowledged.size >= options.inFlight && !this.#unacknowledged.has(messageId)
    if (qos === 1 && full) return this.#version === 5 ? { end: endings.receiveMaximum } : ignored
    const message = { topic, payload, qos, retain, from: this.#clientId, ...extra }
    if (qos === 0) return { message }
    if (faults.strike('puback-missing', about)) {
      this.#unacknowledged.add(messageId)
      return { message }
    }
    this.#unacknowledged.delete(messageId)
    return { message, puback: 0 }
  }

  /** What an alias stands for, or what is wrong with it. */
  #topicOf({ topic, properties }: IPublishPacket): string | Ending {
    const alias = properties?.topicAlias
    if (alias === undefined) return topic === '' && this.#version === 5 ? endings.protocolError : topic
    if (!(alias >= 1 && alias <= this.#core.options.topicAliases)) return endings.topicAlias
    if (topic !== '') this.#aliases.set(alias, topic)
    return this.#aliases.get(alias) ?? endings.protocolError
  }

  #badTopic(fault: TopicFault, qos: 0 | 1): Taken {
    const { badTopic, reservedTopics } = this.#core.options
    if (fault === 'reserved' && reservedTopics === 'ignore') return ignored
    const told = fault === 'invalid' && this.#version === 5 && qos === 1 && badTopic === 'puback'
    return told ? { puback: endings.invalidTopic.code } : { end: endings.invalidTopic }
  }

  #mayPublish(topic: string, retain: boolean): boolean {
    const { policy } = this.#core.options
    const may = (action: 'publish' | 'retain') => allows(policy, action, this.#clientId, topic)
    return may('publish') && (!retain || may('retain'))
  }

  #denied(qos: 0 | 1): Taken {
    if (this.#version === 3) return { end: endings.denied }
    if (qos === 1) return { puback: endings.denied.code }
    return this.#core.options.deniedQos0 === 'drop' ? ignored : { end: endings.denied }
  }
}
