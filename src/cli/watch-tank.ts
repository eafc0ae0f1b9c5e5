/** Watches one heater for a time: polls, follows pushes, warns, writes the CSV, and sums up. */
import type { LinkState } from '#cloud/link'
import type { NaviLinkClient } from '#heater/client'
import type { NaviLinkDevice } from '#heater/device'
import { TimeoutError } from '#schema/errors'
import { CsvSink } from '#station/csv-sink'
import { runFeed } from '#station/feed'
import type { Sample } from '#station/sample'
import type { Sink } from '#station/sink'
import { Statistics, type Summary } from '#station/summary'
import { Warnings } from '#station/warnings'
import { type Clock, deadline } from '#time/clock'
import { type Duration, days } from '#time/duration'
import type { CommandContext } from './command-context.ts'
import type { CsvFile } from './watch-options.ts'

export interface TankWatch {
  readonly heater: NaviLinkDevice
  readonly client: Pick<NaviLinkClient, 'link'>
  /** The heater's: interval, duration and rows go by it. */
  readonly clock: Clock
  readonly interval: Duration
  /** undefined = until the signal. */
  readonly duration: Duration | undefined
  readonly csv: CsvFile | undefined
  /** Shows each sample. */
  readonly show: (sample: Sample) => void | Promise<void>
  /** Tells a warning. */
  readonly warn: (sentence: string) => void
}

/** As good as for ever, and a timer can hold it. */
const forEver = days(36_500)

export async function watchTank(
  { settings, log, signal }: Pick<CommandContext, 'settings' | 'log' | 'signal'>,
  watch: TankWatch,
): Promise<Summary> {
  const { heater, client, clock, interval, csv, show, warn } = watch
  const statistics = new Statistics(interval, clock.now())
  const warnings = new Warnings(interval, clock.now())
  const tell = (sentences: readonly string[]) => {
    for (const sentence of sentences) warn(sentence)
  }
  const { connected } = await heater.connectivity({ signal })
  tell(warnings.connection(connected))

  const over = deadline(clock, watch.duration ?? forEver, () => new TimeoutError('The time is over.'), signal)
  const stopSilence = clock.every(interval, () => tell(warnings.silence(clock.now())))
  let connections = 0
  const reconnected = (state: LinkState) => {
    if (state === 'online' && connections++ > 0) statistics.reconnection()
  }
  client.link.on('state', reconnected)
  const listeners = {
    missed: (error: unknown) => {
      statistics.error()
      log.info({ error }, 'A question stayed without an answer')
    },
    online: () => tell(warnings.connection(true)),
    offline: () => tell(warnings.connection(false)),
  }
  heater.on('missed', listeners.missed).on('online', listeners.online).on('offline', listeners.offline)

  const sinks: Sink[] = [
    sinkOf('statistics', sample => {
      statistics.sample(sample)
      tell(warnings.sample(sample))
    }),
    ...(csv ? [new CsvSink({ file: csv.path, columns: csv.columns, units: settings.units })] : []),
    sinkOf('display', show),
  ]
  try {
    const { lost } = await runFeed({ heater, interval, sinks, logger: log }, over.signal)
    if (lost > 0) warn(`${lost} samples could not be written.`)
    return statistics.summary(clock.now())
  } finally {
    heater.off('missed', listeners.missed).off('online', listeners.online).off('offline', listeners.offline)
    client.link.off('state', reconnected)
    stopSilence()
    over.done()
  }
}

const sinkOf = (name: string, write: Sink['write']): Sink => ({
  name,
  write,
  start: async () => {},
  stop: async () => {},
})
