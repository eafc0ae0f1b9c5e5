import fc from 'fast-check'
import { expect, it } from 'vitest'
import { someMonths } from '../../test/fixtures/schedules.ts'
import { allMonths, type Months, monthMask, monthsOf, monthsText, parseMonths } from './months.ts'

it.each([
  [[6, 7, 8, 9], 480, 'jun–sep'],
  [[1, 2, 3, 4, 5, 10, 11, 12], 3615, 'oct–may'],
  [[1], 1, 'jan'],
  [[12], 2048, 'dec'],
  [allMonths, 4095, 'all year'],
  [[1, 12], 2049, 'jan dec'],
  [[], 0, ''],
] as [Months, number, string][])('%j is %i, shown as %s', (months, mask, text) => {
  expect(monthMask(months)).toBe(mask)
  expect(monthsOf(mask)).toEqual(months)
  expect(monthsText(months)).toBe(text)
})

it('leaves out the bits that have no month', () => expect(monthsOf(0xf000 | 480)).toEqual([6, 7, 8, 9]))

it.each([
  ['jun-sep', [6, 7, 8, 9]],
  ['oct–may', [1, 2, 3, 4, 5, 10, 11, 12]],
  ['6-9', [6, 7, 8, 9]],
  ['January, 12', [1, 12]],
  [7, [7]],
  [
    [6, 'aug', 7],
    [6, 7, 8],
  ],
  ['all year', allMonths],
])('%j is understood', (given, months) => expect(parseMonths(given)).toEqual(months))

it.each([0, 13, '13', 'summer', 'ju', 6.5, -1, null, ['jun', 0]])('%j isn’t', given =>
  expect(parseMonths(given)).toBeUndefined(),
)

it('are understood as they are shown', () => {
  fc.assert(
    fc.property(someMonths, months => {
      expect(parseMonths(monthsText(months))).toEqual(months)
    }),
  )
})
