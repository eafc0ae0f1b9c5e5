import fc from 'fast-check'
import { expect, it } from 'vitest'
import { factorise, solve } from './linear-system.ts'

it('solves what it is given', () => {
  const size = fc.integer({ min: 1, max: 6 })
  const numbers = (count: number) =>
    fc.array(fc.double({ min: -2, max: 2, noNaN: true }), { minLength: count, maxLength: count })
  fc.assert(
    fc.property(
      size.chain(n => fc.tuple(fc.constant(n), numbers(n * n), numbers(n))),
      ([n, factor, wanted]) => {
        // Any matrix times itself, with something on its diagonal, is symmetric and positive.
        const matrix = Float64Array.from({ length: n * n }, (_, at) => {
          const [i, j] = [Math.floor(at / n), at % n]
          let sum = i === j ? 1 : 0
          for (let k = 0; k < n; k++) sum += (factor[i * n + k] as number) * (factor[j * n + k] as number)
          return sum
        })
        const side = Float64Array.from({ length: n }, (_, i) =>
          wanted.reduce((sum, value, j) => sum + (matrix[i * n + j] as number) * value, 0),
        )
        factorise(matrix, n)
        solve(matrix, n, side)
        for (const [i, value] of wanted.entries()) expect(side[i]).toBeCloseTo(value, 6)
      },
    ),
  )
})

it('leaves alone what is held with all force', () => {
  const matrix = Float64Array.of(Number.POSITIVE_INFINITY, 1, 1, 2)
  const side = Float64Array.of(5, 4)
  factorise(matrix, 2)
  solve(matrix, 2, side)
  expect(side[0]).toBe(0)
  expect(side[1]).toBeCloseTo(2)
})
