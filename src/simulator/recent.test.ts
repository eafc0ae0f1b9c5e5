import { expect, it } from 'vitest'
import { Recent } from './recent.ts'

it('holds the newest, in one list that can be kept', () => {
  const recent = new Recent<number>(3)
  const { items } = recent
  for (let i = 1; i <= 6; i++) recent.add(i)
  expect(items).toEqual([1, 2, 3, 4, 5, 6])
  recent.add(7)
  expect(items).toEqual([4, 5, 6, 7])
})
