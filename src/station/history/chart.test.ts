import { describe, expect, it } from 'vitest'
import {
  all,
  day,
  emptyStore,
  heater,
  historyOf,
  hour,
  minute,
  record,
  sampleAt,
} from '../../../test/fixtures/kept-record.ts'
import type { StoredSample } from '../store/store.ts'
import type { Chart } from './history.ts'

const start = Date.UTC(2026, 4, 1)
const fields = ['tankUpperTemperature', 'compUse'] as const

/** Every ten minutes; the tank is 50 °C and each day 1 K warmer, and the heat pump runs in the afternoon. */
const daysOf = (days: number, from = start): StoredSample[] =>
  Array.from({ length: days * 144 + 1 }, (_, i) => {
    const at = from + i * 10 * minute
    const warmer = Math.floor((at - start) / day)
    return sampleAt(at, { tankUpperTemperature: 500 + 10 * warmer, compUse: at % day >= 12 * hour ? 2 : 1 })
  })

const range = (chart: Chart, key: string) => {
  const series = chart.series[key]
  if (!series || !('mean' in series)) throw new Error('no numbers')
  return series
}
const labels = (chart: Chart, key: string) => {
  const series = chart.series[key]
  return series && 'label' in series ? series.label : undefined
}

async function kept(samples: readonly StoredSample[], now: number, gaps: Parameters<typeof record>[2] = []) {
  const store = await emptyStore()
  await record(store, samples, gaps)
  const history = historyOf(store, { now: () => now }, 5)
  await history.keep()
  return { store, history }
}

