import { expect, it } from 'vitest'
import { drawList, drawOf } from '#physics/house/draw'
import { surroundings } from '#physics/house/house'
import { initialMachine } from '#physics/machine'
import { runRows } from '#physics/run'
import { type ModelRow, together } from './row-total.ts'

const from = Date.UTC(2026, 0, 1) / 1000
const draws = drawList([1, 2, 7, 20, 21, 22].map(hour => drawOf(from + hour * 3600, 60, 9, 'tap')))
const house = () =>
  surroundings({
    draws,
    air: { at: second => 15 + Math.sin(second / 9000) * 5 },
    inlet: { at: second => 10 + ((second - from) / 86_400) * 3 },
  })
const rowsOf = (row: number) => [...runRows(initialMachine({ setpoint: 50 }), house(), { from, seconds: 86_400, row })]

it('hours make the day', () => {
  const [day] = rowsOf(86_400)
  const hours: readonly ModelRow[] = rowsOf(3600)
  expect(hours).toHaveLength(24)
  const sum = hours.reduce(together)
  expect(Object.keys(sum).sort()).toEqual(Object.keys(day ?? {}).sort())
  for (const [key, value] of Object.entries(day ?? {})) expect(sum[key as keyof ModelRow], key).toBeCloseTo(value, 6)
})

it('a stretch without draws has no outlet, and none that counts beside another', () => {
  const [night, , later] = rowsOf(7200)
  if (night === undefined || later === undefined) throw new Error('There are twelve rows.')
  expect(later.outlet).toBeUndefined()
  expect(together(later, later).outlet).toBeUndefined()
  expect(together(night, later).outlet).toBeCloseTo(night.outlet ?? Number.NaN)
})

it('costs add up, and are missing where one is', () => {
  const [row] = rowsOf(86_400)
  if (row === undefined) throw new Error('There is a row.')
  const next = { ...row, from: row.to, to: row.to + 86_400 }
  expect(together({ ...row, cost: 1.5 }, { ...next, cost: 2 }).cost).toBe(3.5)
  expect(together({ ...row, cost: 1.5 }, next)).not.toHaveProperty('cost', 1.5)
})
