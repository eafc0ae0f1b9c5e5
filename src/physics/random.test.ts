import { expect, it } from 'vitest'
import { random } from './random.ts'

const row = (seed: number, length: number) => {
  const next = random(seed)
  return Array.from({ length }, next)
}

it('gives the same numbers for the same seed, and others for its neighbour', () => {
  expect(row(7, 5)).toEqual(row(7, 5))
  expect(row(8, 5)).not.toEqual(row(7, 5))
})

it('spreads evenly over 0 to 1, also over neighbouring seeds', () => {
  for (const numbers of [row(1, 4000), Array.from({ length: 4000 }, (_, seed) => random(seed)())]) {
    expect(Math.min(...numbers)).toBeGreaterThanOrEqual(0)
    expect(Math.max(...numbers)).toBeLessThan(1)
    for (let tenth = 0; tenth < 10; tenth++) {
      const share = numbers.filter(n => Math.floor(n * 10) === tenth).length
      expect(share).toBeGreaterThan(320)
      expect(share).toBeLessThan(480)
    }
  }
})
