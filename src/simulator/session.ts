/** What the simulated AWS IoT knows of a client beyond one connection: its subscriptions and what is on its way to it. */
import type { Ending } from './endings.ts'
import type { QoS } from './message.ts'
import type { Outbox } from './outbox.ts'

export interface Subscription {
  readonly session: Session
  /** As the client wrote it. */
  readonly filter: string
  readonly qos: QoS
  /** MQTT 5: its own messages don't come back to it. */
  readonly noLocal: boolean
  /** MQTT 5: deliveries keep the retain flag of the publish. */
  readonly retainAsPublished: boolean
}

/** The connection of a session. */
export interface Connected {
  end(ending: Ending): void
}

/** What happens to a session without a connection, unless the client comes back. */
export interface Absence {
  callOff(): void
  /** A will that is not said yet. */
  say(): void
}

export class Session {
  readonly clientId: string
  readonly version: 3 | 5
  readonly outbox: Outbox
  readonly subscriptions = new Map<string, Subscription>()
  connection: Connected | undefined
  /** How long it is kept when the connection is over, ms; 0 is not at all. */
  expiry: number
  /** What was planned when the client went. */
  absence: Absence | undefined

  constructor(clientId: string, version: 3 | 5, outbox: Outbox, expiry: number) {
    this.clientId = clientId
    this.version = version
    this.outbox = outbox
    this.expiry = expiry
  }
}
