/** When the next control of a heater may be sent: not sooner than a gap after the last one, and not in a pause. */
import { type Duration, millis } from '#time/duration'

export class Pacing {
  readonly #now: () => number
  readonly #gap: Duration
  #earliest = Number.NEGATIVE_INFINITY
  #longest = millis(0)

  constructor(now: () => number, gap: Duration) {
    this.#now = now
    this.#gap = gap
  }

  /** How long to wait; 0 when it is time. A clock that was set back makes nobody wait longer than was meant. */
  get wait(): Duration {
    return millis(Math.min(this.#longest, Math.max(0, this.#earliest - this.#now())))
  }

  /** A control is being sent. */
  sent(): void {
    this.pause(this.#gap)
  }

  /** Nothing for so long. */
  pause(span: Duration): void {
    this.#longest = millis(Math.max(span, this.wait))
    this.#earliest = this.#now() + this.#longest
  }
}
