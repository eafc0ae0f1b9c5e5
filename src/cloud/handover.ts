/** Which connections are listened to. While one takes over from another both hear the same messages, and each is handed on once. */

export class Handover {
  #generation = 0
  /** Those that count, the oldest first. What comes from another is too late. */
  readonly #heard: number[] = []
  /** How often each message came over each connection, while there are several. Two that say the same are two when one of them heard both. */
  readonly #counts = new Map<string, Map<number, number>>()

  /** A number for a connection that is about to come, which is heard from now on. */
  begin(): number {
    this.#heard.push(++this.#generation)
    return this.#generation
  }

  /** The connection is over. */
  end(generation: number): void {
    const index = this.#heard.indexOf(generation)
    if (index >= 0) this.#heard.splice(index, 1)
    if (this.#heard.length < 2) this.#counts.clear()
  }

  /** Whether a message is to be handed on: it is of a connection that counts, and no other has brought it. */
  isNews(generation: number, topic: string, payload: Uint8Array): boolean {
    if (!this.#heard.includes(generation)) return false
    if (this.#heard.length < 2) return true
    const key = `${topic}\0${Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength).toString('latin1')}`
    const counts = this.#counts.get(key) ?? new Map<number, number>()
    const most = Math.max(0, ...counts.values())
    const here = (counts.get(generation) ?? 0) + 1
    this.#counts.set(key, counts.set(generation, here))
    return here > most
  }
}
