/** One topic filter that is wanted: what became of asking for it, who listens to it, and when it is tried again. */
import { ConnectionError } from '#schema/errors'
import { days, hours, minutes, seconds } from '#time/duration'

/** `wanted` waits for a connection or for its next try, `pending` for the gateway's answer. */
export type SubscriptionState = 'wanted' | 'pending' | 'granted' | 'refused'

export interface Wish {
  /** `{clientId}` stands for the id of the connection, because a replaced one has another. */
  readonly filter: string
  /** Taken instead when this one is refused: wider, and always granted so far. */
  readonly fallback?: string | undefined
  readonly qos?: 0 | 1 | undefined
  /** Nobody waits for it. */
  readonly optional?: boolean | undefined
}

export type MessageListener = (topic: string, payload: Uint8Array) => void

/** What stands for it. */
export const clientIdPlace = '{clientId}'

const firstRetry = { wanted: seconds(5), refused: minutes(1) } as const
const longestRetry = hours(1)
/** Where a refusal ends the connection, and it goes without. */
const rarely = days(1)

export class Subscription {
  readonly filter: string
  qos: 0 | 1
  /** The link itself wants it, whoever else listens. */
  own = false
  readonly optional: boolean
  fallback: string | undefined
  state: SubscriptionState = 'wanted'
  /** Why it was not granted the last time. */
  cause: Error | undefined
  /** Tries in a row that brought nothing. */
  failures = 0
  /** ms since 1970 */
  #retryAt = 0
  /** How long that was to come. */
  #wait = 0
  /** A connection ended while this was asked for, which is how MQTT 3.1.1 refuses: from now on it is asked for alone. */
  suspect = false
  /** The connection that ended over it had granted others: it is refused, and nothing else was wrong. */
  proven = false
  readonly listeners = new Set<MessageListener>()
  readonly #watching = new Set<(error?: Error) => void>()

  constructor({ filter, fallback, qos = 1, optional = false }: Wish) {
    this.filter = filter
    this.optional = optional
    this.fallback = fallback
    this.qos = qos
  }

  /** As the connection of this client id asks for it. */
  spelt(clientId: string): string {
    return this.filter.replaceAll(clientIdPlace, clientId)
  }

  grant(): void {
    this.afresh()
    Object.assign(this, { state: 'granted', cause: undefined, failures: 0, suspect: false, proven: false })
    this.settle()
  }

  /** @param state whether the gateway said no, or nothing. */
  fail(cause: Error, state: 'wanted' | 'refused', now: number): void {
    const costly = state === 'refused' && this.proven && (this.optional || this.fallback !== undefined)
    this.#wait = costly ? rarely : Math.min(longestRetry, firstRetry[state] * 2 ** this.failures)
    this.failures++
    this.#retryAt = now + this.#wait
    Object.assign(this, { state, cause })
    this.settle()
  }

  /** It was refused by the end of a connection that granted nothing, which may have ended for another reason. */
  get doubtful(): boolean {
    return this.state === 'refused' && this.suspect && !this.proven
  }

  /** Somebody wants each of its messages acknowledged. */
  raise(): void {
    this.qos = 1
    this.afresh()
  }

  /** To be asked for at once, whatever was. */
  afresh(): void {
    this.state = 'wanted'
    this.#retryAt = 0
  }

  /** How long it is left alone yet, ms. A clock that was set back makes it no longer. */
  rests(now: number): number {
    const left = this.#retryAt - now
    return left > this.#wait ? 0 : Math.max(0, left)
  }

  /** Tells who waits for a change, or why none will come. */
  settle(error?: Error): void {
    for (const tell of [...this.#watching]) tell(error)
  }

  /** Resolves when something about it has changed. */
  changed(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason)
      const end = () => {
        this.#watching.delete(tell)
        signal?.removeEventListener('abort', aborted)
      }
      const tell = (error?: Error) => {
        end()
        if (error) reject(error)
        else resolve()
      }
      const aborted = () => {
        end()
        reject(signal?.reason ?? new ConnectionError('The subscription was given up.'))
      }
      this.#watching.add(tell)
      signal?.addEventListener('abort', aborted, { once: true })
    })
  }
}
