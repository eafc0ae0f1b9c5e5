import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { constant, linear, linearDaily, meanBetween } from './series.ts'

const hour = 3600
const day = 24 * hour

describe('linear', () => {
  const series = linear([0, 100, 300, 400], [10, 20, 0, 8])

  it.each([
    [-50, 10],
    [0, 10],
    [50, 15],
    [100, 20],
    [200, 10],
    [350, 4],
    [400, 8],
    [1e9, 8],
    [25, 12.5],
    [399, 7.92],
    [1, 10.1],
  ])('at %d s it is %d', (second, value) => expect(series.at(second)).toBeCloseTo(value, 9))

  it('does not hang on what was asked before', () => {
    const times = Array.from({ length: 200 }, (_, i) => i * i)
    const values = times.map(time => Math.sin(time))
    const one = linear(times, values)
    fc.assert(
      fc.property(fc.array(fc.double({ min: -10, max: 41_000, noNaN: true })), asked => {
        for (const second of asked) expect(one.at(second)).toBe(linear(times, values).at(second))
      }),
    )
  })

  it('stays exactly as it is between two equal points', () => {
    const flat = linear([0, 3600], [39.7, 39.7])
    for (let second = 0; second < 3600; second += 7) expect(flat.at(second)).toBe(39.7)
  })

  it('is one value where there is one point', () => expect(linear([5], [7]).at(99)).toBe(7))
})

it('a day that is repeated goes on over midnight, by the clocks of the house', () => {
  const series = linearDaily([6 * hour, 18 * hour], [10, 22], () => -8 * hour)
  const midnight = 20_000 * day + 8 * hour
  expect(series.at(midnight)).toBeCloseTo(16, 9)
  expect(series.at(midnight + 12 * hour)).toBeCloseTo(16, 9)
  expect(series.at(midnight + 18 * hour)).toBeCloseTo(22, 9)
  expect(series.at(midnight + 5 * day + 6 * hour)).toBeCloseTo(10, 9)
  expect(linearDaily([0], [3], () => 0).at(midnight)).toBe(3)
})

it('a mean is that of the middle of a short step, and looks often at a long one', () => {
  const wave = { at: (second: number) => 20 + 5 * Math.cos((2 * Math.PI * second) / day) }
  expect(meanBetween(wave, 0, 60)).toBe(wave.at(30))
  expect(meanBetween(wave, 0, day)).toBeCloseTo(20, 9)
  expect(meanBetween(wave, 0, 6 * hour)).toBeCloseTo(20 + 10 / Math.PI, 1)
  expect(meanBetween(constant(4), 0, 0)).toBe(4)
})
