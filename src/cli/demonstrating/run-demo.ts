/** Runs a station on a simulated cloud whose past it finds in its record, until the time is over or somebody ends it. */
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import type { Command } from 'commander'
import { NaviLinkClient } from '#heater/client'
import { TimeoutError } from '#schema/errors'
import { alertsConfig } from '#station/alerts/alerts-config'
import { startApi } from '#station/api/api'
import { removeControlFile, writeControlFile } from '#station/api/control-file'
import { heaterId } from '#station/heater-id'
import { Station } from '#station/station'
import { openStore } from '#station/store/sqlite/open-store'
import { deadline } from '#time/clock'
import type { CommandContext } from '../command-context.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import { logLink } from '../log-calls.ts'
import { packageVersion } from '../package-version.ts'
import { summaryLines } from '../print/summary-text.ts'
import { tankDisplay } from '../print/tank-display.ts'
import { type WatchOptions, type WatchPlan, watchPlan } from '../watching/watch-options.ts'
import { demoPace } from './demo-pace.ts'
import { demoPast, timeZone } from './demo-past.ts'
import { demoStore } from './demo-store.ts'
import { openApi } from './open-api.ts'
import { pastProgress } from './past-progress.ts'
import { TankShow } from './tank-show.ts'

export interface DemoOptions extends WatchOptions {
  readonly speed: number
  /** Of the past; by the number of heaters when left out. */
  readonly days?: number
  readonly heaters: number
  readonly port: number
  readonly store?: string
}

/** As the station calls it. */
const accountName = 'demo'
const host = '127.0.0.1'
const defaultInterval = '1m'
/** Of the past: with many heaters fewer, for people are waiting. */
const [mostDays, fewestDays, heaterDays] = [30, 3, 60] as const

export async function runDemo(context: CommandContext, options: DemoOptions, command: Command): Promise<ExitCode> {
  const watch = await watchPlan(context, { interval: defaultInterval, ...options })
  const { speed, interval, sentence } = demoPace({
    heaters: options.heaters,
    speed: options.speed,
    interval: watch.interval,
    speedGiven: command.getOptionValueSource('speed') === 'cli',
    intervalGiven: options.interval !== undefined,
  })
  const plan = { ...watch, interval, speed, sentence }
  const ends: (() => Promise<unknown> | undefined)[] = [async () => plan.record?.stop()]
  try {
    return await demonstrate(context, options, { command, plan, atEnd: end => ends.unshift(end) })
  } finally {
    // The last that was opened is closed first, and one that can't be closed keeps no other open.
    for (const end of ends) await end()?.catch(() => {})
  }
}

interface Given {
  readonly command: Command
  readonly plan: WatchPlan & ReturnType<typeof demoPace>
  readonly atEnd: (end: () => Promise<unknown> | undefined) => void
}

async function demonstrate(context: CommandContext, options: DemoOptions, given: Given): Promise<ExitCode> {
  const { clock, signal, note } = context
  const { duration, record } = given.plan
  const { station, show, heaterClock } = await opened(context, options, given)
  const unfollow = show.follow(station, clock)
  const over = deadline(heaterClock, duration, () => new TimeoutError('The time is over.'), signal)
  if (!over.signal.aborted) await once(over.signal, 'abort')
  over.done()
  unfollow()
  await station.close()
  show.close()
  const lost = show.lost(station)
  summaryLines(show.summary(), record, lost).forEach(note)
  return lost > 0 ? exitCode.failed : exitCode.done
}

/** Everything is there, and says where. */
async function opened(context: CommandContext, options: DemoOptions, { command, plan, atEnd }: Given) {
  const { terminal, settings, clock, signal, timeout, note } = context
  const { interval, record, speed, sentence } = plan
  const { heaters: count, days = Math.max(fewestDays, Math.min(mostDays, Math.floor(heaterDays / count))) } = options
  const logger = await context.log()
  const version = packageVersion()
  const alerts = alertsConfig.parse({})
  const random = Math.random
  const place = await demoStore(options.store, terminal.directory)
  atEnd(place.remove)
  const store = await openStore(place.file, { logger })
  atEnd(() => store.close())

  if (days > 0) note(`Living through the ${days} days before; that takes some seconds.`)
  const progress = pastProgress(context, days)
  const { simulator, kept } = await demoPast({
    ...{ command, store, logger, clock, speed, version, signal, alerts, random, account: accountName, count, days },
    progress: done => progress.show(done),
  }).finally(() => progress.close())
  atEnd(() => simulator.close())
  const { account, url: cloud, heaterClock, heaters } = simulator
  const [shown] = heaters
  if (shown === undefined) throw new Error('The simulated account has no heater.')
  const { name, macAddress } = shown.identity

  const { readOnly } = settings
  const client = new NaviLinkClient({ ...account, cloud, clock, heaterClock, logger, timeout, timeZone, readOnly })
  atEnd(() => client.close())
  logLink(client.link, logger)
  const display = tankDisplay(context, name, speed)
  const show = new TankShow({ heater: heaterId(macAddress), interval, record, display, clock: heaterClock })
  atEnd(async () => show.close())
  const station = new Station({
    ...{ store, readOnly, logger, version, random, alerts, clock: heaterClock, wallClock: clock },
    accounts: [{ name: accountName, client, timeZone, interval }],
    sinks: show.sinks,
  })
  atEnd(() => station.close())
  const token = randomBytes(32).toString('base64url')
  const start = (port: number) => startApi(station, { listen: { host, port }, controlToken: token })
  const api = await openApi(start, options.port)
  atEnd(() => api.close())
  await writeControlFile(place.file, { url: api.url, token, pid: process.pid })
  atEnd(() => removeControlFile(place.file))

  const what = heaters.length === 1 ? 'A simulated heater' : `${heaters.length} simulated heaters`
  note(`${what} at ${cloud}, ${speed} times as fast as life; Ctrl-C ends it.`)
  if (sentence !== undefined) note(sentence)
  for (const line of whereToLook(api.url, show.heater, place.file, kept)) note(line)
  await station.start()
  return { station, show, heaterClock }
}

const whereToLook = (url: string, heater: string, file: string, kept: number) => [
  `  page       ${url}/`,
  `  API        ${url}/openapi.json`,
  `  try        curl ${url}/api/v1/heaters/${heater}`,
  `  record     ${file}${kept === 0 ? '' : `, ${kept} samples of the past`}`,
]
