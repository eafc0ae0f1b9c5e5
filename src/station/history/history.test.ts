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
import type { Store, StoredSample } from '../store/store.ts'

const start = Date.UTC(2026, 4, 1)

/** A sample a minute; the heat pump runs in the first ten of each hour. */
const minutesOf = (from: number, count: number, every = minute): StoredSample[] =>
  Array.from({ length: count }, (_, i) => {
    const at = from + i * every
    const runs = at % hour < 10 * minute
    const raw = { compUse: runs ? 2 : 1, currentInstPower: runs ? 400 : 0, tankUpperTemperature: 500 + (i % 7) }
    return sampleAt(at, raw, runs !== (at - every) % hour < 10 * minute ? 'push' : 'answer')
  })

describe('housekeeping', () => {
  it('rolls up an hour when it is over', async () => {
    const store = await emptyStore()
    const clock = { now: () => start + hour - 1 }
    await record(store, minutesOf(start, 60))
    await historyOf(store, clock).keep()
    expect(await store.rollups({ heater, span: 'hours' })).toEqual([])
    await historyOf(store, { now: () => start + hour }).keep()
    expect(await store.rollups({ heater, span: 'hours' })).toHaveLength(1)
    expect(await store.dirty()).toEqual([])
  })

  it('packs days that are old enough, and takes late samples in', async () => {
    const store = await emptyStore()
    const samples = minutesOf(start, 3 * 24 * 60)
    await record(store, samples)
    const history = historyOf(store, { now: () => start + 4 * day }, 2)
    await history.keep()
    expect(await store.size()).toMatchObject({ blocks: 2, packedSamples: 2880, samples: 1440 })
    const [first] = samples
    const late = [sampleAt(start + 1), { ...sampleAt(start, { extra: 'x' }), cause: 'import' as const }]
    // One more is there already.
    await store.write({ samples: [...late, ...samples.slice(1, 2)] })
    const before = await all(history.samples({ heater, until: start + 5 * minute }))
    expect(before.slice(0, 4).map(({ at }) => at - start)).toEqual([0, 1, 2, minute])
    expect(before[0]).toEqual(first)
    await history.keep()
    expect(await store.size()).toMatchObject({ blocks: 2, packedSamples: 2882, samples: 1440 })
    expect(await all(history.samples({ heater, until: start + 5 * minute }))).toEqual(before)
  })

  it('packs thousands of samples of one moment, each once', async () => {
    const store = await emptyStore()
    const crowd = Array.from({ length: 2000 }, (_, i) => sampleAt(start, { odd: i }))
    const history = historyOf(store, { now: () => start + 3 * day }, 1)
    await record(store, crowd)
    await history.keep()
    await store.write({ samples: crowd })
    await store.write({ samples: crowd.map(one => ({ ...one, raw: { ...one.raw, late: 1 } })) })
    await history.keep()
    const found = await all(history.samples({ heater }))
    expect(found).toHaveLength(4000)
    expect(found.at(-1)?.at).toBe(start + 3999)
  })

  it('misses nothing of what is packed while it is read, and reads nothing twice', async () => {
    const store = await emptyStore()
    const samples = minutesOf(start, 6 * 24 * 6, 10 * minute)
    await record(store, samples)
    let now = start + 2 * day
    const history = historyOf(store, { now: () => now }, 1)
    for (const backwards of [false, true]) {
      const found: StoredSample[] = []
      for await (const sample of history.samples({ heater, backwards })) {
        if (found.push(sample) % 100 !== 50) continue
        now += day / 2
        await history.keep()
      }
      expect(backwards ? found.reverse() : found).toEqual(samples)
    }
    expect((await store.size()).blocks).toBe(6)
  })

  it('ends when it is told to, and goes on the next time', async () => {
    const store = await emptyStore()
    await record(store, minutesOf(start, 24 * 60))
    const stop = new AbortController()
    let written = 0
    const counting: Store = Object.create(store, {
      write: {
        value(...args: Parameters<Store['write']>) {
          if (++written === 1) stop.abort()
          return store.write(...args)
        },
      },
    })
    const history = historyOf(counting, { now: () => start + 2 * day }, 1)
    await history.keep(stop.signal)
    expect(written).toBe(1)
    await history.keep()
    // The hours, two days of the ledger, and a day that was packed.
    expect(written).toBe(4)
  })

  it('makes one round at a time', async () => {
    const store = await emptyStore()
    await record(store, minutesOf(start, 60))
    const history = historyOf(store, { now: () => start + day })
    expect(history.keep()).toBe(history.keep())
    await history.keep()
  })

  it('goes on beside a day that is damaged', async () => {
    const store = await emptyStore()
    const history = historyOf(store, { now: () => start + 3 * day }, 1)
    await store.write({
      blocks: [{ heater, day: start, samples: 1, data: Uint8Array.of(1, 2, 3), raw: [] }],
      heaters: [{ id: 'h2', name: 'Attic', timeZone: 'UTC', account: 'home' }],
      samples: [sampleAt(start), { ...sampleAt(start), heater: 'h2' }],
    })
    await history.keep()
    expect(await store.blocks({ heater: 'h2' })).toHaveLength(1)
    expect((await store.size()).samples).toBe(1)
  })

  it('makes the numbers of a day anew where they are damaged', async () => {
    const store = await emptyStore()
    const history = historyOf(store, { now: () => start + 5 * hour })
    await record(store, minutesOf(start, 5 * 60))
    await history.keep()
    const good = await store.rollups({ heater, span: 'hours' })
    await store.write({
      rollups: good.map(rollup => ({ ...rollup, data: Uint8Array.of(9) })),
      dirty: [{ heater, hour: start + hour }],
    })
    await history.keep()
    expect(await store.rollups({ heater, span: 'hours' })).toEqual(good)
  })

  it('tells of the day that a packed one cannot be read', async () => {
    const store = await emptyStore()
    await store.write({
      blocks: [{ heater, day: start, samples: 1, data: Uint8Array.of(1, 2, 3), raw: [] }],
      memory: { [`history/${heater}`]: { packed: { from: start, until: start + day } } },
    })
    const history = historyOf(store, { now: () => start + day })
    await expect(all(history.samples({ heater }))).rejects.toMatchObject({
      name: 'StoreError',
      problem: 'damaged',
      message: expect.stringContaining('2026-05-01'),
    })
  })
})

