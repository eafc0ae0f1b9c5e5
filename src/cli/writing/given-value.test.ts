import { expect, test } from 'vitest'
import { commands } from '#schema/commands'
import { givenValue } from './given-value.ts'

test.each([
  ['125F', 'us', { fahrenheit: 125 }],
  ['125 °F', 'metric', { fahrenheit: 125 }],
  ['52c', 'us', 52],
  ['51.5°C', 'us', 51.5],
  ['125', 'us', { fahrenheit: 125 }],
  ['52', 'metric', 52],
] as const)('%s with %s units', (text, units, value) => {
  expect(givenValue(commands.dhwTemperature, text, units).value).toEqual(value)
})

test('only a number without a unit is explained when it is refused', () => {
  const hint = (text: string, units: 'us' | 'metric') => givenValue(commands.dhwTemperature, text, units).hint
  expect(hint('52', 'us')).toBe('A number without a unit is °F here; 52C is Celsius.')
  expect(hint('125', 'metric')).toBe('A number without a unit is °C here; 125F is Fahrenheit.')
  expect(hint('125F', 'us')).toBeUndefined()
})

test.each(['warm', '', 'F', '1e3', '52,5C', '125K', '0x7d'])('%j is no temperature', text => {
  expect(() => givenValue(commands.dhwTemperature, text, 'us')).toThrow(/is no temperature; it takes one such as 125F/)
})

test('counts may say their unit, and only theirs', () => {
  const days = (text: string) => givenValue(commands.vacation, text, 'us').value
  expect(['7', '7d', '7 days', '1 day'].map(days)).toEqual([7, 7, 7, 1])
  expect(() => days('7h')).toThrow('"7h" is no number of days')
  expect(() => days('off')).toThrow('is no number of days')
  const hours = (text: string) => givenValue(commands.airFilterLife, text, 'us').value
  expect(['1000', '1000h', '1000 hours', 'off', 'OFF'].map(hours)).toEqual([1000, 1000, 1000, 0, 0])
})

test('a choice may be said as people say it', () => {
  const mode = (text: string) => givenValue(commands.dhwMode, text, 'us').value
  expect(['energy-saver', 'Energy Saver', 'ENERGY_SAVER'].map(mode)).toEqual(Array(3).fill('energy-saver'))
})
