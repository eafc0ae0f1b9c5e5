/** How often a client id may connect: AWS takes one CONNECT a second. */
import type { Duration } from '#time/duration'

/** What is older than the interval is thrown away when there is more than this. */
const many = 256

export class ConnectPace {
  readonly #interval: Duration
  readonly #now: () => number
  readonly #last = new Map<string, number>()

  constructor(interval: Duration, now: () => number) {
    this.#interval = interval
    this.#now = now
  }

  /** Whether it may connect now; if so, this counts. */
  allows(clientId: string): boolean {
    if (this.#interval <= 0) return true
    const now = this.#now()
    const last = this.#last.get(clientId)
    // A clock that was set back has no memory.
    if (last !== undefined && now - last < this.#interval && now >= last) return false
    if (this.#last.size >= many)
      for (const [id, at] of this.#last) if (now - at >= this.#interval) this.#last.delete(id)
    this.#last.set(clientId, now)
    return true
  }
}
