/** The retained messages of the simulated AWS IoT: the last of each topic. */
import { hasExpired, type Message } from './message.ts'

export class Retained {
  readonly #messages = new Map<string, Message>()

  /** Keeps the message; an empty one ends what was kept. */
  keep(message: Message): void {
    this.#messages.delete(message.topic)
    if (message.payload.length > 0) this.#messages.set(message.topic, message)
  }

  /** AWS looks for the very topic: no wildcard brings a retained message. */
  find(filter: string, now: number): Message | undefined {
    const message = this.#messages.get(filter)
    if (message === undefined || !hasExpired(message, now)) return message
    this.#messages.delete(filter)
    return undefined
  }
}
