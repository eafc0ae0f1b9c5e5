/** A typed emitter whose listeners can't harm each other: one that throws is reported, and the rest still hear. */
import { EventEmitter } from 'node:events'
import type { Logger } from '#wire/logger'

type Listener<Args extends readonly unknown[]> = (...args: Args) => void

export class Events<Map extends { [Name in keyof Map]: readonly unknown[] }> {
  readonly #emitter = new EventEmitter()
  readonly #logger: Logger

  constructor(logger: Logger) {
    this.#logger = logger
    // Who listens is the caller's affair; eleven of them is no leak.
    this.#emitter.setMaxListeners(0)
  }

  /** Calls the listener at each event of this name, until `off`. */
  on<Name extends keyof Map & string>(name: Name, listener: Listener<Map[Name]>): this {
    this.#emitter.on(name, listener as never)
    return this
  }

  /** Calls the listener at the next event of this name only. */
  once<Name extends keyof Map & string>(name: Name, listener: Listener<Map[Name]>): this {
    this.#emitter.once(name, listener as never)
    return this
  }

  /** Takes a listener away. */
  off<Name extends keyof Map & string>(name: Name, listener: Listener<Map[Name]>): this {
    this.#emitter.off(name, listener as never)
    return this
  }

  protected emit<Name extends keyof Map & string>(name: Name, ...args: Map[Name]): void {
    for (const listener of this.#emitter.rawListeners(name)) {
      try {
        listener.apply(this, [...args])
      } catch (error) {
        this.#logger.error({ error, event: name }, 'A listener threw')
      }
    }
  }
}
