import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { capturedFrames, capturedStatus } from '../../test/fixtures/frames.ts'
import { decode, encode, encodeValue } from './codec.ts'
import { deviceInfoFields } from './device-info.ts'
import { type Fields, halfCelsius, oneOf, table, text } from './field.ts'
import { statusFields } from './status.ts'

/** What a firmware, a proxy or a joker may put where a number belongs. */
const odd = fc.oneof(
  fc.constant(null),
  fc.string(),
  fc.double(),
  fc.maxSafeInteger(),
  fc.constantFrom(1e300, -1e300, 2 ** 53, 2 ** 60, 0.5, '117', true, false),
  fc.array(fc.integer()),
  fc.dictionary(fc.string(), fc.integer()),
)
const wholes = fc.oneof(fc.integer({ min: -50, max: 1500 }), fc.constantFrom(0, 1, 2, 32, 64, 96), fc.maxSafeInteger())

/** A frame in which any field of the table may be missing, right, odd or unheard of. */
const frames = (fields: Fields) =>
  fc
    .tuple(
      fc.dictionary(fc.constantFrom(...Object.keys(fields)), fc.oneof({ weight: 4, arbitrary: wholes }, odd), {
        maxKeys: 120,
      }),
      fc.dictionary(fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor', 'toString', '7', '')), odd),
    )
    // Through text, as on the wire: that makes `__proto__` a key like any other, and knows no NaN, -0 or undefined.
    .map(([known, unknown]) => JSON.stringify([...Object.entries(unknown), ...Object.entries(known)]))
    .map(entries => JSON.stringify(Object.fromEntries(JSON.parse(entries))))
    .map(source => JSON.parse(source) as Record<string, unknown>)

const roundTrip = (fields: Fields, frame: Record<string, unknown>) => {
  const { values, oddities, extra } = decode(fields, frame)
  return encode(fields, { values, oddities, extra })
}

describe('the law: encode(decode(frame)) = frame', () => {
  it.each([
    ['status', statusFields],
    ['device info', deviceInfoFields],
  ] as const)('for any %s', (_, fields) => {
    fc.assert(
      fc.property(frames(fields), frame => {
        const before = JSON.stringify(frame)
        expect(roundTrip(fields, frame)).toEqual(frame)
        expect(JSON.stringify(frame)).toBe(before)
      }),
      { numRuns: 400 },
    )
  })

  it('for every field with every small value', () => {
    for (const key in statusFields)
      for (let raw = -20; raw <= 260; raw++)
        expect(roundTrip(statusFields, { [key]: raw }), `${key} ${raw}`).toEqual({ [key]: raw })
  })

  it('for the captured frames, to the letter', () => {
    for (const frame of capturedFrames) {
      const raw = capturedStatus(frame)
      const { values, oddities, extra } = decode(statusFields, raw)
      expect(oddities).toEqual([])
      expect(extra).toEqual({})
      expect(JSON.stringify(encode(statusFields, { values }))).toBe(JSON.stringify(raw))
    }
  })
})

describe('what is odd', () => {
  const fields = table({
    temperature: halfCelsius('captured', 'A temperature.'),
    mode: oneOf({ 1: 'one' }, 'captured', 'A mode.'),
    name: text('captured', 'A name.'),
  })

  it('loses its own field and no other', () => {
    const raw = { temperature: null, mode: 1, name: 7 }
    expect(decode(fields, raw)).toEqual({
      values: { mode: 'one' },
      oddities: [
        { field: 'temperature', raw: null, problem: 'null' },
        { field: 'name', raw: 7, problem: 'not a text' },
      ],
      extra: {},
    })
  })

  it.each([
    ['117', 'not a number'],
    [true, 'not a number'],
    [[117], 'not a number'],
    [{}, 'not a number'],
    [1.5, 'not a whole number'],
    [2 ** 60, 'too large'],
    [-(2 ** 52), 'too large'],
    [null, 'null'],
  ])('%j is listed as «%s»', (raw, problem) => {
    const { values, oddities } = decode(fields, { temperature: raw })
    expect(values).toEqual({})
    expect(oddities).toEqual([{ field: 'temperature', raw, problem }])
  })

  it('leaves an unknown code its number, as a value and in the list', () => {
    const { values, oddities } = decode(statusFields, { operationMode: 33 })
    expect(values.operationMode).toBe('unknown-33')
    expect(oddities).toEqual([{ field: 'operationMode', raw: 33, problem: 'unknown code' }])
    expect(encode(statusFields, { values })).toEqual({ operationMode: 33 })
  })

  it('doesn’t override a value that was set since', () => {
    const { values, oddities } = decode(statusFields, { operationMode: 33 })
    const changed = { values: { ...values, operationMode: 'standby' as const }, oddities }
    expect(encode(statusFields, changed)).toEqual({ operationMode: 0 })
  })

  it('keeps unknown keys under their own name, `__proto__` and `constructor` too', () => {
    const raw = JSON.parse('{"__proto__":{"admin":1},"constructor":3,"newField":[1]}')
    const { values, extra } = decode(statusFields, raw)
    expect(Object.keys(values)).toEqual([])
    expect(Object.entries(extra)).toEqual(Object.entries(raw))
    expect((values as Record<string, unknown>).admin).toBeUndefined()
  })

  it('is not the same as absent', () => {
    const { values } = decode(statusFields, { dhwUse: 0 })
    expect(values.dhwUse).toBe('unknown')
    expect('compUse' in values).toBe(false)
  })
})

describe('encodeValue', () => {
  const { dhwTemperature, operationMode, currentInstPower } = statusFields

  it('rounds to what the wire can carry', () => {
    expect(encodeValue(dhwTemperature, 58.5)).toBe(117)
    expect(encodeValue(dhwTemperature, 58.6)).toBe(117)
    expect(encodeValue(currentInstPower, 433.7)).toBe(434)
  })

  it('knows names and unknown codes, and refuses what is neither', () => {
    expect(encodeValue(operationMode, 'heat-pump')).toBe(32)
    expect(encodeValue(operationMode, 'unknown--3')).toBe(-3)
    expect(() => encodeValue(operationMode, 'warm')).toThrow(
      new RangeError('warm is none of standby, heat-pump, hybrid-efficiency, hybrid-boost'),
    )
  })

  it('leaves absent values out', () => {
    expect(encode(statusFields, { values: { dhwTemperature: 50 } })).toEqual({ dhwTemperature: 100 })
  })
})
