import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { statusFields } from './status.ts'
import { panelFahrenheit, unitOf } from './units.ts'

describe('panelFahrenheit', () => {
  it.each([
    [117, 'nearest', 137],
    [121, 'nearest', 141],
    [117, 'asymmetric', 138],
    [119, 'asymmetric', 139],
    [-11, 'asymmetric', 23],
    [-1, 'asymmetric', 32],
    [-9, 'asymmetric', 24],
    [-11, 'nearest', 22],
    [0, 'asymmetric', 32],
    [70, 'asymmetric', 95],
    [131, 'nearest', 150],
    [117, undefined, 137],
    [117, 'unknown-7', 137],
  ])('%i half-°C, %s: %i °F', (raw, formula, expected) => expect(panelFahrenheit(raw, formula)).toBe(expected))

  it('is never more than a degree beside the exact value', () => {
    fc.assert(
      fc.property(fc.integer({ min: -100, max: 300 }), fc.constantFrom('nearest', 'asymmetric'), (raw, formula) => {
        const shown = panelFahrenheit(raw, formula)
        return Number.isInteger(shown) && Math.abs(shown - (raw * 0.9 + 32)) < 1
      }),
    )
  })
})

describe('unitOf', () => {
  it('converts for a person in the US', () => {
    expect(unitOf('temperature', 'us').from(60)).toBeCloseTo(140)
    expect(unitOf('flow', 'us').from(3.785411784)).toBe(1)
    expect(unitOf('volume', 'us').from(189.2)).toBeCloseTo(49.98, 2)
    expect(unitOf('power', 'us').from(433)).toBe(433)
  })

  it('adds no 32 to a difference', () => expect(unitOf('temperature-difference', 'us').from(0)).toBe(0))

  it('leaves metric values as they are', () => {
    for (const { quantity } of Object.values(statusFields)) expect(unitOf(quantity, 'metric').from(7.5)).toBe(7.5)
  })

  it('has a symbol for whatever is measured', () => {
    for (const [key, { quantity, labels }] of Object.entries(statusFields)) {
      const bare = labels !== undefined || quantity === 'code' || quantity === 'bits'
      expect(unitOf(quantity, 'us').symbol === '', key).toBe(bare)
    }
  })
})
