import { expect, test } from 'vitest'
import { chooseHeater } from './choose-heater.ts'

const heater = (name: string, macAddress: string, supported = true) => ({
  name,
  macAddress,
  supported,
  modelName: supported ? 'NWP500' : 'device type 1',
})
const garage = heater('Garage', '047863000001')
const cellar = heater('Cellar', '047863000002')
const boiler = heater('Boiler', '047863000003', false)
const named = (text: string | undefined) =>
  text === undefined ? undefined : { text, place: 'On the command line, --device' }
const list = '1 Garage (NWP500), 2 Cellar (NWP500)'

test('the only one is meant, also beside products that can only be listed', () => {
  expect(chooseHeater([garage], undefined)).toBe(garage)
  expect(chooseHeater([boiler, garage], undefined)).toBe(garage)
  expect(chooseHeater([boiler], undefined)).toBe(boiler)
})

test.each([
  ['Cellar', cellar],
  ['cellar', cellar],
  ['2', cellar],
  ['04:78:63:00:00:01', garage],
  ['047863000001', garage],
])('%s names one', (wanted, chosen) => expect(chooseHeater([garage, cellar], named(wanted))).toBe(chosen))

test('a name that is a number goes before the place in the list', () => {
  const two = heater('1', '047863000009')
  expect(chooseHeater([garage, two], named('1'))).toBe(two)
})

test.each([undefined, '3', 'Attic', '0'])('%s is refused with the list', wanted => {
  expect(() => chooseHeater([garage, cellar], named(wanted))).toThrow(list)
})

test('two of one name are refused, and none at all in words of its own', () => {
  expect(() => chooseHeater([garage, heater('Garage', '047863000004')], named('Garage'))).toThrow(
    'On the command line, --device is "Garage", which 2 heaters of this account fit: ',
  )
  expect(() => chooseHeater([], undefined)).toThrow('There is no heater in this account')
})

test('what fits none is named with the place that it comes from', () => {
  const wanted = { text: '0478630000ff', place: 'In the environment, NAVILINK_DEVICE_MAC' }
  expect(() => chooseHeater([garage], wanted)).toThrow(
    'In the environment, NAVILINK_DEVICE_MAC is "0478630000ff", which no heater of this account fits: 1 Garage (NWP500).',
  )
})