describe('a chart', () => {
  it('of a day comes from samples', async () => {
    const { history } = await kept(daysOf(2), start + 2 * day)
    const chart = await history.chart({ heater, fields, from: start, until: start + day, points: 48 })
    expect(chart).toMatchObject({ source: 'samples', step: hour / 2, from: start, until: start + day, gaps: [] })
    expect(chart.at).toEqual(Array.from({ length: 48 }, (_, i) => start + (i * hour) / 2))
  })

  it('of an hour may have more points than samples', async () => {
    const { history } = await kept(daysOf(1), start + day)
    const chart = await history.chart({ heater, fields, from: start + hour, until: start + 2 * hour, points: 60 })
    expect(chart).toMatchObject({ source: 'samples', step: minute })
    expect(range(chart, 'tankUpperTemperature').mean).toEqual(Array.from({ length: 60 }, () => 50))
  })

  it('of weeks comes from hours, also where days are packed', async () => {
    const { store, history } = await kept(daysOf(20), start + 20 * day)
    expect((await store.size()).blocks).toBeGreaterThan(10)
    const chart = await history.chart({
      heater,
      fields,
      from: start + 30 * minute,
      until: start + 20 * day,
      points: 240,
    })
    expect(chart).toMatchObject({ source: 'hours', step: 2 * hour, from: start })
    expect(chart.at).toHaveLength(240)
    const { mean, min, max } = range(chart, 'tankUpperTemperature')
    expect([mean[0], min[0], max[0], mean.at(-1), max.at(-1)]).toEqual([50, 50, 50, 69.04, 70])
    expect(labels(chart, 'compUse')?.slice(4, 8)).toEqual(['off', 'off', 'on', 'on'])
  })

  it('of a year has days', async () => {
    const { history } = await kept(daysOf(20), start + 20 * day)
    const chart = await history.chart({ heater, fields, from: start - 345 * day, until: start + 20 * day, points: 365 })
    expect(chart).toMatchObject({ source: 'days', step: day })
    const { mean, max } = range(chart, 'tankUpperTemperature')
    expect([mean[344], mean[345], mean.length]).toEqual([null, 50, 365])
    expect(max.at(-1)).toBe(70)
    const weeks = await history.chart({ heater, fields, from: start, until: start + 20 * day, points: 3 })
    expect(weeks).toMatchObject({ source: 'days', step: 7 * day })
    expect(weeks.at).toEqual([start, start + 7 * day, start + 14 * day])
  })

  it.each([
    ['samples', day, 144],
    ['hours', 10 * day, 1000],
    ['days', 10 * day, 10],
  ])('reaches to now, from %s', async (source, span, points) => {
    const { store, history } = await kept(daysOf(9), start + 9 * day)
    const now = start + 9 * day + 6 * hour + 30 * minute
    const later = Array.from({ length: 39 }, (_, i) =>
      sampleAt(start + 9 * day + (i + 1) * 10 * minute, { tankUpperTemperature: 600 }),
    )
    await record(store, later)
    const chart = await historyOf(store, { now: () => now }).chart({
      heater,
      fields,
      from: now - span,
      until: now,
      points,
    })
    expect(chart.source).toBe(source)
    expect(range(chart, 'tankUpperTemperature').max.at(-1)).toBe(60)
    await history.keep()
    expect(
      await historyOf(store, { now: () => now }).chart({ heater, fields, from: now - span, until: now, points }),
    ).toEqual(chart)
  })

  it('tells nothing where nothing was seen', async () => {
    const gap = { heater, from: start + 2 * day, until: start + 4 * day, cause: 'link-down' as const }
    const { history } = await kept([...daysOf(2), ...daysOf(2, start + 4 * day)], start + 6 * day, [gap])
    const hours = await history.chart({ heater, fields, from: start, until: start + 6 * day, points: 144 })
    expect(hours).toMatchObject({ source: 'hours', step: hour, gaps: [gap] })
    expect(range(hours, 'tankUpperTemperature').mean.map(value => value === null)).toEqual(
      hours.at.map(at => at >= gap.from && at < gap.until),
    )
    const samples = await history.chart({ heater, fields, from: start, until: start + 6 * day, points: 1000 })
    expect(samples.source).toBe('samples')
    expect(labels(samples, 'compUse')?.map(value => value === null)).toEqual(
      samples.at.map(at => at >= gap.from && at + samples.step <= gap.until),
    )
  })

  it.each([
    ['samples', hour, 60],
    ['hours', 12 * day, 1000],
    ['days', 12 * day, 12],
  ])('draws nothing that is to come, from %s', async (source, span, points) => {
    const store = await emptyStore()
    let now = start + 30 * minute
    await record(store, [...daysOf(9, start - 9 * day), sampleAt(start + hour)])
    const history = historyOf(store, { now: () => now })
    const query = { heater, fields, from: start + hour - span, until: start + hour, points }
    const before = await history.chart(query)
    // Rolled up by a clock that was ahead.
    now += 20 * day
    await history.keep()
    now -= 20 * day
    const chart = await history.chart(query)
    expect(chart).toEqual(before)
    expect(chart.source).toBe(source)
    const drawn = chart.at.filter((_, i) => range(chart, 'tankUpperTemperature').mean[i] !== null)
    expect(drawn.at(-1)).toBeLessThan(now)
    expect(drawn.length).toBeGreaterThan(0)
  })

  it('of centuries has days that were, and as many points as were asked for', async () => {
    const { history } = await kept(daysOf(20), start + 20 * day)
    for (const from of [0, start]) {
      const chart = await history.chart({ heater, fields, from, until: Date.UTC(2099, 0) })
      expect(chart.source).toBe('days')
      expect(chart.at.length).toBeGreaterThan(950)
      const { mean } = range(chart, 'tankUpperTemperature')
      expect(mean.filter(value => value !== null).length).toBeLessThanOrEqual(2)
      expect(Math.max(...mean.map(Number))).toBeGreaterThan(55)
    }
  })

  it('names a code that nobody knows by its number', async () => {
    const samples = [0, 1, 2].map(i => sampleAt(start + i * minute, { operationMode: 77 }))
    const { history } = await kept(samples, start + hour)
    const chart = await history.chart({
      heater,
      fields: ['operationMode'],
      from: start,
      until: start + minute,
      points: 1,
    })
    expect(labels(chart, 'operationMode')).toEqual(['unknown-77'])
  })

  it('has no more points than were asked for', async () => {
    const { history } = await kept(daysOf(20), start + 20 * day)
    for (const points of [1, 7, 100, 999, 1000])
      for (const span of [minute + 7, 3 * hour + 1, day + 11, 9 * day + 13, 17 * day, 300 * day]) {
        const chart = await history.chart({ heater, fields, from: start + 123, until: start + 123 + span, points })
        expect(chart.at.length).toBeLessThanOrEqual(points)
        expect(chart.at.length).toBeGreaterThan(0)
        expect(chart.from).toBeLessThanOrEqual(start + 123)
        expect(chart.until).toBeGreaterThanOrEqual(start + 123 + span)
      }
  })

  it('comes from samples as long as nobody has rolled them up', async () => {
    const store = await emptyStore()
    await record(store, daysOf(12))
    const history = historyOf(store, { now: () => start + 12 * day })
    const query = { heater, fields, from: start, until: start + 12 * day }
    const before = [await history.chart(query), await history.chart({ ...query, points: 12 })]
    await history.keep()
    expect([await history.chart(query), await history.chart({ ...query, points: 12 })]).toEqual(before)
  })

  it('says so where its numbers are damaged', async () => {
    const { store, history } = await kept(daysOf(20), start + 20 * day)
    const [rollup] = await store.rollups({ heater, span: 'hours' })
    if (rollup) await store.write({ rollups: [{ ...rollup, data: Uint8Array.of(7) }] })
    const chart = history.chart({ heater, fields, from: start, until: start + 20 * day })
    await expect(chart).rejects.toMatchObject({ name: 'StoreError', problem: 'damaged' })
  })

  it('ends later than it begins', async () => {
    const { history } = await kept(daysOf(1), start + day)
    await expect(history.chart({ heater, fields, from: start, until: start })).rejects.toThrow(RangeError)
    expect(await all(history.samples({ heater, from: start, until: start }))).toEqual([])
  })
})
