import { expect, it } from 'vitest'
import { StoreError } from '../store/store-error.ts'
import { refusalOf } from './api-error.ts'
import { toldText } from './told-text.ts'

it.each([
  [
    'The disk is full: nothing more fits into /var/lib/navilink/station.db.',
    'The disk is full: nothing more fits into …',
  ],
  ['spawn /usr/local/bin/tell ENOENT', 'spawn … ENOENT'],
  ['C:\\Users\\pat\\x.db is damaged', '… is damaged'],
  ['«/home/pat/x.db» is held', '«…» is held'],
  ['~/x/y.db is held', '… is held'],
  [
    'https://api.example.com/v2/users answered 5 of 7 and/or 3 kWh/day',
    'https://api.example.com/v2/users answered 5 of 7 and/or 3 kWh/day',
  ],
])('%j is told as %j', (text, told) => {
  expect(toldText(text)).toBe(told)
})

it('never says where the record lies, however it is named', () => {
  const error = new StoreError('full', 'The disk is full: nothing more fits into /home/pat doe/my record.db.')
  expect(refusalOf(error)?.message).toBe('The station’s disk is full: nothing more is kept until there is space.')
})
