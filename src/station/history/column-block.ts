/**
 * The samples of a heater and day, packed: a column for each field of the wire, as the differences from row to row,
 * and all of it compressed. Nothing is lost: unknown fields, odd values, what is absent, and the order of the fields.
 */
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import { encodeFrame, FrameShape, frameKeys } from '../store/frame.ts'
import type { StoredSample } from '../store/store.ts'
import { ByteReader, ByteWriter, largestNumber } from './byte-stream.ts'

/** `N`, and the version of what follows. */
const magic = [0x4e, 1] as const
/** The last levels take several times as long for a hundredth less. */
const compressionLevel = 15
const causes = ['answer', 'push', 'import'] as const
/** How a column is packed: one value for all rows, or differences; and whether some values are no packed numbers. */
const [constant, differences, withOthers] = [0, 1, 2]

/** @param samples of one heater, by time. */
export function encodeBlock(samples: readonly StoredSample[]): Uint8Array {
  const { shapes, shapeOf } = shapesOf(samples)
  const out = new ByteWriter()
  out.count(samples.length)
  out.piece(Buffer.from(JSON.stringify(shapes)))
  const column = (values: readonly unknown[]) => out.piece(encodeColumn(values))
  column(shapeOf)
  let [before, step] = [0, 0]
  const accelerations = samples.map(({ at }) => {
    const acceleration = at - before - step
    ;[before, step] = [at, at - before]
    return acceleration
  })
  column(accelerations)
  column(samples.map(({ cause, connected }) => 2 * causes.indexOf(cause) + Number(connected)))
  for (const [key, holds] of keysOf(shapes))
    column(samples.filter((_, row) => holds[shapeOf[row] as number]).map(({ raw }) => raw[key]))
  const packed = zstdCompressSync(out.bytes(), {
    params: { [constants.ZSTD_c_compressionLevel]: compressionLevel },
  })
  return Buffer.concat([Uint8Array.from(magic), packed])
}

/**
 * @param wanted only these fields; all when left out.
 * @throws Error for bytes that are no such block.
 */
export function decodeBlock(data: Uint8Array, heater: string, wanted?: ReadonlySet<string>): StoredSample[] {
  if (data[0] !== magic[0] || data[1] !== magic[1]) throw new RangeError('A day of the history is no block of ours.')
  const reader = new ByteReader(zstdDecompressSync(data.subarray(magic.length)))
  const length = reader.count()
  const shapes = JSON.parse(Buffer.from(reader.piece()).toString()) as string[][]
  const numbers = () => decodeColumn(reader.piece(), length) as number[]
  const shapeOf = numbers()
  const accelerations = numbers()
  const marks = numbers()
  const blanks = shapes.map(keys =>
    Object.fromEntries(keys.filter(key => wanted?.has(key) ?? true).map(key => [key, 0 as unknown])),
  )
  const raws = shapeOf.map(shape => ({ ...blanks[shape] }))
  for (const [key, holds] of keysOf(shapes)) {
    const piece = reader.piece()
    if (wanted?.has(key) === false) continue
    const rows = holds.every(Boolean) ? raws : raws.filter((_, row) => holds[shapeOf[row] as number])
    const values = decodeColumn(piece, rows.length)
    for (const [i, raw] of rows.entries()) raw[key] = values[i]
  }
  let [at, step] = [0, 0]
  return raws.map((raw, row) => {
    step += accelerations[row] as number
    at += step
    const mark = marks[row] as number
    const cause = causes[mark >> 1]
    if (cause === undefined) throw new RangeError('A day of the history has a sample of an unknown kind.')
    return { heater, at, cause, connected: mark % 2 === 1, raw }
  })
}

/** The lists of keys that occur, and which one each sample has. */
function shapesOf(samples: readonly StoredSample[]) {
  const shapes: (readonly string[])[] = []
  const shapeOf: number[] = []
  for (const { raw } of samples) {
    const keys = frameKeys(raw)
    const same = (shape: readonly string[] | undefined) =>
      shape?.length === keys.length && shape.every((key, i) => key === keys[i])
    // Mostly that of the row before.
    const last = shapeOf.at(-1)
    let index = last !== undefined && same(shapes[last]) ? last : shapes.findIndex(same)
    if (index < 0) index = shapes.push(keys) - 1
    shapeOf.push(index)
  }
  return { shapes, shapeOf }
}

/** Every key, and which shapes hold it. */
function keysOf(shapes: readonly (readonly string[])[]): Map<string, boolean[]> {
  const keys = new Map<string, boolean[]>()
  for (const [shape, names] of shapes.entries())
    for (const name of names) {
      const holds = keys.get(name) ?? shapes.map(() => false)
      holds[shape] = true
      keys.set(name, holds)
    }
  return keys
}

const isPacked = (value: unknown): value is number =>
  Number.isInteger(value) && Math.abs(value as number) < largestNumber / 2 && !Object.is(value, -0)

function encodeColumn(values: readonly unknown[]): Uint8Array {
  const out = new ByteWriter()
  const others: number[] = []
  let last = 0
  const numbers = values.map((value, i) => {
    if (isPacked(value)) last = value
    else others.push(i)
    return last
  })
  const [first = 0] = numbers
  const steady = numbers.every(number => number === first)
  out.byte((steady ? constant : differences) + (others.length > 0 ? withOthers : 0))
  if (steady) out.number(first)
  else {
    let before = 0
    for (const number of numbers) {
      out.number(number - before)
      before = number
    }
  }
  if (others.length > 0) {
    out.count(others.length)
    let before = 0
    for (const row of others) {
      out.count(row - before)
      out.piece(encodeFrame({ value: values[row] }, ['value']))
      before = row
    }
  }
  return out.bytes()
}

const lonely = new FrameShape(['value'])

function decodeColumn(bytes: Uint8Array, length: number): unknown[] {
  const reader = new ByteReader(bytes)
  const mode = reader.byte()
  const values: unknown[] = new Array(length)
  if ((mode & differences) === 0) values.fill(reader.number())
  else {
    let last = 0
    for (let i = 0; i < length; i++) {
      last += reader.number()
      values[i] = last
    }
  }
  if ((mode & withOthers) !== 0) {
    let row = 0
    for (let left = reader.count(); left > 0; left--) {
      row += reader.count()
      values[row] = lonely.decode(reader.piece()).value
    }
  }
  return values
}
