import { isDeepStrictEqual } from 'node:util'
import { zstdCompressSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { capturedFrames, capturedStatus } from '../../../test/fixtures/frames.ts'
import { livedRecord } from '../../../test/fixtures/lived-record.ts'
import type { StoredSample } from '../store/store.ts'
import { decodeBlock, encodeBlock } from './column-block.ts'

const sample = (at: number, raw: StoredSample['raw'], rest: Partial<StoredSample> = {}): StoredSample => ({
  heater: 'h',
  at,
  cause: 'answer',
  connected: true,
  raw,
  ...rest,
})

const keys = fc.oneof(fc.constantFrom('command', 'power', '__proto__', 'constructor', '7', ''), fc.string())
const values = fc.oneof(
  fc.integer(),
  fc.maxSafeInteger(),
  fc.double({ noNaN: true }),
  fc.jsonValue(),
  fc.constantFrom(-0, null, 2 ** 50, 2 ** 51, -(2 ** 50), 2 ** 53, 1e300, '', true),
)
/** As a parsed message has it: each key its own. */
const frames = fc.array(fc.tuple(keys, values), { maxLength: 8 }).map(entries => Object.fromEntries(entries))
const records = fc
  .array(
    fc.record({
      at: fc.integer({ min: -1e12, max: 4e12 }),
      raw: frames,
      cause: fc.constantFrom('answer' as const, 'push' as const, 'import' as const),
      connected: fc.boolean(),
    }),
    { maxLength: 40 },
  )
  .map(rows => rows.map(row => ({ ...row, heater: 'h' })).sort((one, other) => one.at - other.at))

describe('a block', () => {
  it('gives back what was packed, whatever it was, and in its order', () => {
    fc.assert(
      fc.property(records, samples => {
        const found = decodeBlock(encodeBlock(samples), 'h')
        // The matchers stumble over a field that is called `constructor`.
        expect(isDeepStrictEqual(found, samples)).toBe(true)
        expect(found.map(({ raw }) => Object.keys(raw))).toEqual(samples.map(({ raw }) => Object.keys(raw)))
      }),
      { numRuns: 300 },
    )
  })

  it('keeps what is absent apart from null and from 0', () => {
    const samples = [sample(1, { a: 0, b: 1 }), sample(2, { b: null }), sample(3, { b: 1, a: 0 }), sample(4, {})]
    const found = decodeBlock(encodeBlock(samples), 'h')
    expect(found).toStrictEqual(samples)
    expect(Object.keys(found[2]?.raw ?? {})).toEqual(['b', 'a'])
  })

  it('keeps the recorded frames', () => {
    const samples = capturedFrames.map((frame, i) => sample(1_758_919_299_363 + i * 1000, capturedStatus(frame)))
    expect(decodeBlock(encodeBlock(samples), 'h')).toStrictEqual(samples)
  })

  it('reads some fields alone', () => {
    const samples = [sample(1, { a: 1, b: 'x', c: 3 }), sample(2, { c: null }), sample(3, { b: 2, a: 1 })]
    const found = decodeBlock(encodeBlock(samples), 'h', new Set(['b', 'c', 'z']))
    expect(found.map(({ at, raw }) => [at, raw])).toEqual([
      [1, { b: 'x', c: 3 }],
      [2, { c: null }],
      [3, { b: 2 }],
    ])
  })

  it('takes a few kilobytes for a day of a heater', () => {
    const lived = livedRecord({ heater: { climate: 'sacramento' }, start: Date.UTC(2026, 0, 10), days: 1 })
    const samples = [...lived].map(each => each.sample)
    expect(samples.length).toBeGreaterThan(1440)
    const block = encodeBlock(samples)
    expect(decodeBlock(block, 'lived')).toStrictEqual(samples)
    expect(block.length).toBeLessThan(8000)
  })

  it.each([
    ['of another kind', Uint8Array.of(1, 2, 3)],
    ['of a later version', Uint8Array.of(0x4e, 99, ...zstdCompressSync(Uint8Array.of(0)))],
    ['that was cut', encodeBlock([sample(1, { a: 1 })]).subarray(0, 12)],
    ['with nothing in it', Uint8Array.of(0x4e, 1, ...zstdCompressSync(Uint8Array.of()))],
  ])('refuses one %s', (_, data) => {
    expect(() => decodeBlock(data, 'h')).toThrow()
  })
})
