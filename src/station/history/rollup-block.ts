/** The numbers of some spans in a row, packed: a piece for each field, so that one is read without the others. */
import { type StatusKey, statusFields } from '#schema/status'
import { ByteReader, ByteWriter } from './byte-stream.ts'
import { energyParts, type FieldRange, type FieldTimes, meanParts, type SpanNumbers } from './rollup.ts'

/** `R`, and the version of what follows. */
const magic = [0x52, 1] as const
/** How a field's piece is packed: the same all the time that was observed, or span by span. */
const [steadyRange, ranges, steadyTimes, times] = [0, 1, 2, 3]

const keys = Object.keys(statusFields) as StatusKey[]

/** A field is called by 16 bits of a hash of its name: shorter than a name, and the same whatever is added to the table. */
export function fieldMark(name: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193)
  return ((hash >>> 16) ^ hash) & 0xffff
}

export function encodeRollup(spans: readonly SpanNumbers[]): Uint8Array {
  const out = new ByteWriter()
  for (const byte of magic) out.byte(byte)
  out.count(spans.length)
  for (const { observed } of spans) out.count(observed)
  out.piece(energyPiece(spans))
  for (const key of keys) {
    const piece = rangePiece(spans, key) ?? timesPiece(spans, key)
    if (!piece) continue
    const mark = fieldMark(key)
    out.byte(mark >> 8)
    out.byte(mark & 0xff)
    out.piece(piece)
  }
  return out.bytes()
}

/** @throws RangeError for bytes that are no such block. */
export function decodeRollup(data: Uint8Array): SpanNumbers[] {
  const block = new RollupBlock(data)
  const energy = block.energy()
  const spans = block.observed.map((observed, i) => ({
    observed,
    energy: energy[i] as SpanNumbers['energy'],
    ranges: new Map<StatusKey, FieldRange>(),
    times: new Map<StatusKey, FieldTimes>(),
  }))
  for (const key of keys) {
    block.eachRange(key, (i, observed, mean, min, max) => spans[i]?.ranges.set(key, { observed, mean, min, max }))
    block.eachTimes(key, (i, field) => spans[i]?.times.set(key, field))
  }
  return spans
}

/** One to read from. Its methods throw a RangeError where the bytes aren't what they should be. */
export class RollupBlock {
  /** Of each span, ms. */
  readonly observed: readonly number[]
  readonly #data: Uint8Array
  /** Where the fields begin. */
  readonly #fields: number
  readonly #energy: Uint8Array

  constructor(data: Uint8Array) {
    const reader = new ByteReader(data)
    if (reader.byte() !== magic[0] || reader.byte() !== magic[1])
      throw new RangeError('Numbers of the history are no block of ours.')
    this.#data = data
    this.observed = Array.from({ length: reader.count() }, () => reader.count())
    this.#energy = reader.piece()
    this.#fields = reader.at
  }

