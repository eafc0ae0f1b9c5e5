/** What to do about the end of a connection, by what it was; each remedy once, and then there is only waiting for a good while. */
import { AuthenticationError } from '#schema/errors'
import { minutes } from '#time/duration'
import { ConnectRefusedError, TakenOverError, UpgradeRefusedError } from './gateway-errors.ts'

export type Remedy =
  /** Only a person can go on. */
  | { readonly kind: 'ask-a-person' }
  /** The gateway's time is this much ahead of the one that was signed with, ms. */
  | { readonly kind: 'correct-the-clock'; readonly by: number }
  | { readonly kind: 'renew-credentials' }
  | { readonly kind: 'fresh-client-id' }
  | { readonly kind: 'wait' }

/** The gateway takes signatures that are five minutes off; what is nearer had another fault. */
const noticeable = minutes(4)
/** What didn't help is not tried again before this. */
const effective = minutes(15)
/** Two ends this near to each other look like two programs that evict each other. */
const together = minutes(1)

export class Remedies {
  readonly #tried = new Map<Remedy['kind'], number>()
  #lastEviction = Number.NEGATIVE_INFINITY

  /** @param signedAt the time that the refused signature named. */
  for(error: unknown, now: number, signedAt: number): Remedy {
    if (error instanceof AuthenticationError) return { kind: 'ask-a-person' }
    if (error instanceof TakenOverError) return { kind: 'fresh-client-id' }
    const refused = error instanceof UpgradeRefusedError && error.status === 403
    if (refused && error.date !== undefined) {
      const by = error.date - signedAt
      if (Math.abs(by) >= noticeable && this.#may('correct-the-clock', now)) return { kind: 'correct-the-clock', by }
    }
    const unknown = refused || (error instanceof ConnectRefusedError && error.unauthorised)
    if (unknown && this.#may('renew-credentials', now)) return { kind: 'renew-credentials' }
    return { kind: 'wait' }
  }

  /** An open connection was closed without a word, which is all that MQTT 3.1.1 says when the id is taken over. */
  evicted(now: number): boolean {
    const again = Math.abs(now - this.#lastEviction) < together
    this.#lastEviction = again ? Number.NEGATIVE_INFINITY : now
    return again
  }

  /** The outage is over. */
  reset(): void {
    this.#tried.clear()
  }

  #may(kind: Remedy['kind'], now: number): boolean {
    const tried = this.#tried.get(kind)
    // A clock that was set meanwhile is a new reason.
    if (tried !== undefined && Math.abs(now - tried) < effective) return false
    this.#tried.set(kind, now)
    return true
  }
}
