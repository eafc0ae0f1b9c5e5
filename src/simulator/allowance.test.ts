import { expect, it } from 'vitest'
import { Allowance } from './allowance.ts'

it('gives so many a second and saves nothing up', () => {
  let now = 0
  const allowance = new Allowance(10, () => now)
  const taken = () => Array.from({ length: 30 }, () => allowance.take()).filter(Boolean).length
  expect([taken(), taken()]).toEqual([10, 0])
  now = 500
  expect(taken()).toBe(5)
  now = 60_000
  expect(taken()).toBe(10)
})

it('says how long a debt takes to be paid', () => {
  let now = 0
  const allowance = new Allowance(1000, () => now)
  expect([allowance.charge(1000), allowance.charge(500), allowance.charge(500)]).toEqual([0, 500, 1000])
  now = 1000
  expect(allowance.charge(0)).toBe(0)
})

it('is not confused by a clock set back', () => {
  let now = 10_000
  const allowance = new Allowance(1, () => now)
  expect(allowance.take()).toBe(true)
  now = 0
  expect(allowance.take()).toBe(false)
  now = 1000
  expect(allowance.take()).toBe(true)
})
