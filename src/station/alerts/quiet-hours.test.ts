import { expect, it } from 'vitest'
import { isQuiet, parseQuietHours } from './quiet-hours.ts'

it.each([
  ['22:00-07:00', { from: 1320, until: 420 }],
  ['9:30 – 10:00', { from: 570, until: 600 }],
  ['22:00', undefined],
  ['22:00-22:00', undefined],
  ['22:00-24:00', undefined],
  ['22-7', undefined],
  ['22:00-06:00-07:00', undefined],
])('reads %j', (text, expected) => expect(parseQuietHours(text)).toEqual(expected))

it.each([
  ['22:00-07:00', '21:59', false],
  ['22:00-07:00', '22:00', true],
  ['22:00-07:00', '00:00', true],
  ['22:00-07:00', '06:59', true],
  ['22:00-07:00', '07:00', false],
  ['12:00-14:00', '13:00', true],
  ['12:00-14:00', '14:00', false],
  ['12:00-14:00', '03:00', false],
])('%s at %s: %s', (text, time, expected) => {
  const [hour = 0, minute = 0] = time.split(':').map(Number)
  const quiet = parseQuietHours(text)
  expect(quiet && isQuiet(quiet, hour * 60 + minute)).toBe(expected)
})