describe('the ledger', () => {
  it('has days of the heater’s zone, today as far as it has come', async () => {
    const store = await emptyStore('America/Los_Angeles')
    const midnight = start + 7 * hour
    await record(store, minutesOf(midnight + 12 * hour, 24 * 60 + 1))
    const history = historyOf(store, { now: () => midnight + day + 18 * hour })
    const expected = [
      { day: '2026-05-01', observed: 43_200, unobserved: 43_200 },
      { day: '2026-05-02', observed: 43_200, unobserved: 21_600 },
    ]
    const before = await history.energy({ heater })
    expect(before).toMatchObject(expected)
    expect(before[0]?.heatPumpEnergy).toBeCloseTo(800, -1)
    await history.keep()
    expect(await history.energy({ heater })).toEqual(before)
    expect(await history.energy({ heater, from: '2026-05-02' })).toEqual(before.slice(1))
    expect(await history.energy({ heater, until: '2026-05-02' })).toEqual(before.slice(0, 1))
  })

  it('has the days of a gap, with nothing observed', async () => {
    const store = await emptyStore()
    await record(store, minutesOf(start, 60))
    const gap = { heater, from: start + 59 * minute, until: start + 3 * day, cause: 'station-stopped' as const }
    await record(store, minutesOf(start + 3 * day, 2), [gap])
    const history = historyOf(store, { now: () => start + 3 * day + hour })
    await history.keep()
    expect(await history.energy({ heater })).toMatchObject([
      { observed: 59 * 60, unobserved: 86_400 - 59 * 60 },
      { observed: 0, unobserved: 86_400, heatPumpEnergy: 0 },
      { observed: 0, unobserved: 86_400 },
      { observed: 60, unobserved: 3540 },
    ])
  })

  it('does not begin in a year in which a clock was wrong', async () => {
    const store = await emptyStore()
    const gap = { heater, from: 1000, until: start, cause: 'clock' as const }
    await record(store, [sampleAt(1000)])
    await store.write({ gaps: [gap] })
    await store.write({ samples: minutesOf(start, 60), dirty: [{ heater, hour: start }] })
    const history = historyOf(store, { now: () => start + 2 * day })
    await history.keep()
    expect((await history.energy({ heater })).map(line => line.day)).toEqual([
      '1970-01-01',
      '2026-05-01',
      '2026-05-02',
      '2026-05-03',
    ])
  })

  it('keeps what the heater told beside what was seen', async () => {
    const store = await emptyStore()
    const history = historyOf(store, { now: () => start + day + hour })
    await record(store, minutesOf(start, 25 * 60))
    const told = { heatPumpEnergy: 1600, elementEnergy: 0, heatPumpTime: 4, elementTime: 0 }
    const none = { heatPumpEnergy: 0, elementEnergy: 0, heatPumpTime: 0, elementTime: 0 }
    const rows = [
      { year: 2026, month: 4, day: 29, ...none },
      { year: 2026, month: 4, day: 30, ...told },
      { year: 2026, month: 5, day: 1, ...told },
      { year: 2026, month: 5, day: 2, ...told, heatPumpEnergy: 70 },
      { year: 2026, month: 5, day: 3, ...none },
      { year: 2026, month: 4, ...told },
    ]
    await history.told(heater, rows, start + day + hour)
    const before = await history.energy({ heater })
    await history.keep()
    expect(await history.energy({ heater })).toEqual(before)
    expect(before.map(line => [line.day, line.told?.heatPumpEnergy, line.toldAt, line.observed])).toEqual([
      ['2026-04-30', 1600, start + day + hour, 0],
      ['2026-05-01', 1600, start + day + hour, 86_400],
      ['2026-05-02', 70, start + day + hour, 3540],
    ])
    // A late sample changes what was seen alone.
    await record(store, [sampleAt(start + 30 * minute + 1, { currentInstPower: 4000, heatUpperUse: 2 })])
    await history.keep()
    const [, after] = await history.energy({ heater })
    expect(after).toMatchObject({ told, toldAt: start + day + hour })
    expect(after?.elementEnergy).toBeGreaterThan(before[1]?.elementEnergy ?? 0)
  })

  it('counts nothing between samples that lie far apart, gap or no gap', async () => {
    const store = await emptyStore()
    const pump = { compUse: 2, currentInstPower: 400 }
    const times = [0, hour, 3 * hour, 5 * hour + 1, 6 * hour]
    await record(
      store,
      times.map(at => sampleAt(start + at, pump)),
    )
    const history = historyOf(store, { now: () => start + day })
    const before = await history.energy({ heater })
    expect(before).toMatchObject([{ observed: 14_400, heatPumpEnergy: 1600 }, {}])
    await history.keep()
    expect(await history.energy({ heater })).toEqual(before)
  })

  it('counts nothing that is to come, whatever a clock said that was ahead', async () => {
    const store = await emptyStore()
    let now = start + 90 * minute
    const history = historyOf(store, { now: () => now })
    await record(store, minutesOf(start, 90))
    const right = await history.energy({ heater })
    now += 20 * day
    await record(store, minutesOf(now, 10))
    await history.keep()
    expect(await history.energy({ heater })).toHaveLength(21)
    now = start + 90 * minute
    expect(await history.energy({ heater })).toEqual(right)
    await history.keep()
    expect(await history.energy({ heater })).toEqual(right)
    expect((await store.energy({ heater })).map(line => line.day)).toEqual(['2026-05-01'])
    // From then on days are entered at their end.
    now = start + 2 * day
    await history.keep()
    expect(await history.energy({ heater })).toMatchObject([
      { observed: 89 * 60, unobserved: 86_400 - 89 * 60 },
      { observed: 0, unobserved: 86_400 },
      { observed: 0, unobserved: 0 },
    ])
  })

  it('counts a stretch to a sample that is to come only up to now', async () => {
    const store = await emptyStore()
    await record(store, [sampleAt(start), sampleAt(start + hour)])
    const history = historyOf(store, { now: () => start + hour / 2 })
    expect(await history.energy({ heater })).toMatchObject([{ observed: 1800, unobserved: 0 }])
  })

  it('has no line twice after a move to another zone, and keeps what the heater told', async () => {
    const store = await emptyStore('America/Denver')
    const move = (timeZone: string) =>
      store.write({ heaters: [{ id: heater, name: 'Cellar', timeZone, account: 'home' }] })
    await record(store, minutesOf(start, 24 * 60 + 1))
    const history = historyOf(store, { now: () => start + 3 * day })
    const told = { heatPumpEnergy: 1600, elementEnergy: 0, heatPumpTime: 4, elementTime: 0 }
    await history.told(heater, [{ year: 2026, month: 4, day: 30, ...told }], start + day)
    await history.keep()
    await move('Asia/Kathmandu')
    const fresh = await history.energy({ heater })
    await history.keep()
    const kept = await history.energy({ heater })
    expect(kept).toEqual(fresh)
    expect(kept.map(line => [line.day, line.observed, line.told?.heatPumpEnergy])).toEqual([
      ['2026-04-30', 0, 1600],
      ['2026-05-01', 18.25 * 3600, undefined],
      ['2026-05-02', 5.75 * 3600, undefined],
      ['2026-05-03', 0, undefined],
      ['2026-05-04', 0, undefined],
    ])
  })

  it('is made anew when the heater moves to another zone', async () => {
    const store = await emptyStore()
    await record(store, minutesOf(start, 24 * 60))
    const history = historyOf(store, { now: () => start + 2 * day })
    await history.keep()
    await store.write({ heaters: [{ id: heater, name: 'Cellar', timeZone: 'America/Los_Angeles', account: 'home' }] })
    await history.keep()
    expect((await history.energy({ heater })).map(line => [line.day, line.observed])).toEqual([
      ['2026-04-30', 7 * 3600],
      ['2026-05-01', 17 * 3600 - 60],
      ['2026-05-02', 0],
    ])
  })
})
