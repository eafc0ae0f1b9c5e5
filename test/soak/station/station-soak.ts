/** A station for weeks on a clock that is driven, with a cloud that fails, crashes, a full disk and a clock that is set; and what must hold of its record. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { NaviLinkClient } from '#heater/client'
import { startSimulator } from '#simulator/index'
import { alertsConfig } from '#station/alerts/alerts-config'
import { History } from '#station/history/history'
import { Station } from '#station/station'
import { openStore } from '#station/store/sqlite/open-store'
import { type Duration, days, hours, millis, minutes, seconds } from '#time/duration'
import { silentLogger } from '#wire/logger'
import { drivenClock } from '../../fixtures/driven-clock.ts'
import { Diary } from '../diary.ts'
import { Dice } from '../dice.ts'
import { Weather } from '../weather.ts'
import { crashed, type FrailStore, openFrailStore } from './frail-store.ts'
import { type Judged, judge, recomputed } from './laws.ts'
import { Witness } from './witness.ts'

export interface StationSoakReport extends Judged {
  readonly acknowledged: number
  readonly heard: number
  readonly crashes: number
  readonly stops: number
  readonly fullDisks: number
  readonly clockSteps: number
  readonly troubles: number
  /** What a recomputation of rollups and ledger from the samples gave differently. */
  readonly differences: readonly string[]
  /** Days of the ledger that are over, and of them those that the heater's own figures stand beside. */
  readonly settled: { readonly days: number; readonly told: number }
}

const interval = minutes(1)
/** Of the second heater. */
const seldom = minutes(5)
/** So that packing happens in a short run, too. */
const rawDays = 1
/** From one misfortune of the station to the next: in a short run there are as many as in a week. */
const betweenIn = (length: Duration) => millis(Math.min(hours(14), length / 12))

