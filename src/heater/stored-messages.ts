/** Whether what comes unasked may be long over: a gateway that kept the session hands out what it stored, between what is new. */
import type { Clock } from '#time/clock'
import { seconds } from '#time/duration'

/** AWS hands out ten stored messages a second, so it has no more of them when none came for this long. */
const quiet = seconds(5)

export class StoredMessages {
  readonly #clock: Clock
  readonly #through: () => void
  #cancel: (() => void) | undefined

  /** @param through is told when no more of them come. */
  constructor(clock: Clock, closing: AbortSignal, through: () => void) {
    this.#clock = clock
    this.#through = through
    closing.addEventListener('abort', () => this.restart(false), { once: true })
  }

  get coming(): boolean {
    return this.#cancel !== undefined
  }

  /** The link came online. @param resumed whether the gateway had kept the session. */
  restart(resumed: boolean): void {
    this.#cancel?.()
    this.#cancel = undefined
    if (resumed) this.came()
  }

  /** Something came that may be one of them. */
  came(): void {
    this.#cancel?.()
    this.#cancel = this.#clock.after(quiet, () => {
      this.#cancel = undefined
      this.#through()
    })
  }
}
