/** How long to wait before the next try: twice as long each time, by chance, gently in the first minutes of an outage. */
import type { Clock } from '#time/clock'
import { type Duration, millis, minutes, seconds } from '#time/duration'

/** How long is waited between two tries to connect. */
export interface ReconnectConfig {
  /** Tries after a failure before the link rests in `gave-up`; without end by default. */
  readonly maxRetries?: number | undefined
  /** Before the second try; 1 s by default. */
  readonly initialDelay?: Duration | undefined
  /** Never longer than this; 2 min by default. */
  readonly maxDelay?: Duration | undefined
  /** From one wait to the next; 2 by default. */
  readonly multiplier?: number | undefined
  /** The share of a wait that is left to chance, 0 to 1; 1 by default, so that many heaters don't come back in the same second. */
  readonly jitter?: number | undefined
  /** A connection that was online this long was a good one, and the count begins anew; 30 s by default. */
  readonly stableAfter?: Duration | undefined
}

/** Most outages are short: for the first minutes nobody waits long. */
const gentle = { span: minutes(5), longest: seconds(8) } as const

export class Backoff {
  readonly #config: Required<{ [Name in keyof ReconnectConfig]-?: NonNullable<ReconnectConfig[Name]> }>
  readonly #random: () => number
  #failures = 0
  #since: number | undefined
  #last = 0

  /** @param random 0 to 1. @throws RangeError for what makes no sense. */
  constructor(config: ReconnectConfig, random: () => number) {
    const {
      maxRetries = Number.POSITIVE_INFINITY,
      initialDelay = seconds(1),
      maxDelay = minutes(2),
      multiplier = 2,
      jitter = 1,
      stableAfter = seconds(30),
    } = config
    demand(maxRetries === Number.POSITIVE_INFINITY || (Number.isInteger(maxRetries) && maxRetries >= 0), {
      maxRetries: 'a whole number from 0, or Infinity',
    })
    demand(initialDelay > 0 && Number.isFinite(initialDelay), { initialDelay: 'above zero' })
    demand(maxDelay >= initialDelay && Number.isFinite(maxDelay), { maxDelay: 'at least the initial delay' })
    demand(multiplier >= 1 && multiplier <= 10, { multiplier: '1 to 10' })
    demand(jitter >= 0 && jitter <= 1, { jitter: '0 to 1' })
    demand(stableAfter >= 0 && Number.isFinite(stableAfter), { stableAfter: 'zero or more' })
    this.#config = { maxRetries, initialDelay, maxDelay, multiplier, jitter, stableAfter }
    this.#random = random
  }

  /** Tries that failed since the last good connection. */
  get failures(): number {
    return this.#failures
  }

  /** @returns the wait before the next try; undefined when there is to be none. */
  next(now: number): Duration | undefined {
    const { maxRetries, initialDelay, maxDelay, multiplier, jitter } = this.#config
    this.#since ??= now
    const longest = now - this.#since < gentle.span ? Math.min(gentle.longest, maxDelay) : maxDelay
    this.#last = this.#failures === 0 ? initialDelay : Math.min(longest, this.#last * multiplier)
    this.#failures++
    if (this.#failures > maxRetries) return undefined
    return millis(this.#last * (1 - jitter + jitter * this.#random()))
  }

  /** Begins anew once a connection that came online now has been so long enough. @returns what forgets about it. */
  stable(clock: Clock, then: () => void): () => void {
    return clock.after(this.#config.stableAfter, () => {
      this.reset()
      then()
    })
  }

  reset(): void {
    this.#failures = 0
    this.#since = undefined
  }
}

function demand(holds: boolean, what: Readonly<Record<string, string>>): void {
  const [[name, range] = []] = Object.entries(what)
  if (!holds) throw new RangeError(`The setting ${name} of reconnecting takes ${range}.`)
}
