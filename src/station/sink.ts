/** Where samples go. A slow or broken sink loses its own samples and nobody else's. */
import { type Duration, millis } from '#time/duration'
import type { Logger } from '#wire/logger'
import type { Sample } from './sample.ts'

export interface Sink {
  readonly name: string
  /** Samples that may wait for it; 1000 by default. */
  readonly longestQueue?: number | undefined
  /** How many it is handed at once at most; 1000 by default. */
  readonly largestBatch?: number | undefined
  start(): Promise<void>
  /** Takes all that waited, oldest first: all of it, or it throws and those samples are lost to it. */
  write(samples: readonly Sample[]): void | Promise<void>
  /** Finishes what was written and lets go. Safe twice. */
  stop(): Promise<void>
}

/** How a sink fares. */
export interface SinkReport {
  readonly name: string
  /** Samples that wait for it, those at work included. */
  readonly waiting: number
  /** How long the oldest of them has waited. */
  readonly lag: Duration
  readonly written: number
  /** Samples that didn't fit the queue. */
  readonly dropped: number
  /** Samples that it could not take. */
  readonly failed: number
}

const defaultQueue = 1000
const defaultBatch = 1000

/** A sink behind a bounded queue. */
export class QueuedSink {
  readonly sink: Sink
  readonly #logger: Logger
  readonly #now: () => number
  readonly #queue: { readonly sample: Sample; readonly since: number }[] = []
  #atWork: readonly { readonly since: number }[] = []
  #working: Promise<void> | undefined
  #written = 0
  #dropped = 0
  #failed = 0

  /** @param now ms, for the lag. */
  constructor(sink: Sink, logger: Logger, now: () => number) {
    this.sink = sink
    this.#logger = logger
    this.#now = now
  }

  get report(): SinkReport {
    const oldest = (this.#atWork[0] ?? this.#queue[0])?.since
    return {
      name: this.sink.name,
      waiting: this.#atWork.length + this.#queue.length,
      lag: millis(oldest === undefined ? 0 : Math.max(0, this.#now() - oldest)),
      written: this.#written,
      dropped: this.#dropped,
      failed: this.#failed,
    }
  }

  /** Beyond the longest queue the newest is dropped and counted. */
  offer(sample: Sample): void {
    if (this.#atWork.length + this.#queue.length >= (this.sink.longestQueue ?? defaultQueue)) {
      this.#dropped++
      return
    }
    this.#queue.push({ sample, since: this.#now() })
    this.#working ??= this.#work()
  }

  async stop(): Promise<void> {
    await this.#working
    await this.sink.stop()
  }

  async #work(): Promise<void> {
    while (this.#queue.length > 0) {
      const batch = this.#queue.splice(0, this.sink.largestBatch ?? defaultBatch)
      this.#atWork = batch
      try {
        await this.sink.write(batch.map(({ sample }) => sample))
        this.#written += batch.length
      } catch (error) {
        this.#failed += batch.length
        this.#logger.error({ error, sink: this.sink.name, repeats: true }, 'A sink could not take a sample')
      }
      this.#atWork = []
    }
    this.#working = undefined
  }
}
