/** The time that simulated heaters live in: it stands until it is moved by hand, through a past, and then runs by a clock. */
import type { Clock } from '#time/clock'
import { type Duration, millis } from '#time/duration'

interface Waiting {
  readonly due: number
  readonly callback: () => void
  /** Once it waits on the clock by which the time runs. */
  cancel?: () => void
}

export class HeaterTime implements Clock {
  readonly #waiting = new Set<Waiting>()
  #standing: number
  #running: Clock | undefined

  /** @param begins ms since 1970. */
  constructor(begins: number) {
    this.#standing = begins
  }

  now(): number {
    return this.#running?.now() ?? this.#standing
  }

  after(span: Duration, callback: () => void): () => void {
    if (this.#running) return this.#running.after(span, callback)
    const entry: Waiting = { due: this.#standing + span, callback }
    this.#waiting.add(entry)
    return () => {
      this.#waiting.delete(entry)
      entry.cancel?.()
    }
  }

  every(span: Duration, callback: () => void): () => void {
    if (this.#running) return this.#running.every(span, callback)
    const again = () => {
      cancel = this.after(span, again)
      callback()
    }
    let cancel = this.after(span, again)
    return () => cancel()
  }

  /** Moves it on to a moment while it stands. What falls due on the way is called at its own time. */
  moveTo(moment: number): void {
    for (let first = this.#first(moment); first !== undefined; first = this.#first(moment)) {
      this.#standing = Math.max(this.#standing, first.due)
      this.#waiting.delete(first)
      first.callback()
    }
    this.#standing = moment
  }

  /** From now on it is the time of a clock. */
  run(clock: Clock): void {
    this.#running = clock
    for (const entry of this.#waiting)
      entry.cancel = clock.after(millis(Math.max(0, entry.due - clock.now())), entry.callback)
    this.#waiting.clear()
  }

  #first(until: number): Waiting | undefined {
    let first: Waiting | undefined
    for (const entry of this.#waiting) if (entry.due <= until && !(first && first.due <= entry.due)) first = entry
    return first
  }
}
