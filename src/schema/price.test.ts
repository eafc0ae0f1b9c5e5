import fc from 'fast-check'
import { expect, it } from 'vitest'
import { decimalsOf, parsePrice, plainPrice, priceCount, priceOf } from './price.ts'

it.each([
  [36261, 5, '0.36261'],
  [5, 2, '0.05'],
  [0, 5, '0.00000'],
  [36261, 0, '36261'],
  [-5, 1, '-0.5'],
  [123456, 5, '1.23456'],
])('%i with %i decimals is %s', (count, decimals, text) => {
  expect(priceOf(count, decimals)).toBe(text)
  expect(decimalsOf(text)).toBe(decimals)
  expect(priceCount(text, decimals)).toBe(count)
})

it('survives for any count and decimals, and in more decimals than it has', () => {
  fc.assert(
    fc.property(
      fc.integer(),
      fc.integer({ min: 0, max: 10 }),
      fc.integer({ min: 0, max: 3 }),
      (count, decimals, more) => {
        const text = priceOf(count, decimals)
        expect(decimalsOf(text)).toBe(decimals)
        expect(priceCount(text, decimals)).toBe(count)
        expect(priceCount(text, decimals + more)).toBe(count * 10 ** more)
        expect(parsePrice(text)).toBe(text)
        expect(Number(plainPrice(text))).toBe(Number(text))
      },
    ),
  )
})

it.each([
  [0.1 + 0.2, '0.3'],
  [0.36261, '0.36261'],
  [1e-7, '0.0000001'],
  [12, '12'],
  [-0, '0'],
  ['.3', '0.3'],
  [' 00.30 ', '0.30'],
  ['-0.00', '0.00'],
  ['-.5', '-0.5'],
  ['7', '7'],
])('%j is taken for %s', (given, price) => expect(parsePrice(given)).toBe(price))

it.each(['', '.', '-', '1,5', '1e5', '$1', '0.', Number.NaN, 1e12, null, true])('%j is no price', given =>
  expect(parsePrice(given)).toBeUndefined(),
)

it('refuses to write what is no price', () => expect(() => priceCount('free', 2)).toThrow('free is no price'))
