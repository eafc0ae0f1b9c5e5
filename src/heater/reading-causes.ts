/** Tells why a status is here, and whether it is news: what comes on a new connection before an answer may be hours old. */
import { commands, pushCodes } from '#schema/commands'
import { seconds } from '#time/duration'
import type { ReadingCause } from './reading.ts'

/** The copy of an answer follows it at once; what comes later is of somebody else's question. */
const copyComesWithin = seconds(10)

export class ReadingCauses {
  readonly #now: () => number
  /** The heater sends each answer twice: until when each second one is expected. */
  #copiesDue: number[] = []
  #history = true

  constructor(now: () => number) {
    this.#now = now
  }

  /** Nothing was answered since the link came online. */
  get history(): boolean {
    return this.#history
  }

  /** The link came online: the gateway may hand out what it kept. A status carries no time, so only an answer ends that. */
  restart(): void {
    this.#history = true
    this.#copiesDue = []
  }

  /**
   * @param command the status's own.
   * @param awaited it answers an open question.
   * @param mayBeOld it answers a question that was given up for a later one, or the gateway may have stored it.
   */
  of(command: unknown, awaited: boolean, mayBeOld: boolean): ReadingCause {
    const now = this.#now()
    // Also where no copy ever comes.
    this.#copiesDue = this.#copiesDue.filter(until => until >= now)
    if (awaited) {
      this.#history = false
      if (command === commands.status.code) this.#copiesDue.push(now + copyComesWithin)
      return 'answer'
    }
    if (this.#history || mayBeOld) return 'history'
    if (command !== pushCodes.afterRequest) return 'push'
    return this.#copiesDue.shift() === undefined ? 'push' : 'copy'
  }
}
