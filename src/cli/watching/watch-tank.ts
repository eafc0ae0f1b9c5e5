/** Watches one heater for a time: polls, follows pushes, warns, writes the CSV, and sums up. */
import type { LinkState } from '#cloud/link-health'
import type { NaviLinkClient } from '#heater/client'
import type { NaviLinkDevice } from '#heater/device'
import { TimeoutError } from '#schema/errors'
import { runFeed } from '#station/feed'
import type { Sample } from '#station/sample'
import type { Sink } from '#station/sink'
import { Statistics, type Summary } from '#station/summary'
import { Warnings } from '#station/warnings'
import { type Clock, deadline } from '#time/clock'
import type { Duration } from '#time/duration'
import type { Logger } from '#wire/logger'
import { reachable } from '../asking/reachable.ts'
import { lastFault } from '../print/device-record.ts'
import type { CsvRecord } from './csv-record.ts'
import { tellLink } from './tell-link.ts'

export interface TankWatch {
  readonly heater: NaviLinkDevice
  readonly client: Pick<NaviLinkClient, 'link'>
  readonly logger: Logger
  /** The heater's: interval, duration and rows go by it. */
  readonly clock: Clock
  /** The link's. */
  readonly wallClock: Clock
  readonly interval: Duration
  /** undefined = until the signal. */
  readonly duration: Duration | undefined
  /** Open. */
  readonly record: CsvRecord | undefined
  /** Shows each sample. */
  readonly show: (sample: Sample) => void | Promise<void>
  /** Tells a warning. */
  readonly warn: (sentence: string) => void
}

export interface Watched {
  readonly summary: Summary
  /** Samples that could not be written or shown. */
  readonly lost: number
}

export async function watchTank(watch: TankWatch, signal: AbortSignal): Promise<Watched> {
  const { heater, client, logger, clock, interval, record, show, warn } = watch
  const statistics = new Statistics(interval, clock.now())
  const warnings = new Warnings(interval, clock.now())
  const tell = (sentences: readonly string[]) => {
    for (const sentence of sentences) warn(sentence)
  }
  let offline = !(await reachable(heater, logger, signal))
  if (offline) tell([...warnings.connection(false), lastFault(heater)])

  const over = deadline(clock, watch.duration, () => new TimeoutError('The time is over.'), signal)
  // Over a link that is down nothing is asked, and that is told already.
  const stopSilence = clock.every(interval, () => {
    if (client.link.state === 'online') tell(warnings.silence(clock.now()))
  })
  let connections = 0
  const reconnected = (state: LinkState) => {
    if (state === 'online' && connections++ > 0) statistics.reconnection()
  }
  client.link.on('state', reconnected)
  const stopTelling = tellLink(client.link, watch.wallClock, warn)
  const listeners = {
    missed: () => statistics.error(),
    online: () => {
      warnings.connection(true)
      warn(offline ? 'The heater is online again.' : 'The heater answers again.')
      offline = false
    },
    offline: () => {
      offline = true
      tell(warnings.connection(false))
    },
  }
  heater.on('missed', listeners.missed).on('online', listeners.online).on('offline', listeners.offline)

  if (record) record.tell = warn
  const sinks: Sink[] = [
    sinkOf('statistics', sample => {
      statistics.sample(sample)
      tell(warnings.sample(sample))
    }),
    ...(record ? [record] : []),
    sinkOf('display', show),
  ]
  try {
    const { lost } = await runFeed({ heater, interval, sinks, logger, clock }, over.signal)
    return { summary: statistics.summary(clock.now()), lost }
  } finally {
    heater.off('missed', listeners.missed).off('online', listeners.online).off('offline', listeners.offline)
    client.link.off('state', reconnected)
    stopTelling()
    stopSilence()
    over.done()
  }
}

const sinkOf = (name: string, take: (sample: Sample) => void | Promise<void>): Sink => ({
  name,
  write: async samples => {
    for (const sample of samples) await take(sample)
  },
  start: async () => {},
  stop: async () => {},
})
