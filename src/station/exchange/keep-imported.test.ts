import { afterEach, beforeEach, expect, it } from 'vitest'
import { hours, minutes } from '#time/duration'
import { silentLogger } from '#wire/logger'
import { samplesIn } from '../history/sample-reader.ts'
import { openStore } from '../store/sqlite/open-store.ts'
import type { Store } from '../store/store.ts'
import { keepSamples, settleGaps } from './keep-imported.ts'

const heater = '0a1b2c3d'
const start = Date.UTC(2025, 8, 26, 20)
const five = minutes(5)

let store: Store
beforeEach(async () => {
  store = await openStore(':memory:', { logger: silentLogger })
  await store.write({ heaters: [{ id: heater, name: 'Garage', timeZone: 'America/Denver', account: 'home' }] })
})
afterEach(() => store.close())

const keeping = () => ({
  store,
  heater,
  history: { samples: (range: Parameters<typeof samplesIn>[1]) => samplesIn(store, range) },
})
/** One every five minutes, from one number to the other. */
const run = (from: number, until: number) =>
  Array.from({ length: until - from }, (_, i) => ({
    at: start + (from + i) * five,
    connected: true,
    raw: { dhwChargePer: from + i, dhwTemperature: 117 },
  }))
const settle = (from: number, until: number) =>
  settleGaps(keeping(), { from: start + from * five, until: start + until * five, longest: minutes(15) })
const gapsOf = async () =>
  (await store.gaps({ heater })).map(({ from, until = 0, cause }) => [
    (from - start) / five,
    (until - start) / five,
    cause,
  ])

it('takes what is there already only once, whatever more is known of it', async () => {
  await store.write({
    samples: run(0, 3).map(one => ({ ...one, heater, cause: 'answer', raw: { ...one.raw, compUse: 2 } })),
  })
  expect(await keepSamples(keeping(), run(0, 5))).toEqual({ kept: 2, known: 3 })
  expect(await keepSamples(keeping(), run(0, 5).reverse())).toEqual({ kept: 0, known: 5 })
  expect(await keepSamples(keeping(), [])).toEqual({ kept: 0, known: 0 })
  const all = await store.samples({ heater })
  expect(all.map(({ cause }) => cause)).toEqual(['answer', 'answer', 'answer', 'import', 'import'])
})

it('keeps two that say different things at one time, and knows both again', async () => {
  const [one] = run(0, 1)
  const two = [one, { ...one, raw: { dhwChargePer: 50 } }].flatMap(each =>
    each?.raw ? [each as typeof one & object] : [],
  )
  expect(await keepSamples(keeping(), two as never)).toEqual({ kept: 2, known: 0 })
  expect(await keepSamples(keeping(), two as never)).toEqual({ kept: 0, known: 2 })
})

const dirtyHours = async () => (await store.dirty()).map(({ hour }) => (hour - start) / hours(1))

it('marks every hour that a sample can change', async () => {
  await keepSamples(keeping(), run(0, 1))
  await keepSamples(keeping(), run(47, 48))
  await store.write({ clean: await store.dirty() })
  await keepSamples(keeping(), run(24, 25))
  expect(await dirtyHours()).toEqual([0, 1, 2, 3])
})

it('marks only the ends of a hole in which nothing counts, however many years it has', async () => {
  await keepSamples(keeping(), run(0, 1))
  await keepSamples(keeping(), run(300_000, 300_001))
  await settle(0, 300_000)
  expect(await dirtyHours()).toEqual([0, 25_000])
})

it('finds the holes of a file, and those to what was there before and after', async () => {
  await store.write({ samples: [...run(-20, -10), ...run(60, 70)].map(one => ({ ...one, heater, cause: 'answer' })) })
  await keepSamples(keeping(), [...run(0, 10), ...run(12, 20), ...run(30, 40)])
  expect(await settle(0, 39)).toEqual({ gaps: 3 })
  const found = [
    [-11, 0, 'unknown'],
    [19, 30, 'unknown'],
    [39, 60, 'unknown'],
  ]
  expect(await gapsOf()).toEqual(found)
  expect(await settle(0, 39)).toEqual({ gaps: 0 })
  expect(await gapsOf()).toEqual(found)
})

it('leaves alone what the record had as it was', async () => {
  // A station that asks once in an hour has no gaps.
  await store.write({
    samples: [0, 12, 24].flatMap(at => run(at, at + 1)).map(one => ({ ...one, heater, cause: 'answer' })),
  })
  await keepSamples(keeping(), run(10, 14))
  expect(await settle(10, 13)).toEqual({ gaps: 2 })
  expect(await gapsOf()).toEqual([
    [0, 10, 'unknown'],
    [13, 24, 'unknown'],
  ])
})

it('cuts a gap where the file has samples, and takes one away that it fills', async () => {
  const gap = (from: number, until: number) =>
    ({ heater, from: start + from * five, until: start + until * five, cause: 'station-stopped' }) as const
  await store.write({
    samples: [...run(0, 1), ...run(100, 101), ...run(110, 111)].map(one => ({ ...one, heater, cause: 'answer' })),
    gaps: [gap(0, 100), gap(100, 110)],
  })
  await keepSamples(keeping(), [...run(1, 20), ...run(50, 60), ...run(101, 110)])
  expect(await settle(1, 109)).toEqual({ gaps: 0 })
  expect(await gapsOf()).toEqual([
    [19, 50, 'station-stopped'],
    [59, 100, 'station-stopped'],
  ])
  expect(await dirtyHours()).toEqual([0, 1, 4, 8, 9])
})

it('cuts a gap also when the import is broken off, and one that still lasts', async () => {
  const lasting = { heater, from: start, cause: 'station-stopped' } as const
  await store.write({
    samples: run(0, 1).map(one => ({ ...one, heater, cause: 'answer' })),
    gaps: [lasting],
  })
  await keepSamples(keeping(), run(12, 24))
  expect(await store.gaps({ heater })).toEqual([
    { ...lasting, until: start + 12 * five },
    { ...lasting, from: start + 23 * five, until: undefined },
  ])
})

it.each([
  [{ at: Date.UTC(2009, 11, 31) }, 'A sample of 2009-12-31T00:00:00.000Z can’t be: it lies before 2010.'],
  [{ at: start + hours(25) }, 'A sample of 2025-09-27T21:00:00.000Z can’t be: it lies in the future.'],
  [{ raw: { x: [[[[[[[[[1]]]]]]]]] } }, 'The value of x is nested deeper than 8 levels.'],
  [{ raw: { x: 'x'.repeat(10_000) } }, 'The value of x is longer than 10000 characters.'],
])('refuses all where one is %j', async (odd, sentence) => {
  const [good] = run(0, 1)
  const samples = [good, { ...good, ...odd }] as never
  await expect(keepSamples({ ...keeping(), now: start }, samples)).rejects.toThrow(new RangeError(sentence))
  expect(await store.samples({ heater })).toEqual([])
})
