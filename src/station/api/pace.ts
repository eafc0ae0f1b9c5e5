/** How many requests somebody may make: so many at once, and so many a minute from then on. */
import { type Duration, millis, minutes } from '#time/duration'

/** Of more askers than that the oldest is forgotten. */
const mostKeys = 1000

export class Pace {
  readonly #perMinute: number
  readonly #burst: number
  readonly #now: () => number
  readonly #left = new Map<string, { count: number; at: number }>()

  constructor({ perMinute, burst }: { readonly perMinute: number; readonly burst: number }, now: () => number) {
    this.#perMinute = perMinute
    this.#burst = burst
    this.#now = now
  }

  /** Counts a request. @returns how long to wait where it is one too many. */
  take(key: string): Duration | undefined {
    const now = this.#now()
    const { count, at } = this.#left.get(key) ?? { count: this.#burst, at: now }
    const perMs = this.#perMinute / minutes(1)
    const left = Math.min(this.#burst, count + Math.max(0, now - at) * perMs)
    this.#left.delete(key)
    this.#left.set(key, { count: left < 1 ? left : left - 1, at: now })
    for (const oldest of this.#left.keys()) {
      if (this.#left.size <= mostKeys) break
      this.#left.delete(oldest)
    }
    return left < 1 ? millis((1 - left) / perMs) : undefined
  }

  /** A request that was counted counts no more. */
  giveBack(key: string): void {
    const taken = this.#left.get(key)
    if (taken) this.#left.set(key, { ...taken, count: Math.min(this.#burst, taken.count + 1) })
  }
}
