/** One stream of samples from one heater into many sinks: every poll is a sample, and every push that changed something. */
import type { NaviLinkDevice } from '#heater/device'
import type { Reading } from '#heater/reading'
import type { Duration } from '#time/duration'
import type { Logger } from '#wire/logger'
import { changed, type Sample } from './sample.ts'
import { QueuedSink, type Sink } from './sink.ts'

export interface FeedOptions {
  readonly heater: Pick<NaviLinkDevice, 'watch' | 'connected'>
  readonly interval: Duration
  readonly sinks: readonly Sink[]
  readonly logger: Logger
}

export interface FeedCounts {
  /** Samples that never reached their sink. */
  readonly lost: number
}

/**
 * Runs until the signal says so; then every sink has what came before.
 * @throws what a sink's start throws, AuthenticationError and UnsupportedError.
 */
export async function runFeed(
  { heater, interval, sinks, logger }: FeedOptions,
  signal: AbortSignal,
): Promise<FeedCounts> {
  const queued = sinks.map(sink => new QueuedSink(sink, logger))
  const started: QueuedSink[] = []
  try {
    for (const sink of queued) {
      await sink.sink.start()
      started.push(sink)
    }
    let last: Reading | undefined
    for await (const status of heater.watch({ interval, signal })) {
      if (!isSample(status, last)) continue
      last = status
      const sample: Sample = { at: status.about.at, status, connected: heater.connected ?? true }
      for (const sink of queued) sink.offer(sample)
    }
  } finally {
    await Promise.all(started.map(sink => sink.stop()))
  }
  return { lost: queued.reduce((sum, sink) => sum + sink.dropped + sink.failed, 0) }
}

const isSample = (status: Reading, last: Reading | undefined): boolean =>
  status.about.cause === 'answer' || (status.about.cause === 'push' && changed(status, last))
