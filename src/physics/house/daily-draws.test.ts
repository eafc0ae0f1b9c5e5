import { expect, it } from 'vitest'
import { drawsByDay, repeatedDaily } from './daily-draws.ts'
import { drawOf } from './draw.ts'

const hour = 3600
const day = 24 * hour
const start = 20_000 * day
/** California's clocks around the last Sundays of its winter and summer time of 2026. */
const spring = Date.UTC(2026, 2, 8, 10) / 1000
const autumn = Date.UTC(2026, 10, 1, 9) / 1000
const california = (second: number) => (second >= spring && second < autumn ? -7 : -8) * hour

it('repeats a day, also a draw that runs over midnight', () => {
  const draws = repeatedDaily([drawOf(23.5 * hour, 60, 1, 'tank')])
  expect(draws.litresBetween(start, start + day).litres).toBeCloseTo(60, 9)
  expect(draws.litresBetween(start, start + hour).litres).toBeCloseTo(30, 9)
  expect(draws.litresBetween(start, start + 365 * day).litres).toBeCloseTo(365 * 60, 6)
})

it.each([
  ['in winter', Date.UTC(2026, 0, 15, 15)],
  ['in summer', Date.UTC(2026, 6, 15, 14)],
  ['on the day of the change in spring', Date.UTC(2026, 2, 8, 14)],
  ['on the day of the change in autumn', Date.UTC(2026, 10, 1, 15)],
])('goes by the clocks of the house: 7:00 is 7:00 %s', (_, at) => {
  const draws = repeatedDaily([drawOf(7 * hour, 10, 10, 'tap')], california)
  expect(draws.litresBetween(at / 1000, at / 1000 + 60).tapLitres).toBeCloseTo(10, 9)
  const midnight = Math.floor(at / 1000 / day) * day
  expect(draws.litresBetween(midnight + 8 * hour, midnight + 32 * hour).tapLitres).toBeCloseTo(10, 9)
})

it.each([14, -12])('knows clocks that are %d h from UTC', hours => {
  const draws = drawsByDay(
    local => [drawOf(0, local - 20_000, 10, 'tank'), drawOf(23.99 * hour, 0.5, 10, 'tank')],
    () => hours * hour,
  )
  const midnight = start + 3 * day - hours * hour
  expect(draws.litresBetween(midnight, midnight + 23.9 * hour).litres).toBeCloseTo(3, 9)
  expect(draws.litresBetween(midnight, midnight + day).litres).toBeCloseTo(3.5, 9)
})