export async function stationSoak({
  length,
  seed,
  passed = () => {},
}: {
  readonly length: Duration
  readonly seed: number
  /** Another day. */
  readonly passed?: () => void
}): Promise<StationSoakReport> {
  const folder = await mkdtemp(join(tmpdir(), 'navilink-station-'))
  const clock = drivenClock(Date.UTC(2026, 0, 10))
  const dice = new Dice(seed)
  const cloud = await startSimulator({
    clock,
    seed,
    heaterTick: seconds(30),
    heaters: [
      { name: 'Cellar', household: 'family', climate: 'minneapolis' },
      { name: 'Attic', household: 'couple', climate: 'sacramento' },
    ],
  })
  const weather = new Weather(cloud, { clock, dice, diary: new Diary(clock), tokensHold: true })
  const witness = new Witness(cloud.heaters)
  const between = betweenIn(length)
  const counts = { crashes: 0, stops: 0, fullDisks: 0, clockSteps: 0 }
  const clockSet = new Set<string>()
  let stepped = 0
  let files = 0
  const file = () => join(folder, `${files}.db`)

  const finish = async <T>(promise: Promise<T>): Promise<T> => {
    let settled = false
    const over = () => {
      settled = true
    }
    promise.then(over, over)
    await clock.until(() => settled, minutes(30))
    return promise
  }

  let frail!: FrailStore
  let station!: Station
  const begin = async () => {
    frail = await openFrailStore(file(), witness)
    station = new Station({
      accounts: [
        {
          name: 'home',
          client: new NaviLinkClient({ ...cloud.account, cloud: cloud.url, clock, random: dice.roll }),
          timeZone: 'UTC',
          interval,
          heaters: [{ match: 'Cellar' }, { match: 'Attic', interval: seldom }],
        },
      ],
      store: frail.store,
      alerts: alertsConfig.parse({}),
      rawDays,
      readOnly: false,
      clock,
      wallClock: clock,
      monotonic: () => clock.now() - stepped,
      random: dice.roll,
      logger: silentLogger,
      version: 'soak',
    })
    station.news.listen(item => {
      if (item.kind === 'sample') witness.sample(item.sample)
    })
    await finish(station.start())
  }

  const misfortunes: Readonly<Record<string, () => Promise<void>>> = {
    async crash() {
      counts.crashes++
      const left = file()
      files++
      crashed(left, file())
      frail.dead = true
      await finish(station.close())
      await clock.advance(dice.span(seconds(20), hours(6)))
      await begin()
    },
    async stop() {
      counts.stops++
      await finish(station.close())
      await clock.advance(dice.span(seconds(20), hours(6)))
      await begin()
    },
    async 'full disk'() {
      counts.fullDisks++
      frail.full = true
      await clock.advance(dice.span(minutes(1), hours(2)))
      frail.full = false
    },
    async 'clock set'() {
      counts.clockSteps++
      const span = dice.pick([-1, 1]) * dice.span(seconds(30), hours(2))
      for (const at of [clock.now(), clock.now() + span, clock.now() + Math.abs(span)])
        clockSet.add(new Date(at).toISOString().slice(0, 10))
      stepped += span
      clock.step(span)
      await clock.advance(minutes(5))
    },
  }

  const from = clock.now()
  await begin()
  weather.begin()
  let day = 0
  let next = clock.now() + dice.until(between)
  while (clock.now() < from + length - hours(3)) {
    const until = Math.min(next, from + length - hours(3), clock.now() + days(1))
    await clock.advance(Math.max(0, until - clock.now()))
    if (clock.now() >= next) {
      await misfortunes[dice.pick(Object.keys(misfortunes))]?.()
      next = clock.now() + dice.until(between)
    }
    for (; day < Math.floor((clock.now() - from) / days(1)); day++) passed()
  }
  weather.close()
  // Sun at the end, so that everything that waited is written and the heaters are asked for their days.
  await clock.advance(Math.max(hours(3), from + length - clock.now()))
  await finish(station.close())
  await finish(cloud.close())
  clock.close()

  const store = await openStore(file(), { logger: silentLogger })
  const empty = await openStore(':memory:', { logger: silentLogger })
  try {
    const now = clock.now()
    const differences = await recomputed(store, empty, now, rawDays)
    const history = new History({ store, clock: { now: () => now }, logger: silentLogger, rawDays })
    const names = new Map((await store.heaters()).map(({ id, name }) => [id, name]))
    const intervalOf = (heater: string) => (names.get(heater) === 'Attic' ? seldom : interval)
    const judged = await judge({ store, history, witness, intervalOf, clockSet })
    const today = new Date(now).toISOString().slice(0, 10)
    const settled = { days: 0, told: 0 }
    for (const { day, told } of await store.energy({}))
      if (day < today) {
        settled.days++
        if (told) settled.told++
      }
    const troubles = [...weather.counts.values()].reduce((a, b) => a + b, 0)
    const acknowledged = [...witness.acknowledged.values()].reduce((sum, { size }) => sum + size, 0)
    return { ...judged, ...counts, acknowledged, heard: witness.heard, troubles, differences, settled }
  } finally {
    await store.close()
    await empty.close()
    await rm(folder, { recursive: true })
  }
}

/** A sentence for each law that doesn't hold. */
export function brokenLaws({ lost, invented, gaps, energy, differences, settled }: StationSoakReport): string[] {
  const some = (list: readonly string[]) => `${list.length}: ${list.slice(0, 3).join('; ')}`
  const laws: readonly (readonly [boolean, string])[] = [
    [lost.length > 0, `samples that were acknowledged and are not in the record, ${some(lost)}`],
    [invented.length > 0, `samples of the record that never came, ${some(invented)}`],
    [gaps.missing.length > 0, `gaps that are no fact: ${some(gaps.missing)}`],
    [gaps.wrong.length > 0, `gaps that are none: ${some(gaps.wrong)}`],
    ...energy.flatMap(({ heater, interval, truth, ledger, worst }): readonly (readonly [boolean, string])[] => {
      // Between two questions five minutes apart much can happen that nobody hears of.
      const most = interval <= minutes(1) ? { total: 0.005, day: 0.02 } : { total: 0.02, day: 0.15 }
      return [
        [Math.abs(ledger / truth - 1) > most.total, `the energy of ${heater} is off by ${ledger / truth - 1}`],
        [worst.share > most.day, `the energy of ${heater} on ${worst.day} is off by ${worst.share}`],
      ]
    }),
    [differences.length > 0, `rollups that a recomputation makes otherwise, ${some(differences)}`],
    [settled.told < settled.days * 0.9, `the heater's own figures are missing on ${settled.days - settled.told} days`],
  ]
  return laws.filter(([broken]) => broken).map(([, sentence]) => sentence)
}
