/** Questions to heaters and the cloud that several callers ask at about the same time: one is asked, all have its answer. */
import { abortable } from '#time/abort'
import type { Clock } from '#time/clock'
import { type Duration, seconds } from '#time/duration'

/** So long an answer is given to others too. */
export const freshFor: Duration = seconds(5)

interface Shared {
  readonly heater: string
  readonly answer: Promise<unknown>
  /** Undefined while it is under way. */
  until: number | undefined
}

export interface Question {
  readonly heater: string
  /** The same for all who ask the same. */
  readonly key: string
  /** Of one who waits. The question goes on for the others. */
  readonly signal: AbortSignal
  /** Called before something is asked. @throws what lets it be. */
  readonly mayAsk: () => void
  readonly ask: (signal: AbortSignal) => unknown
}

export class JointQuestions {
  readonly #wallClock: Pick<Clock, 'now'>
  readonly #closing: AbortSignal
  readonly #shared = new Map<string, Shared>()

  constructor({ wallClock, closing }: { readonly wallClock: Pick<Clock, 'now'>; readonly closing: AbortSignal }) {
    this.#wallClock = wallClock
    this.#closing = closing
  }

  /** @throws what asking throws, to all who wait for it; the next one asks anew. */
  async ask({ heater, key, signal, mayAsk, ask }: Question): Promise<unknown> {
    const now = this.#wallClock.now()
    // A clock that was set back makes nothing fresh again.
    for (const [each, { until }] of this.#shared)
      if (until !== undefined && Math.abs(until - now - freshFor / 2) > freshFor / 2) this.#shared.delete(each)
    const known = this.#shared.get(key)
    if (known) return abortable(known.answer, signal)
    mayAsk()
    const answer = (async () => ask(this.#closing))()
    const shared: Shared = { heater, answer, until: undefined }
    this.#shared.set(key, shared)
    answer.then(
      () => {
        shared.until = this.#wallClock.now() + freshFor
      },
      () => {
        if (this.#shared.get(key) === shared) this.#shared.delete(key)
      },
    )
    return abortable(answer, signal)
  }

  /** Something is done to the heater: what it said before may be true no more. */
  forget(heater: string): void {
    for (const [key, shared] of this.#shared) if (shared.heater === heater) this.#shared.delete(key)
  }
}
