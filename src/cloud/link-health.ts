/** What a link tells of itself: its state and why, what it carried, and how its requests fare. */
import type { Duration } from '#time/duration'
import type { MqttVersion } from './gateway-errors.ts'
import type { MqttConnection } from './mqtt-connection.ts'
import type { SubscriptionReport } from './subscriptions.ts'

/**
 * `auth-failed` and `gave-up` are resting states that a person ends, the first by signing in, the second by `connect()`;
 * `closed` is the last one.
 */
export type LinkState =
  | 'idle'
  | 'signing-in'
  | 'connecting'
  | 'subscribing'
  | 'online'
  | 'waiting'
  | 'auth-failed'
  | 'gave-up'
  | 'closing'
  | 'closed'

/** Messages, and the bytes of their payloads. */
export interface Traffic {
  readonly messages: number
  readonly bytes: number
}

/** How questions to heaters fare. */
export interface RequestHealth {
  /** Open at this moment. */
  readonly unanswered: number
  /** How long the last answer took. */
  readonly answerTime: Duration | undefined
}

export interface LinkHealth extends RequestHealth {
  readonly state: LinkState
  /** When it entered its state. */
  readonly since: Date
  /** Why the last connection ended or couldn't be had; undefined while all is well. */
  readonly cause: Error | undefined
  /** Of the cause: an HTTP status, a reason code of MQTT, a code of the cloud. */
  readonly code: number | undefined
  /** Tries since the last good connection. */
  readonly attempt: number
  readonly clientId: string
  readonly protocol: MqttVersion | undefined
  /** Whether the gateway still knew this client when it came. */
  readonly sessionPresent: boolean | undefined
  /** How often it came online. */
  readonly connections: number
  /** How often it was lost. */
  readonly drops: number
  /** How often it was tried. */
  readonly attempts: number
  /** Connections that were replaced before their end. */
  readonly replacements: number
  readonly sent: Traffic
  readonly received: Traffic
  readonly lastMessage: Date | undefined
  readonly credentialsEnd: Date | undefined
  readonly subscriptions: readonly SubscriptionReport[]
}

/** The same for a line of the log. Its `state` goes by another name there: a house has a state too, which no log shows. */
export function healthDetails({ state, cause: _, since: __, subscriptions, sent, received, ...rest }: LinkHealth) {
  const granted = subscriptions.filter(subscription => subscription.state === 'granted').length
  return {
    link: state,
    ...rest,
    sent: `${sent.messages}/${sent.bytes}`,
    received: `${received.messages}/${received.bytes}`,
    granted: `${granted}/${subscriptions.length}`,
  }
}

/** The counting part of it. */
export class LinkRecord {
  connections = 0
  drops = 0
  attempts = 0
  replacements = 0
  credentialsEnd: number | undefined
  #lastMessage: number | undefined
  readonly #past: Record<'sent' | 'received', Traffic> = {
    sent: { messages: 0, bytes: 0 },
    received: { messages: 0, bytes: 0 },
  }
  readonly #open = new Set<MqttConnection>()

  heard(now: number): void {
    this.#lastMessage = now
  }

  /** Counts what the connection carries, also after its end. */
  opened(connection: MqttConnection): void {
    this.#open.add(connection)
    void connection.closed.then(() => {
      for (const way of ['sent', 'received'] as const) this.#past[way] = sum(this.#past[way], connection[way])
      this.#open.delete(connection)
    })
  }

  get report() {
    const { connections, drops, attempts, replacements } = this
    const carried = (way: 'sent' | 'received') =>
      [...this.#open].reduce<Traffic>((total, connection) => sum(total, connection[way]), this.#past[way])
    return {
      connections,
      drops,
      attempts,
      replacements,
      sent: carried('sent'),
      received: carried('received'),
      lastMessage: dateOf(this.#lastMessage),
      credentialsEnd: dateOf(this.credentialsEnd),
    }
  }
}

const sum = (a: Traffic, b: Traffic): Traffic => ({ messages: a.messages + b.messages, bytes: a.bytes + b.bytes })
const dateOf = (at: number | undefined) => (at === undefined ? undefined : new Date(at))

/** The number that says most about an error. */
export function codeOf(error: Error | undefined): number | undefined {
  const { status, code, failCode } = (error ?? {}) as Record<'status' | 'code' | 'failCode', unknown>
  return [status, code, failCode].find(value => typeof value === 'number')
}
