/** A simulated cloud whose heaters have lived through a past, and the record that a station would have kept of it. */
import type { Command } from 'commander'
import { type Simulator, startSimulator } from '#simulator/simulator'
import type { AlertsConfig } from '#station/alerts/alerts-config'
import { heaterId } from '#station/heater-id'
import { History } from '#station/history/history'
import type { Store, StoredHeater } from '#station/store/store'
import type { Clock } from '#time/clock'
import { days, minutes } from '#time/duration'
import type { Logger } from '#wire/logger'
import { demoHeaters } from './demo-heaters.ts'
import { eventsOf, pastMonth, pastRuns } from './past-month.ts'
import { PastRecord, watchedEvery } from './past-record.ts'
import { PastWatch } from './past-watch.ts'

export interface DemoPast {
  readonly command: Command
  readonly store: Store
  readonly logger: Logger
  /** The machine's. */
  readonly clock: Clock
  readonly speed: number
  /** Heaters. */
  readonly count: number
  /** How far it goes back. */
  readonly days: number
  readonly version: string
  /** Of the account, as the station calls it. */
  readonly account: string
  readonly alerts: AlertsConfig
  readonly random: () => number
  readonly signal: AbortSignal
  /** Is told of days that were lived through, parts of days too. */
  readonly progress?: (done: number) => void
}

/** By whose clock the heaters of a demo go, and the people with them. */
export const timeZone = 'UTC'
/** A sample a minute, as a station takes it. */
const interval = minutes(1)

export interface Demonstration {
  readonly simulator: Simulator
  /** Samples of the past. */
  readonly kept: number
}

export async function demoPast(past: DemoPast): Promise<Demonstration> {
  const { command, store, logger, clock, speed, count, version, account, alerts, random, signal, progress } = past
  const until = morning(clock.now())
  const from = until - days(past.days)
  const episodes = pastMonth(from, until)
  const heaters = await demoHeaters({ command, count, begins: until, episodes })
  const setting = { speed, clock, heaterStart: until, heaters }
  if (past.days === 0) return { simulator: await startSimulator(setting), kept: 0 }

  const stored = heaters.map(
    ({ macAddress, name }): StoredHeater => ({ id: heaterId(macAddress), name, timeZone, account }),
  )
  const runs = pastRuns(from, until, episodes, version)
  await store.write({ heaters: stored, runs })
  const watch = new PastWatch({
    store,
    logger,
    interval: watchedEvery,
    heaters: stored,
    runs,
    episodes,
    alerts,
    random,
  })
  const record = new PastRecord({ store, interval, episodes, hero: stored[0]?.id ?? '', watch })
  const simulator = await startSimulator({
    ...setting,
    past: {
      length: days(past.days),
      every: interval,
      events: eventsOf(episodes, from),
      tell: status => {
        progress?.((status.at - from) / days(1))
        return record.take(status)
      },
      ended: async () => {
        await record.end(until)
        await watch.close()
        // Before time runs again: it is fast, and what keeps the program busy then would be a gap.
        await new History({ store, logger, clock: { now: () => until } }).keep(signal)
      },
      signal,
    },
  })
  return { simulator, kept: record.kept }
}

/** 06:00 UTC of the day, ms since 1970: the household of the simulator gets up soon after. */
const morning = (now: number) => new Date(now).setUTCHours(6, 0, 0, 0)
