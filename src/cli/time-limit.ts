/** The time that a command may take. It stands still while a person is asked: nobody types by a clock. */
import type { Clock } from '#time/clock'
import { type Duration, millis } from '#time/duration'

export class TimeLimit {
  readonly #clock: Clock
  readonly #ending: AbortController
  readonly #late: () => Error
  #left: Duration
  #since = 0
  #cancel: (() => void) | undefined

  /** @param ending what is aborted with `late()` when the time is over. */
  constructor(clock: Clock, span: Duration, late: () => Error, ending: AbortController) {
    this.#clock = clock
    this.#ending = ending
    this.#late = late
    this.#left = span
    this.#run()
  }

  get left(): Duration {
    return millis(Math.max(0, this.#left - (this.#clock.now() - this.#since)))
  }

  /** Doesn't count the time that `work` takes. */
  async pausedFor<Result>(work: () => Promise<Result>): Promise<Result> {
    this.done()
    this.#left = this.left
    try {
      return await work()
    } finally {
      this.#run()
    }
  }

  done(): void {
    this.#cancel?.()
    this.#cancel = undefined
  }

  #run(): void {
    this.#since = this.#clock.now()
    this.#cancel = this.#clock.after(this.#left, () => this.#ending.abort(this.#late()))
  }
}
