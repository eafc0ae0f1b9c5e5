import { expect, it } from 'vitest'
import { heater, hour, minute } from '../../../test/fixtures/kept-record.ts'
import type { Gap } from './gap.ts'
import { cutGap, leastGap } from './gap-cutting.ts'

const start = Date.UTC(2026, 4, 1)
const gap: Gap = { heater, from: start, until: start + 10 * hour, cause: 'station-stopped' }
const every = (step: number, from: number, until: number) =>
  Array.from({ length: Math.floor((until - from) / step) + 1 }, (_, i) => start + from + i * step)
const ends = (gaps: readonly Gap[]) =>
  gaps.map(({ from, until }) => [(from - start) / hour, until === undefined ? undefined : (until - start) / hour])

it('stays whole where nothing lies in it', () => {
  expect(cutGap(gap, [])).toEqual([gap])
  expect(cutGap(gap, [start + 10 * hour])).toEqual([gap])
})

it('is cut at the samples in it', () => {
  expect(ends(cutGap(gap, every(5 * minute, 2 * hour, 4 * hour)))).toEqual([
    [0, 2],
    [4, 10],
  ])
})

it('is taken away by an empty one where its beginning is filled', () => {
  expect(ends(cutGap(gap, every(5 * minute, 5 * minute, hour)))).toEqual([
    [0, 0],
    [1, 10],
  ])
  expect(ends(cutGap(gap, every(5 * minute, 5 * minute, 10 * hour)))).toEqual([[0, 0]])
})

it('goes on behind them while it lasts', () => {
  expect(ends(cutGap({ ...gap, until: undefined }, every(minute, hour, 2 * hour)))).toEqual([
    [0, 1],
    [2, undefined],
  ])
})

it('takes a hole for one by the usual step of the samples', () => {
  expect(leastGap(every(minute, 0, hour))).toBe(10 * minute)
  expect(leastGap(every(hour / 2, 0, 5 * hour))).toBe(1.5 * hour)
  expect(leastGap([])).toBe(10 * minute)
})
