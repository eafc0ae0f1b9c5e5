import { expect, it, onTestFinished } from 'vitest'
import { startSimulator } from '#simulator/simulator'
import { heaterId } from '#station/heater-id'
import type { Sample } from '#station/sample'
import { openStore } from '#station/store/sqlite/open-store'
import { days, hours, minutes } from '#time/duration'
import { silentLogger } from '#wire/logger'
import { type Episode, eventsOf } from './past-month.ts'
import { PastRecord } from './past-record.ts'

const until = Date.UTC(2026, 10, 21, 6)
const from = until - days(1)
const [first, second] = ['024e57500501', '024e57500502']
const hero = heaterId(first)
const other = heaterId(second)

const episodes: readonly Episode[] = [
  { from: from + hours(2), until: from + hours(5), unheard: 'station-stopped' },
  {
    from: from + hours(8),
    until: from + hours(9),
    unheard: 'heater-offline',
    begins: heater => {
      heater.connected = false
    },
    ends: heater => {
      heater.connected = true
    },
  },
]

it('is what a station would have kept: samples by the minute, and gaps with their cause', async () => {
  const store = await openStore(':memory:', { logger: silentLogger })
  onTestFinished(() => store.close())
  for (const id of [hero, other]) await store.write({ heaters: [{ id, name: id, timeZone: 'UTC', account: 'demo' }] })
  const seen: Sample[] = []
  let now = 0
  const record = new PastRecord({
    store,
    interval: minutes(1),
    episodes,
    hero,
    watch: {
      passTo: async moment => {
        expect(moment).toBeGreaterThanOrEqual(now)
        now = moment
      },
      take: async sample => {
        expect(sample.at.getTime()).toBe(now)
        seen.push(sample)
      },
    },
  })
  const cloud = await startSimulator({
    heaterStart: until,
    heaters: [first, second].map(macAddress => ({ macAddress, climate: 'sacramento' })),
    past: { length: days(1), events: eventsOf(episodes, from), tell: status => record.take(status) },
  })
  onTestFinished(() => cloud.close())
  await record.end(until)

  expect(now).toBe(until)
  const gap = (heater: string, begins: number, ends: number, cause: string) => ({
    heater,
    from: from + hours(begins) - minutes(1),
    until: from + hours(ends),
    cause,
  })
  const gaps = await store.gaps({ heater: hero })
  expect(gaps).toMatchObject([gap(hero, 2, 5, 'station-stopped'), gap(hero, 8, 9, 'heater-offline')])
  expect(await store.gaps({ heater: other })).toMatchObject([gap(other, 2, 5, 'station-stopped')])

  // Of two at one moment the second is entered a millisecond later.
  const answers = async (heater: string) =>
    (await store.samples({ heater })).filter(({ cause }) => cause === 'answer').map(({ at }) => at - (at % minutes(1)))
  const minutesOf = (...spans: readonly (readonly [number, number])[]) =>
    spans.flatMap(([begins, ends]) =>
      Array.from({ length: (ends - begins) * 60 }, (_, i) => from + hours(begins) + minutes(i)),
    )
  expect(await answers(hero)).toEqual(minutesOf([0, 2], [5, 8], [9, 24]))
  expect(await answers(other)).toEqual(minutesOf([0, 2], [5, 24]))
  // Every hour waits to be rolled up but the three of the long gap, in which there is nothing.
  expect((await store.dirty()).filter(({ heater }) => heater === hero)).toHaveLength(21)
  expect(record.kept).toBe((await store.size()).samples)
  // All that was said unasked, and an answer every five minutes.
  const causes = seen.map(({ status }) => status.about.cause)
  const pushes = (await store.samples({ heater: hero })).concat(await store.samples({ heater: other }))
  expect(causes.filter(cause => cause === 'push')).toHaveLength(pushes.filter(({ cause }) => cause === 'push').length)
  for (const heater of [hero, other]) {
    const times = seen.filter(sample => sample.heater === heater).map(({ at }) => at.getTime())
    expect(times.length).toBeGreaterThan(200)
    for (const [i, at] of times.entries())
      if (i > 0) expect(at - (times[i - 1] ?? 0)).toBeLessThanOrEqual(hours(3) + minutes(5))
  }
})
