import fc from 'fast-check'
import { expect, it } from 'vitest'
import { requestIds } from './request-id.ts'

it('is the time in milliseconds, as text', () => {
  expect(requestIds(() => 1758919563666)()).toBe('1758919563666')
})

it('never comes twice and always grows, also when the clock stands still or goes back', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 4e12, noNaN: true }), { minLength: 2, maxLength: 200 }), times => {
      let i = 0
      const next = requestIds(() => times[i++ % times.length] ?? 0)
      const ids = times.map(() => next())
      expect(new Set(ids).size).toBe(ids.length)
      expect(ids.map(Number)).toEqual(ids.map(Number).toSorted((a, b) => a - b))
      for (const id of ids) expect(id).toMatch(/^\d+$/)
    }),
  )
})
