/** One line an hour in the log that says how the station is. */
import type { News } from '#station/news'
import type { SinkReport } from '#station/sink'
import type { StationAccount, StationHeater } from '#station/station-view'
import type { Store } from '#station/store/store'
import type { Clock } from '#time/clock'
import { hours } from '#time/duration'
import type { Logger } from '#wire/logger'

/** What is looked at. */
export interface Reported {
  readonly heaters: readonly Pick<StationHeater, 'samples' | 'answers' | 'expected' | 'missed'>[]
  readonly accounts: readonly (Pick<StationAccount, 'name' | 'state'> & {
    readonly link: { health(): Pick<ReturnType<StationAccount['link']['health']>, 'connections'> }
  })[]
  readonly sinks: readonly Pick<SinkReport, 'name' | 'dropped' | 'failed' | 'waiting'>[]
  readonly store: Pick<Store, 'size' | 'state'>
  readonly news: Pick<News, 'listen'>
}

/** Counted since the station started. */
interface Counts {
  readonly samples: number
  readonly answers: number
  readonly expected: number
  readonly missed: number
  readonly connections: number
  readonly dropped: number
}

/** @param clock the machine's. @returns how to end it. */
export function reportHourly(station: Reported, clock: Clock, logger: Logger): () => void {
  let gaps = 0
  let before = countsOf(station)
  const stopListening = station.news.listen(item => {
    if (item.kind === 'gap' && item.gap.until === undefined) gaps++
  })
  const report = async () => {
    const now = countsOf(station)
    // Of a heater that isn't watched any more nothing is counted.
    const more = (name: keyof Counts) => Math.max(0, now[name] - before[name])
    const details = {
      heaters: station.heaters.length,
      accounts: `${station.accounts.filter(({ state }) => state === 'ready').length}/${station.accounts.length}`,
      samples: more('samples'),
      answers: more('answers'),
      expected: more('expected'),
      missed: more('missed'),
      gaps,
      reconnects: more('connections'),
      drops: more('dropped'),
      waiting: station.sinks.reduce((sum, { waiting }) => sum + waiting, 0),
      store: station.store.state,
    }
    before = now
    gaps = 0
    const size = await station.store.size().catch(() => undefined)
    logger.info(
      { ...details, ...(size && { storeMB: Math.round(size.bytes / 1e5) / 10 }) },
      'How it is, for the last hour',
    )
  }
  const stop = clock.every(hours(1), () => void report())
  return () => {
    stop()
    stopListening()
  }
}

function countsOf({ heaters, accounts, sinks }: Reported): Counts {
  const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0)
  return {
    samples: sum(heaters.map(({ samples }) => samples)),
    answers: sum(heaters.map(({ answers }) => answers)),
    expected: sum(heaters.map(({ expected }) => expected)),
    missed: sum(heaters.map(({ missed }) => missed)),
    connections: sum(accounts.map(({ link }) => link.health().connections)),
    dropped: sum(sinks.map(({ dropped, failed }) => dropped + failed)),
  }
}
