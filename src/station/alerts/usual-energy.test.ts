import { expect, it } from 'vitest'
import type { EnergyDay } from '../history/energy-day.ts'
import { usualEnergy } from './usual-energy.ts'

const day = (number: number, wattHours: number, observed = 86_400): EnergyDay => ({
  heater: 'a',
  day: `2025-09-${String(number).padStart(2, '0')}`,
  heatPumpEnergy: wattHours,
  elementEnergy: 100,
  otherEnergy: 10,
  observed,
  unobserved: 86_400 - observed,
})

it('compares today with the median of the days before it', () => {
  const days = [3000, 1000, 2000, 9000, 2000, 2000, 2500, 1500].map((energy, i) => day(i + 1, energy))
  expect(usualEnergy([...days, day(9, 4000, 3600)], '2025-09-09')).toEqual({ today: 4110, median: 2110, days: 8 })
})

it.each([
  ['few days', [1, 2, 3, 4, 5, 6].map(n => day(n, 2000))],
  ['days that nobody saw', [1, 2, 3, 4, 5, 6, 7, 8].map(n => day(n, 2000, 40_000))],
  ['a tank that nobody uses', [1, 2, 3, 4, 5, 6, 7, 8].map(n => day(n, 100))],
])('says nothing by %s', (_, days) => {
  expect(usualEnergy([...days, day(9, 9000)], '2025-09-09')).toBeUndefined()
})

it('says nothing before anything is known of today', () => {
  expect(
    usualEnergy(
      [1, 2, 3, 4, 5, 6, 7, 8].map(n => day(n, 2000)),
      '2025-09-09',
    ),
  ).toBeUndefined()
})
