import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decimalsFor, priceText, priceUnits } from './price.ts'

describe('a price', () => {
  it.each([
    [[0.1, 0.2], 30_000],
    [[0.25902, -0.00002], 25_900],
    [[0.15, 0.000004], 15_000],
    [[0.15, 0.000005], 15_001],
    [[-0.15, -0.000005], -15_001],
    [[1e-7], 0],
    [[1e-5, 2e-5], 3],
    [[12], 1_200_000],
    [[0.000001, 0.000004, 0.000005], 1],
  ])('adds %j to %i hundred-thousandths', (parts, units) => {
    expect(priceUnits(...parts).units).toBe(units)
  })

  it('tells when something was rounded off, and takes the noise of binary numbers for what it is', () => {
    expect(priceUnits(0.1, 0.2).rounded).toBe(false)
    expect(priceUnits(0.258024, 0.000006).rounded).toBe(false)
    expect(priceUnits(0.258024).rounded).toBe(true)
  })

  it('adds as whole numbers do, for anything with five decimals', () => {
    const units = fc.integer({ min: -9_999_999, max: 9_999_999 })
    fc.assert(
      fc.property(units, units, (a, b) => {
        expect(priceUnits(a / 100_000, b / 100_000)).toEqual({ units: a + b, rounded: false })
      }),
    )
  })

  it('is written with as many decimals as all of them need, two at least', () => {
    expect(decimalsFor([30_000, 12_000])).toBe(2)
    expect(decimalsFor([30_000, 12_300])).toBe(3)
    expect(decimalsFor([25_902, 12_000])).toBe(5)
    expect(decimalsFor([])).toBe(2)
    expect(priceText(30_000, 2)).toBe('0.30')
    expect(priceText(25_902, 5)).toBe('0.25902')
    expect(priceText(0, 2)).toBe('0.00')
    expect(priceText(1_234_500, 3)).toBe('12.345')
  })
})
