/** What a client has heard and nobody has asked for yet, and who waits for more. */

export interface InboxMessage {
  readonly topic: string
  readonly text: string
}

export class Inbox {
  readonly #kept: InboxMessage[] = []
  readonly #looking = new Set<() => void>()

  put(topic: string, payload: ArrayBuffer | Uint8Array): void {
    this.#kept.push({ topic, text: new TextDecoder().decode(payload) })
    for (const look of [...this.#looking]) look()
  }

  /** The next message, heard already or still to come, that is `wanted`; those before it stay. */
  next(wanted: (message: InboxMessage) => boolean): Promise<InboxMessage> {
    return new Promise(resolve => {
      const look = () => {
        const index = this.#kept.findIndex(wanted)
        if (index < 0) return
        this.#looking.delete(look)
        const [found] = this.#kept.splice(index, 1)
        if (found) resolve(found)
      }
      this.#looking.add(look)
      look()
    })
  }
}
