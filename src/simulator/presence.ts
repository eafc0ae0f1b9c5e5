/** AWS IoT's lifecycle events: who came, went, was refused and subscribed, on `$aws/events/…`. */
import { randomUUID } from 'node:crypto'
import { hours } from '#time/duration'
import type { Broker } from './broker.ts'
import type { Ending } from './endings.ts'

export interface Present {
  readonly clientId: string
  readonly ipAddress: string
}

/** One stay of a client, from its CONNECT to its end. */
export interface Stay {
  readonly client: Present
  readonly sessionIdentifier: string
  readonly versionNumber: number
}

interface Visits {
  number: number
  /** Undefined while the client is here. */
  left: number | undefined
}

/** AWS counts anew for a client that was away longer. */
const forgotten = hours(1)
/** Who is behind the credentials of every simulated account. */
const principalIdentifier = 'AROASIMULATED00000000:NaviLink'

export class Presence {
  readonly #broker: Broker
  readonly #now: () => number
  readonly #visits = new Map<string, Visits>()

  /** @param now of the cloud's clock. */
  constructor(broker: Broker, now: () => number) {
    this.#broker = broker
    this.#now = now
  }

  connected(client: Present): Stay {
    const versionNumber = this.#count(client.clientId)
    const stay = { client, sessionIdentifier: randomUUID(), versionNumber }
    this.#tell('presence', 'connected', stay, { ipAddress: client.ipAddress })
    return stay
  }

  disconnected(stay: Stay, { reason, byClient }: Ending) {
    const visits = this.#visits.get(stay.client.clientId)
    if (visits?.number === stay.versionNumber) visits.left = this.#now()
    this.#tell('presence', 'disconnected', stay, {
      clientInitiatedDisconnect: byClient === true,
      disconnectReason: reason,
    })
  }

  connectFailed(client: Present) {
    const stay = { client, sessionIdentifier: randomUUID(), versionNumber: 0 }
    const { ipAddress } = client
    this.#tell('presence', 'connect_failed', stay, { connectFailureReason: 'AUTHORIZATION_FAILED', ipAddress })
  }

  subscribed(stay: Stay, topics: readonly string[]) {
    this.#tell('subscriptions', 'subscribed', stay, { topics })
  }

  unsubscribed(stay: Stay, topics: readonly string[]) {
    this.#tell('subscriptions', 'unsubscribed', stay, { topics })
  }

  #tell(about: 'presence' | 'subscriptions', eventType: string, stay: Stay, more: object) {
    const { client, sessionIdentifier, versionNumber } = stay
    const { clientId } = client
    if (/[#+]/.test(clientId)) return
    const body = {
      clientId,
      timestamp: this.#now(),
      eventType,
      sessionIdentifier,
      principalIdentifier,
      ...more,
      ...(eventType !== 'connect_failed' && { versionNumber }),
    }
    const topic = `$aws/events/${about}/${eventType}/${clientId}`
    this.#broker.route({ topic, payload: Buffer.from(JSON.stringify(body)), qos: 1, retain: false })
  }

  #count(clientId: string): number {
    const now = this.#now()
    const past = (left: number | undefined) => left !== undefined && now - left > forgotten
    const visits = this.#visits.get(clientId)
    const number = visits === undefined || past(visits.left) ? 0 : visits.number + 1
    if (visits === undefined) for (const [id, { left }] of this.#visits) if (past(left)) this.#visits.delete(id)
    this.#visits.set(clientId, { number, left: undefined })
    return number
  }
}
