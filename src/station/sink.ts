/** Where samples go. A slow or broken sink loses its own samples and nobody else's. */
import type { Logger } from '#wire/logger'
import type { Sample } from './sample.ts'

export interface Sink {
  readonly name: string
  start(): Promise<void>
  write(sample: Sample): void | Promise<void>
  /** Finishes what was written and lets go. Safe twice. */
  stop(): Promise<void>
}

/** Samples that may wait for a slow sink; beyond that the newest is dropped and counted. */
const longestQueue = 1000

/** A sink behind a bounded queue. */
export class QueuedSink {
  readonly sink: Sink
  readonly #logger: Logger
  readonly #queue: Sample[] = []
  #working: Promise<void> | undefined
  #dropped = 0
  #failed = 0

  constructor(sink: Sink, logger: Logger) {
    this.sink = sink
    this.#logger = logger
  }

  /** Samples that didn't fit the queue. */
  get dropped(): number {
    return this.#dropped
  }
  /** Samples that the sink could not take. */
  get failed(): number {
    return this.#failed
  }

  offer(sample: Sample): void {
    if (this.#queue.length >= longestQueue) {
      this.#dropped++
      return
    }
    this.#queue.push(sample)
    this.#working ??= this.#work()
  }

  async stop(): Promise<void> {
    await this.#working
    await this.sink.stop()
  }

  async #work(): Promise<void> {
    for (let sample = this.#queue.shift(); sample; sample = this.#queue.shift()) {
      try {
        await this.sink.write(sample)
      } catch (error) {
        this.#failed++
        this.#logger.error({ error, sink: this.sink.name, repeats: true }, 'A sink could not take a sample')
      }
    }
    this.#working = undefined
  }
}
