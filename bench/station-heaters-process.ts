/** The process of a station with many heaters at real speed; their cloud is another one. */
import '../test/setup.ts'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { NaviLinkClient } from '#heater/client'
import { alertsConfig } from '#station/alerts/alerts-config'
import { Station } from '#station/station'
import { openStore } from '#station/store/sqlite/open-store'
import { wallClock } from '#time/clock'
import { millis } from '#time/duration'
import { silentLogger } from '#wire/logger'
import { startCloud } from './cloud.ts'
import { accountsOf } from './fleet.ts'
import { type Memory, memory } from './process-cost.ts'

export interface StationHeaters {
  readonly heaters: number
  /** Of the stretch that was watched, ms. */
  readonly lasted: number
  readonly expected: number
  readonly stored: number
  /** Processor time, ms. */
  readonly processor: number
  /** The longest lag of each sink that was seen, ms. */
  readonly lags: Readonly<Record<string, number>>
  readonly dropped: number
  /** The 99th percentile of how late the event loop came, ms. */
  readonly loop: number
  readonly before: Memory
  readonly after: Memory
}

const interval = millis(10_000)
const stretch = 30_000

async function stationHeaters(count: number): Promise<StationHeaters> {
  const folder = await mkdtemp(join(tmpdir(), 'navilink-bench-'))
  await using cloud = await startCloud(count)
  const before = await memory()
  const store = await openStore(join(folder, 'history.db'), { logger: silentLogger })
  const station = new Station({
    accounts: accountsOf(count).map(({ email = '' }, i) => ({
      name: `account ${i}`,
      client: new NaviLinkClient({ email, password: 'warm-enough', cloud: cloud.url }),
      timeZone: 'America/Los_Angeles',
      interval,
    })),
    store,
    alerts: alertsConfig.parse({}),
    readOnly: false,
    clock: wallClock,
    wallClock,
    random: Math.random,
    logger: silentLogger,
    version: 'bench',
  })
  try {
    await station.start()
    while (station.heaters.filter(({ latest }) => latest).length < count) await sleep(250)
    // The burst of the start is over then.
    await sleep(interval)
    const stored = async () => (await store.size()).samples
    const [began, spent, first] = [performance.now(), process.cpuUsage(), await stored()]
    const delay = monitorEventLoopDelay({ resolution: 10 })
    delay.enable()
    const lags: Record<string, number> = {}
    while (performance.now() - began < stretch) {
      await sleep(100)
      for (const { name, lag } of station.sinks) lags[name] = Math.max(lags[name] ?? 0, lag)
    }
    delay.disable()
    const lasted = performance.now() - began
    const { user, system } = process.cpuUsage(spent)
    const dropped = station.sinks.reduce((sum, sink) => sum + sink.dropped + sink.failed, 0)
    return {
      heaters: count,
      lasted,
      expected: (count * lasted) / interval,
      stored: (await stored()) - first,
      processor: (user + system) / 1000,
      lags,
      dropped,
      loop: delay.percentile(99) / 1e6,
      before,
      after: await memory(),
    }
  } finally {
    await station.close()
    await rm(folder, { recursive: true })
  }
}

process.on('disconnect', () => process.exit())
const [count = ''] = process.argv.slice(2)
process.send?.(await stationHeaters(Number(count)))
process.disconnect?.()
