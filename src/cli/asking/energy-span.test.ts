import { describe, expect, test } from 'vitest'
import { energySpan } from './energy-span.ts'

const today = { year: 2026, month: 3, day: 7 }
const yearRound = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]

describe('--last', () => {
  test('counts months back, this one included', () => {
    expect(energySpan({ last: '4m' }, today)).toEqual({
      by: 'month',
      from: '2025-12',
      to: '2026-03',
      asks: [
        { year: 2025, months: [12] },
        { year: 2026, months: [1, 2, 3] },
      ],
    })
    expect(energySpan({ last: '2y' }, today)).toMatchObject({ from: '2024-04', to: '2026-03' })
  })

  test('counts days back, today included, over the turn of a year', () => {
    expect(energySpan({ last: '7d' }, { year: 2026, month: 1, day: 3 })).toEqual({
      by: 'day',
      from: '2025-12-28',
      to: '2026-01-03',
      asks: [
        { year: 2025, months: [12] },
        { year: 2026, months: [1] },
      ],
    })
    expect(energySpan({ last: '1d' }, today)).toMatchObject({ from: '2026-03-07', to: '2026-03-07' })
  })

  test.each(['12', 'm', '0m', '12w', '-3m', '732d', '241m', '1.5m'])('is not %s', last => {
    expect(() => energySpan({ last }, today)).toThrow('it takes months, days or years, this one included')
  })

  test('goes with nothing else', () => {
    expect(() => energySpan({ last: '12m', year: '2025' }, today)).toThrow('mean nothing beside it')
  })
})

test('without anything it is the last twelve months', () => {
  expect(energySpan({}, today)).toEqual(energySpan({ last: '12m' }, today))
})

describe('--year and --month', () => {
  test('a year is its months, as far as they have come', () => {
    expect(energySpan({ year: '2026' }, today)).toEqual({
      by: 'month',
      from: '2026-01',
      to: '2026-03',
      asks: [{ year: 2026, months: yearRound }],
    })
    expect(energySpan({ year: '2025,2024' }, today)).toMatchObject({
      from: '2024-01',
      to: '2025-12',
      asks: [{ year: 2024 }, { year: 2025 }],
    })
  })

  test('a month is its days, of this year when none is said', () => {
    expect(energySpan({ month: '2' }, today)).toMatchObject({
      by: 'day',
      from: '2026-02-01',
      to: '2026-02-31',
      asks: [{ year: 2026, months: [2] }],
    })
    expect(energySpan({ year: '2025', month: '11,12' }, today)).toMatchObject({
      from: '2025-11-01',
      to: '2025-12-31',
      asks: [{ year: 2025, months: [11, 12] }],
    })
  })

  test.each([
    { month: '0' },
    { month: '13' },
    { month: 'May' },
    { month: '1,' },
    { year: '26' },
    { year: '2100' },
    { year: '2025-2026' },
  ])('%j is refused', flags => {
    expect(() => energySpan(flags, today)).toThrow(/it takes numbers from \d+ to \d+, with commas between them\./)
  })
})
