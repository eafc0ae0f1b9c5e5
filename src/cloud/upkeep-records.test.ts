import fc from 'fast-check'
import { expect, it } from 'vitest'
import { paddedDate, unpaddedDate } from './upkeep-records.ts'

it.each([
  ['2026-03-07', '2026-3-7'],
  ['2024-02-29', '2024-2-29'],
  ['2026-12-31', '2026-12-31'],
])('writes %s as %s and back', (date, wire) => {
  expect(unpaddedDate(date)).toBe(wire)
  expect(paddedDate(wire)).toBe(date)
})

it('has every day there and back', () => {
  const day = fc.date({
    min: new Date('2000-01-01T00:00:00Z'),
    max: new Date('2099-12-31T00:00:00Z'),
    noInvalidDate: true,
  })
  fc.assert(
    fc.property(day, at => {
      const date = at.toISOString().slice(0, 10)
      expect(paddedDate(unpaddedDate(date))).toBe(date)
    }),
  )
})

it.each(['2025-02-29', '2026-00-10', '2026-04-31', '26-3-7', '2026-03-07T00:00'])('takes %j for no date', date =>
  expect(() => unpaddedDate(date)).toThrow(RangeError),
)
