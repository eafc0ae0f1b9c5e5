/** What happened in a soak and when: the last events, and every law that was broken with those that came before it. */
import type { Clock } from '#time/clock'

export interface Breach {
  readonly when: string
  readonly law: string
  readonly what: string
  readonly before: readonly string[]
}

const remembered = 8
/** Who breaks one law again and again has said enough. */
const mostPerLaw = 5

export class Diary {
  readonly breaches: Breach[] = []
  /** How often each law was broken. */
  readonly counts = new Map<string, number>()
  readonly #clock: Clock
  readonly #start: number
  #last: string[] = []

  constructor(clock: Clock) {
    this.#clock = clock
    this.#start = clock.now()
  }

  /** `day 3 04:05:06.789`, counted from the beginning. */
  get when(): string {
    const since = this.#clock.now() - this.#start
    const day = Math.floor(since / 86_400_000)
    return `day ${day} ${new Date(since - day * 86_400_000).toISOString().slice(11, 23)}`
  }

  note(event: string): void {
    this.#last = [...this.#last, `${this.when} ${event}`].slice(-remembered)
  }

  breach(law: string, what: string): void {
    const count = (this.counts.get(law) ?? 0) + 1
    this.counts.set(law, count)
    if (count <= mostPerLaw) this.breaches.push({ when: this.when, law, what, before: this.#last })
  }
}
