/** What a program holds that must not grow: timers, sockets, listeners and memory, looked at when all is at rest. */
import { EventEmitter } from 'node:events'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import type { OpenSockets } from './open-sockets.ts'

export interface Holding {
  readonly timers: number
  /** Both ends. */
  readonly sockets: number
  readonly listeners: number
  /** Bytes of the heap that are in use. */
  readonly heap: number
}

/** Emitters of no subclass are those of `Events`. A weak reference keeps none of them. */
export class Emitters implements Disposable {
  readonly #made = new Set<WeakRef<EventEmitter>>()
  readonly #init: (this: EventEmitter, options: unknown) => void

  /** Counts those that are made from now on. */
  constructor() {
    const made = this.#made
    const node = EventEmitter as unknown as { init: (this: EventEmitter, options: unknown) => void }
    const { init } = node
    this.#init = init
    node.init = function (options) {
      if (Object.getPrototypeOf(this) === EventEmitter.prototype) made.add(new WeakRef(this))
      init.call(this, options)
    }
  }

  get listeners(): number {
    let count = 0
    for (const ref of this.#made) {
      const emitter = ref.deref()
      if (!emitter) this.#made.delete(ref)
      else for (const name of emitter.eventNames()) count += emitter.listenerCount(name)
    }
    return count
  }

  [Symbol.dispose](): void {
    ;(EventEmitter as unknown as { init: unknown }).init = this.#init
  }
}

/** Node has it under a flag, which can still be given to a program that runs. */
function collector(): () => void {
  setFlagsFromString('--expose-gc')
  return globalThis.gc ?? (runInNewContext('gc') as () => void)
}

export class Resources {
  readonly #emitters: Emitters
  readonly #sockets: OpenSockets
  readonly #timers: () => number
  readonly #collect = collector()

  constructor(emitters: Emitters, sockets: OpenSockets, timers: () => number) {
    this.#emitters = emitters
    this.#sockets = sockets
    this.#timers = timers
  }

  /** Twice, with a turn of the event loop between: what is finalised in the first is free after the second. */
  async look(): Promise<Holding> {
    for (let i = 0; i < 3; i++) {
      this.#collect()
      await new Promise(resolve => setImmediate(resolve))
    }
    return {
      timers: this.#timers(),
      sockets: this.#sockets.clients.size + this.#sockets.servers.size,
      listeners: this.#emitters.listeners,
      heap: process.memoryUsage().heapUsed,
    }
  }
}
