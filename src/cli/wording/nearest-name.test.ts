import { expect, it } from 'vitest'
import { nearestName } from './nearest-name.ts'

const names = ['setpoint_c', 'setpoint_f', 'air_c', 'inlet_c', 'days', 'seed']

it.each([
  ['setpiont_c', 'setpoint_c'],
  ['Setpoint_F', 'setpoint_f'],
  ['day', 'days'],
  ['airc', 'air_c'],
  ['seeds', 'seed'],
  ['colour', undefined],
  ['', undefined],
])('%j is probably %j', (given, meant) => {
  expect(nearestName(given, names)).toBe(meant)
})

it('is nothing among nothing', () => {
  expect(nearestName('days', [])).toBeUndefined()
})
