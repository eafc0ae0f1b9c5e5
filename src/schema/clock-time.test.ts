import { expect, it } from 'vitest'
import { clockTime, clockTimeAt, hourAndMinute, minutesOf, parseClockTime } from './clock-time.ts'

it('is read and written', () => {
  expect(clockTime(6, 5)).toBe('06:05')
  expect(hourAndMinute('06:05')).toEqual({ hour: 6, minute: 5 })
  expect(minutesOf('23:59')).toBe(1439)
  expect(clockTimeAt(1439)).toBe('23:59')
  expect(clockTimeAt(1440)).toBe('24:00')
})

it('quotes what no clock shows', () => {
  expect(clockTime(6, 75)).toBe('06:75')
  expect(hourAndMinute(clockTime(255, 255))).toEqual({ hour: 255, minute: 255 })
  expect(minutesOf('06:75')).toBeUndefined()
  expect(minutesOf('24:00')).toBeUndefined()
})

it.each([
  ['6:30', '06:30'],
  [' 06:30 ', '06:30'],
  ['00:00', '00:00'],
])('%j is taken for %s', (given, time) => expect(parseClockTime(given)).toBe(time))

it.each(['25:00', '24:00', '06:60', '6', '6:3', '006:30', '6:30 pm', '', 390, null, undefined])(
  '%j is no time of day',
  given => expect(parseClockTime(given)).toBeUndefined(),
)

it('refuses to write a text that isn’t two numbers', () => {
  expect(() => hourAndMinute('soon')).toThrow('soon is no time; 06:30 is one')
})
