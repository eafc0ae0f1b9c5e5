import { expect, test } from 'vitest'
import { daysFrom, dayText, monthsFrom, monthText } from './local-date.ts'

test('days and months are counted over the ends of months and years', () => {
  expect(dayText(daysFrom({ year: 2024, month: 3, day: 1 }, -1))).toBe('2024-02-29')
  expect(dayText(daysFrom({ year: 2025, month: 12, day: 31 }, 1))).toBe('2026-01-01')
  expect(monthText(monthsFrom({ year: 2026, month: 1 }, -13))).toBe('2024-12')
  // From the last of a long month, too.
  expect(monthText(monthsFrom({ year: 2026, month: 3 }, -1))).toBe('2026-02')
})
