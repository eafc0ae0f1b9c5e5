import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { baseStatus } from '../../../test/fixtures/frames.ts'
import { encodeFrame, FrameShape, frameKeys, type RawFrame } from './frame.ts'

function roundTrip(raw: RawFrame): Record<string, unknown> {
  const keys = frameKeys(raw)
  return new FrameShape(keys).decode(encodeFrame(raw, keys))
}

/** Exact, unlike toEqual, about the order of keys and the sign of zero. */
function expectSame(found: RawFrame, raw: RawFrame) {
  expect(Object.keys(found)).toEqual(Object.keys(raw))
  for (const [key, value] of Object.entries(raw))
    expect(Object.entries(found).find(([k]) => k === key)?.[1]).toStrictEqual(value)
}

describe('a frame', () => {
  it('takes less than two bytes a field', () => {
    const keys = frameKeys(baseStatus)
    expect(encodeFrame(baseStatus, keys).length).toBeLessThan(2 * keys.length)
    expectSame(roundTrip(baseStatus), baseStatus)
  })

  it.each([
    0,
    -0,
    1,
    -1,
    63,
    64,
    -64,
    127,
    128,
    2 ** 31,
    -(2 ** 31),
    2 ** 51,
    2 ** 51 + 1,
    -(2 ** 51),
    -(2 ** 51) - 1,
    Number.MAX_SAFE_INTEGER,
    Number.MIN_SAFE_INTEGER,
    1e21,
    1e308,
    5e-324,
    0.1,
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
    null,
    true,
    '',
    'ü\u0000\ud800',
    [],
    {},
    [null, -0, [0.5]],
    { a: { b: -0 } },
  ])('keeps %j', value => expectSame(roundTrip({ before: 1, value, after: -2 }), { before: 1, value, after: -2 }))

  it('keeps whatever JSON can say, in its order', () => {
    fc.assert(
      fc.property(fc.json(), fc.json(), fc.integer(), (text, other, number) => {
        const value: unknown = JSON.parse(text)
        const raw = { __other: JSON.parse(other), number, value }
        expectSame(roundTrip(raw), raw)
        if (typeof value === 'object' && value !== null && !Array.isArray(value))
          expectSame(roundTrip({ ...value }), { ...value })
      }),
    )
  })

  it('keeps keys of any name', () => {
    const names = fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor', 'toString', '', '0', '12', '-1'))
    const values = fc.oneof(fc.maxSafeInteger(), fc.double({ noNaN: true }), fc.string({ unit: 'binary' }))
    fc.assert(
      fc.property(fc.array(fc.tuple(names, values)), entries => {
        const raw = Object.fromEntries(entries)
        expectSame(roundTrip(raw), raw)
      }),
    )
  })

  it('does not take the prototype of a key for a value', () => {
    const raw = JSON.parse('{"__proto__":{"evil":1},"b":2}')
    const found = roundTrip(raw)
    expect(Object.getPrototypeOf(found)).toBe(Object.prototype)
    expect(Object.entries(found)).toEqual([
      ['__proto__', { evil: 1 }],
      ['b', 2],
    ])
  })

  it('says so when its bytes are cut or too many', () => {
    const keys = ['a', 'b', 'c']
    const shape = new FrameShape(keys)
    const bytes = encodeFrame({ a: 1, b: 1000, c: 0.5 }, keys)
    for (let end = 0; end < bytes.length; end++) expect(() => shape.decode(bytes.subarray(0, end))).toThrow()
    expect(() => shape.decode(new Uint8Array([1, 1, 1, 1]))).toThrow('longer than its shape')
  })
})
