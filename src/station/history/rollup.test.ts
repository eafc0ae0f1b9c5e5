import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type StatusKey, statusFields } from '#schema/status'
import type { StoredSample } from '../store/store.ts'
import type { Gap } from './gap.ts'
import { rolledUp, rollUp, type SpanNumbers } from './rollup.ts'
import { decodeRollup, encodeRollup, fieldMark, RollupBlock } from './rollup-block.ts'
import { stretchesOf } from './stretch.ts'

const minute = 60_000
const sample = (at: number, raw: StoredSample['raw'], cause: StoredSample['cause'] = 'answer'): StoredSample => ({
  heater: 'h',
  at: at * minute,
  cause,
  connected: true,
  raw,
})
const numbersOf = (samples: readonly StoredSample[], from = 0, until = 60, gaps: readonly Gap[] = []) =>
  rollUp(stretchesOf(samples, gaps), [from * minute, until * minute])[0] as SpanNumbers

describe('numbers of a span', () => {
  it('are means by time, least and most', () => {
    const { ranges } = numbersOf([
      sample(0, { tankUpperTemperature: 500 }),
      sample(30, { tankUpperTemperature: 600 }),
      sample(60, { tankUpperTemperature: 600 }),
    ])
    expect(ranges.get('tankUpperTemperature')).toEqual({ observed: 3_600_000, mean: 575, min: 500, max: 600 })
  })

  it('end where the span ends', () => {
    const { ranges, observed } = numbersOf([sample(-60, { fanPwm: 0 }), sample(60, { fanPwm: 120 })], 0, 30)
    expect(observed).toBe(30 * minute)
    expect(ranges.get('fanPwm')).toEqual({ observed: 30 * minute, mean: 75, min: 60, max: 90 })
  })

  it('know nothing of a gap, and nothing of what nobody told', () => {
    const samples = [
      sample(0, { fanPwm: 1 }),
      sample(10, { fanPwm: 1 }),
      sample(40, { fanPwm: 5 }),
      sample(60, { eevStep: 2 }),
    ]
    const gap: Gap = { heater: 'h', from: 10 * minute, until: 40 * minute, cause: 'station-stopped' }
    const { ranges, observed } = numbersOf(samples, 0, 60, [gap])
    expect(observed).toBe(30 * minute)
    expect(ranges.get('fanPwm')).toEqual({ observed: 10 * minute, mean: 1, min: 1, max: 1 })
    expect(ranges.has('eevStep')).toBe(false)
    expect(numbersOf(samples, 0, 60, [{ ...gap, until: undefined }]).observed).toBe(10 * minute)
    expect(numbersOf(samples, 0, 60, [{ ...gap, until: gap.from }]).observed).toBe(60 * minute)
  })

  it('count how long a name held, changed by a push at once and else half-way', () => {
    const samples = [
      sample(0, { compUse: 1, operationMode: 0 }),
      sample(20, { compUse: 2, operationMode: 0 }, 'push'),
      sample(60, { compUse: 2, operationMode: 33 }),
    ]
    const { times } = numbersOf(samples)
    expect(times.get('compUse')).toEqual(
      new Map([
        [1, 20 * minute],
        [2, 40 * minute],
      ]),
    )
    expect(times.get('operationMode')).toEqual(
      new Map([
        [0, 40 * minute],
        [33, 20 * minute],
      ]),
    )
  })

  it('put nothing between two codes', () => {
    const { ranges } = numbersOf([
      sample(0, { errorCode: 0 }),
      sample(30, { errorCode: 96 }, 'push'),
      sample(60, { errorCode: 96 }),
    ])
    expect(ranges.get('errorCode')).toEqual({ observed: 3_600_000, mean: 48, min: 0, max: 96 })
  })

  it('leave odd values out', () => {
    const { ranges, times } = numbersOf([
      sample(0, { fanPwm: null, compUse: 'on' }),
      sample(60, { fanPwm: 0.5, compUse: 1.5 }),
    ])
    expect([ranges.size, times.size]).toEqual([0, 0])
  })

  it('have a mean power that is the energy', () => {
    const relays = { heatUpperUse: 1, heatLowerUse: 1 }
    const { ranges, energy } = numbersOf([
      sample(0, { ...relays, compUse: 1, currentInstPower: 1 }),
      sample(10, { ...relays, compUse: 2, currentInstPower: 1 }, 'push'),
      sample(60, { ...relays, compUse: 2, currentInstPower: 450 }),
    ])
    expect(energy.heatPump + energy.other).toBeCloseTo(ranges.get('currentInstPower')?.mean ?? 0, 0)
    expect(energy.heatPump).toBeCloseTo(375)
  })
})

const raws = fc.dictionary(
  fc.constantFrom(...(Object.keys(statusFields) as StatusKey[])),
  fc.integer({ min: -5, max: 900 }),
)
const records = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 300 }), raws, fc.boolean()), { maxLength: 25 })
  .map(rows => {
    let at = 0
    return rows.map(([wait, raw, push]) => {
      at += wait
      return sample(at, raw, push ? 'push' : 'answer')
    })
  })
const bounds = Array.from({ length: 25 }, (_, i) => i * 3_600_000)

describe('packed numbers', () => {
  it('are what they were', () => {
    fc.assert(
      fc.property(records, samples => {
        const numbers = rollUp(stretchesOf(samples, []), bounds)
        expect(decodeRollup(encodeRollup(numbers))).toEqual(numbers)
      }),
      { numRuns: 150 },
    )
  })

  it('keep a power below zero, as odd as it is', () => {
    const raw = { compUse: 2, heatUpperUse: 1, heatLowerUse: 1 }
    const samples = [sample(0, { ...raw, currentInstPower: -400 }), sample(120, { ...raw, currentInstPower: 900 })]
    const numbers = rollUp(stretchesOf(samples, []), [0, 3_600_000, 7_200_000])
    expect(numbers[0]?.energy.heatPump).toBeLessThan(0)
    expect(decodeRollup(encodeRollup(numbers))).toEqual(numbers)
  })

  it('are little where nothing changes', () => {
    const raw = Object.fromEntries(rolledUp.map(key => [key, 1]))
    const numbers = rollUp(stretchesOf([sample(0, raw), sample(24 * 60, raw)], []), bounds)
    expect(encodeRollup(numbers).length).toBeLessThan(800)
  })

  it('call every field by a mark of its own', () => {
    const keys = Object.keys(statusFields)
    expect(new Set(keys.map(fieldMark)).size).toBe(keys.length)
    // For ever: it stands in people's files.
    expect(['dhwTemperature', 'currentInstPower', 'compUse'].map(fieldMark)).toEqual([13_210, 51_566, 28_969])
  })

  it('leave out a field that a later version may add', () => {
    const data = encodeRollup(
      rollUp(stretchesOf([sample(0, { fanPwm: 1 }), sample(60, { fanPwm: 1 })], []), [0, 3_600_000]),
    )
    const later = Uint8Array.of(...data, 0xff, 0xfe, 2, 0, 4)
    expect(decodeRollup(later)).toEqual(decodeRollup(data))
  })

  it.each([
    ['of another kind', Uint8Array.of(1, 1)],
    ['of a later version', Uint8Array.of(0x52, 2, 0, 0)],
  ])('refuse a block %s', (_, data) => {
    expect(() => new RollupBlock(data)).toThrow(RangeError)
  })
})