  energy(): SpanNumbers['energy'][] {
    const reader = new ByteReader(this.#energy)
    return this.observed.map(observed => {
      if (observed === 0) return { heatPump: 0, element: 0, other: 0, observed: 0 }
      const known = observed - reader.count()
      const [heatPump, element, other] = [reader.number(), reader.number(), reader.number()].map(n => n / energyParts)
      return { heatPump, element, other, observed: known } as SpanNumbers['energy']
    })
  }

  /** Of a field that measures: each span in which it was observed. */
  eachRange(
    key: StatusKey,
    tell: (span: number, observed: number, mean: number, min: number, max: number) => void,
  ): void {
    const reader = this.#find(key)
    const mode = reader?.byte()
    if (!reader || (mode !== steadyRange && mode !== ranges)) return
    const steady = mode === steadyRange ? reader.number() : undefined
    let last = 0
    for (let i = 0; i < this.observed.length; i++) {
      const observed = this.observed[i] as number
      if (observed === 0) continue
      if (steady !== undefined) {
        tell(i, observed, steady, steady, steady)
        continue
      }
      const known = observed - reader.count()
      if (known === 0) continue
      const min = last + reader.number()
      const span = reader.count()
      tell(i, known, span === 0 ? min : min + reader.count() / meanParts, min, min + span)
      last = min
    }
  }

  /** Of a field with codes: each span in which it was observed. */
  eachTimes(key: StatusKey, tell: (span: number, field: FieldTimes) => void): void {
    const reader = this.#find(key)
    const mode = reader?.byte()
    if (!reader || (mode !== steadyTimes && mode !== times)) return
    const steady = mode === steadyTimes ? reader.number() : undefined
    for (const [i, observed] of this.observed.entries()) {
      if (observed === 0) continue
      if (steady !== undefined) {
        tell(i, new Map([[steady, observed]]))
        continue
      }
      const field = new Map<number, number>()
      for (let left = reader.count(); left > 0; left--) field.set(reader.number(), reader.count())
      if (field.size > 0) tell(i, field)
    }
  }

  /** A reader of its piece. */
  #find(key: StatusKey): ByteReader | undefined {
    const wanted = fieldMark(key)
    const data = this.#data
    let at = this.#fields
    // Without a reader: for a chart of a year this is gone through a hundred thousand times.
    while (at + 2 < data.length) {
      const mark = ((data[at] as number) << 8) | (data[at + 1] as number)
      let length = data[at + 2] as number
      at += 3
      if (length >= 0x80) {
        const reader = new ByteReader(data, at - 1)
        length = reader.count()
        at = reader.at
      }
      if (mark === wanted) return new ByteReader(data.subarray(at, at + length))
      at += length
    }
    return undefined
  }
}

function energyPiece(spans: readonly SpanNumbers[]): Uint8Array {
  const out = new ByteWriter()
  for (const { observed, energy } of spans) {
    if (observed === 0) continue
    out.count(observed - energy.observed)
    for (const part of [energy.heatPump, energy.element, energy.other]) out.number(Math.round(part * energyParts))
  }
  return out.bytes()
}

function rangePiece(spans: readonly SpanNumbers[], key: StatusKey): Uint8Array | undefined {
  const first = spans.find(({ ranges }) => ranges.has(key))?.ranges.get(key)
  if (!first) return undefined
  const out = new ByteWriter()
  const { min } = first
  const isSteady = ({ observed, ranges }: SpanNumbers) => {
    const range = ranges.get(key)
    return observed === (range?.observed ?? 0) && (!range || (range.min === min && range.max === min))
  }
  if (spans.every(isSteady)) {
    out.byte(steadyRange)
    out.number(min)
    return out.bytes()
  }
  out.byte(ranges)
  let last = 0
  for (const { observed, ranges } of spans) {
    if (observed === 0) continue
    const range = ranges.get(key)
    out.count(observed - (range?.observed ?? 0))
    if (!range) continue
    out.number(range.min - last)
    out.count(range.max - range.min)
    if (range.max > range.min) out.count(Math.round((range.mean - range.min) * meanParts))
    last = range.min
  }
  return out.bytes()
}

function timesPiece(spans: readonly SpanNumbers[], key: StatusKey): Uint8Array | undefined {
  const [first] =
    spans
      .find(({ times }) => times.has(key))
      ?.times.get(key)
      ?.keys() ?? []
  if (first === undefined) return undefined
  const out = new ByteWriter()
  if (spans.every(({ observed, times }) => (times.get(key)?.get(first) ?? 0) === observed)) {
    out.byte(steadyTimes)
    out.number(first)
    return out.bytes()
  }
  out.byte(times)
  for (const { observed, times } of spans) {
    if (observed === 0) continue
    const field = times.get(key) ?? new Map<number, number>()
    out.count(field.size)
    for (const [code, span] of field) {
      out.number(code)
      out.count(span)
    }
  }
  return out.bytes()
}
