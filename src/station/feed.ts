/** One stream of samples from all heaters into many sinks: every poll is a sample, and every push that changed something. */
import type { NaviLinkDevice } from '#heater/device'
import type { Reading } from '#heater/reading'
import type { Clock } from '#time/clock'
import type { Duration } from '#time/duration'
import type { Logger } from '#wire/logger'
import { heaterId } from './heater-id.ts'
import { changed, type Sample } from './sample.ts'
import { QueuedSink, type Sink, type SinkReport } from './sink.ts'

export interface FeedOptions {
  readonly sinks: readonly Sink[]
  readonly logger: Logger
  /** For the lag of sinks. */
  readonly clock: Pick<Clock, 'now'>
}

export type FollowedHeater = Pick<NaviLinkDevice, 'watch' | 'connected' | 'macAddress'>

export class Feed {
  readonly #sinks: readonly QueuedSink[]
  readonly #started: QueuedSink[] = []

  constructor({ sinks, logger, clock }: FeedOptions) {
    this.#sinks = sinks.map(sink => new QueuedSink(sink, logger, () => clock.now()))
  }

  /** @throws what a sink's start throws; then those that were started are to be stopped as ever. */
  async start(): Promise<void> {
    for (const sink of this.#sinks) {
      await sink.sink.start()
      this.#started.push(sink)
    }
  }

  /** Takes in a heater until the signal says so. @throws AuthenticationError and UnsupportedError. */
  async follow(heater: FollowedHeater, interval: Duration, signal: AbortSignal): Promise<void> {
    const id = heaterId(heater.macAddress)
    let last: Reading | undefined
    for await (const status of heater.watch({ interval, signal })) {
      if (!isSample(status, last)) continue
      last = status
      this.offer({ heater: id, at: status.about.at, status, connected: heater.connected ?? true })
    }
  }

  offer(sample: Sample): void {
    for (const sink of this.#sinks) sink.offer(sample)
  }

  get reports(): readonly SinkReport[] {
    return this.#sinks.map(sink => sink.report)
  }

  /** Every sink gets what came before. Safe twice. */
  async stop(): Promise<void> {
    await Promise.all(this.#started.splice(0).map(sink => sink.stop()))
  }
}

export interface FeedCounts {
  /** Samples that never reached their sink. */
  readonly lost: number
}

/**
 * A feed of one heater: runs until the signal says so; then every sink has what came before.
 * @throws what a sink's start throws, AuthenticationError and UnsupportedError.
 */
export async function runFeed(
  { heater, interval, ...options }: FeedOptions & { readonly heater: FollowedHeater; readonly interval: Duration },
  signal: AbortSignal,
): Promise<FeedCounts> {
  const feed = new Feed(options)
  try {
    await feed.start()
    await feed.follow(heater, interval, signal)
  } finally {
    await feed.stop()
  }
  return { lost: feed.reports.reduce((sum, { dropped, failed }) => sum + dropped + failed, 0) }
}

const isSample = (status: Reading, last: Reading | undefined): boolean =>
  status.about.cause === 'answer' || (status.about.cause === 'push' && changed(status, last))
