import { describe, expect, it } from 'vitest'
import { type DayPattern, dayPatterns, patternDraws, patternFor } from './day-patterns.ts'

const gallon = 3.785411784
const day = 86_400

describe('the patterns of the US test', () => {
  it.each([
    ['very-small', 10, 9],
    ['low', 38, 11],
    ['medium', 55, 12],
    ['high', 84, 14],
  ] as const)('%s: %d gal in %d draws, none into another, all straight', (name, gallons, count) => {
    const draws = dayPatterns[name]
    expect(draws).toHaveLength(count)
    expect(draws.reduce((sum, { litres }) => sum + litres, 0) / gallon).toBeCloseTo(gallons, 9)
    expect(new Set(draws.map(({ at }) => at))).toEqual(new Set(['tank']))
    for (const [i, { start, seconds }] of draws.entries())
      expect(start + seconds).toBeLessThanOrEqual(draws[i + 1]?.start ?? day)
  })

  it('have their flow: 27 gal at 3 gal/min take 9 minutes', () => {
    const first = dayPatterns.high[0]
    expect(first?.seconds).toBeCloseTo(540, 9)
    expect(dayPatterns.medium.at(-1)).toMatchObject({ start: 1020 * 60, seconds: expect.closeTo((7 / 1.7) * 60, 9) })
  })

  it.each<[number, DayPattern]>([
    [0, 'very-small'],
    [17.9, 'very-small'],
    [18, 'low'],
    [50.9, 'low'],
    [51, 'medium'],
    [65, 'medium'],
    [74.9, 'medium'],
    [75, 'high'],
    [85, 'high'],
  ])('a first-hour rating of %d gal calls for %s', (gallons, pattern) => expect(patternFor(gallons)).toBe(pattern))

  it('can begin with the people’s day, every day', () => {
    const draws = patternDraws('medium', 6 * 3600)
    const start = 20_000 * day
    expect(draws.litresBetween(start, start + 6 * 3600).litres).toBe(0)
    expect(draws.litresBetween(start, start + 10 * day).litres / gallon).toBeCloseTo(550, 6)
  })
})
