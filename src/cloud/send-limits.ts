/** Keeps what is sent below the gateway's limits: so many messages a second, so many unacknowledged. */
import type { Clock } from '#time/clock'
import { millis, seconds } from '#time/duration'

interface Waiter {
  readonly enter: () => void
}

const window = seconds(1)

export class SendLimits {
  readonly #clock: Clock
  readonly #perSecond: number
  /** The server may lower it. */
  inFlight: number
  readonly #recent: number[] = []
  readonly #waiting: Waiter[] = []
  #underWay = 0
  #cancel = () => {}

  /**
   * AWS drops the 101st message of a second in silence, in either direction. A question to a heater brings up to three
   * back: the answer, its copy, and on a wide filter the question itself.
   */
  constructor(clock: Clock, { perSecond = 30, inFlight = 100 } = {}) {
    this.#clock = clock
    this.#perSecond = perSecond
    this.inFlight = inFlight
  }

  /** Resolves when one more may be sent, in the order of asking; call what it gives when that one was acknowledged or given up. */
  async enter(signal: AbortSignal): Promise<() => void> {
    signal.throwIfAborted()
    await new Promise<void>((resolve, reject) => {
      const waiter: Waiter = {
        enter: () => {
          signal.removeEventListener('abort', aborted)
          resolve()
        },
      }
      const aborted = () => {
        this.#waiting.splice(this.#waiting.indexOf(waiter), 1)
        this.#admit()
        reject(signal.reason)
      }
      signal.addEventListener('abort', aborted, { once: true })
      this.#waiting.push(waiter)
      this.#admit()
    })
    let left = false
    return () => {
      if (left) return
      left = true
      this.#underWay--
      this.#admit()
    }
  }

  #admit(): void {
    this.#cancel()
    this.#cancel = () => {}
    const now = this.#clock.now()
    // One of a time yet to come was sent before the clock was set back.
    const isOver = (at: number) => at > now || now - at >= window
    while (this.#recent[0] !== undefined && isOver(this.#recent[0])) this.#recent.shift()
    while (this.#waiting.length > 0 && this.#underWay < this.inFlight && this.#recent.length < this.#perSecond) {
      this.#underWay++
      this.#recent.push(now)
      this.#waiting.shift()?.enter()
    }
    const [oldest] = this.#recent
    if (this.#waiting.length === 0 || oldest === undefined || this.#recent.length < this.#perSecond) return
    this.#cancel = this.#clock.after(millis(oldest + window - now), () => this.#admit())
  }
}
