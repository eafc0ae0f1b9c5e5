/** Who gets which message: the routing of the simulated AWS IoT broker, for clients and for heaters alike. */
import { topicMatches } from '#wire/topics'

export type QoS = 0 | 1

/** A connected client as the broker knows it. */
export interface Subscriber {
  readonly clientId: string
  /** Topic filter → granted QoS. */
  readonly filters: ReadonlyMap<string, QoS>
  deliver(topic: string, payload: Buffer, qos: QoS): void
  /** Another connection came with the same client id. */
  takenOver(): void
}

type Listener = (topic: string, payload: Buffer) => void

export class Broker {
  readonly #clients = new Map<string, Subscriber>()
  readonly #listeners = new Map<symbol, { readonly filter: string; readonly listener: Listener }>()

  /** Connected clients, in the order in which they came. */
  get clients(): readonly Subscriber[] {
    return [...this.#clients.values()]
  }

  /** Lets a client in; one that is here under the same id is thrown out. */
  enter(client: Subscriber): void {
    this.#clients.get(client.clientId)?.takenOver()
    this.#clients.set(client.clientId, client)
  }

  leave(client: Subscriber): void {
    if (this.#clients.get(client.clientId) === client) this.#clients.delete(client.clientId)
  }

  /** A heater's ear inside the cloud. @returns what takes it away again. */
  listen(filter: string, listener: Listener): () => void {
    const key = Symbol(filter)
    this.#listeners.set(key, { filter, listener })
    return () => this.#listeners.delete(key)
  }

  /** Delivers once to every client with a matching filter, the sender included, and then to the heaters. */
  publish(topic: string, payload: Buffer | string, qos: QoS): void {
    const bytes = typeof payload === 'string' ? Buffer.from(payload) : payload
    for (const client of this.clients) {
      let granted: QoS | undefined
      for (const [filter, most] of client.filters)
        if (topicMatches(filter, topic)) granted = granted === 1 || most === 1 ? 1 : 0
      if (granted !== undefined) client.deliver(topic, bytes, granted === 1 ? qos : 0)
    }
    for (const { filter, listener } of [...this.#listeners.values()])
      if (topicMatches(filter, topic)) listener(topic, bytes)
  }
}
