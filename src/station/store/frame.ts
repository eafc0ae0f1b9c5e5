/**
 * A raw status frame as bytes and back, without loss. Its keys, in their order, are a shape that all frames of a
 * firmware share; its values are small whole numbers, and what isn't one is written out as JSON behind them.
 */

export type RawFrame = Readonly<Record<string, unknown>>

/** The largest number that is packed; twice of it is still exact. */
const largest = 2 ** 51
/** Of a number, in bytes of seven bits. */
const longest = 8
/** In the place of a value that is written out. */
const writtenOut = 0

/** Beyond these a value is no reading: levels of nesting, and characters of its JSON. */
const [deepest, longestText] = [8, 10_000]

/** What JSON can say of a frame: its keys in their order. */
export const frameKeys = (raw: RawFrame): readonly string[] => Object.keys(raw).filter(key => raw[key] !== undefined)

/** @throws RangeError for a value that no heater says. */
export function encodeFrame(raw: RawFrame, keys: readonly string[]): Uint8Array {
  const bytes = new Uint8Array(keys.length * longest)
  const others: string[] = []
  let end = 0
  for (const key of keys) {
    const value = raw[key]
    let rest = writtenOut
    if (isPacked(value)) rest = value >= 0 ? 2 * value + 1 : -2 * value
    else others.push(writtenJson(key, value))
    for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes[end++] = (rest % 0x80) | 0x80
    bytes[end++] = rest
  }
  if (others.length === 0) return bytes.slice(0, end)
  return Buffer.concat([bytes.subarray(0, end), Buffer.from(`[${others.join(',')}]`)])
}

const isPacked = (value: unknown): value is number =>
  Number.isInteger(value) && Math.abs(value as number) <= largest && !Object.is(value, -0)

/** @returns what is wrong with a frame, as a sentence; undefined for one that can be kept. */
export function frameTrouble(raw: RawFrame): string | undefined {
  try {
    for (const key of frameKeys(raw)) if (typeof raw[key] !== 'number') writtenJson(key, raw[key])
    return undefined
  } catch (error) {
    return (error as Error).message
  }
}

function writtenJson(key: string, value: unknown): string {
  const name = key.slice(0, 64)
  if (isDeeper(value, deepest)) throw new RangeError(`The value of ${name} is nested deeper than ${deepest} levels.`)
  const text = exactJson(value)
  if (text.length > longestText) throw new RangeError(`The value of ${name} is longer than ${longestText} characters.`)
  return text
}

const isDeeper = (value: unknown, levels: number): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (levels === 0 || Object.values(value).some(member => isDeeper(member, levels - 1)))

/** JSON that keeps what `JSON.stringify` loses and `JSON.parse` makes: the sign of zero, and numbers beyond all bounds. */
function exactJson(value: unknown): string {
  if (Object.is(value, -0)) return '-0'
  if (value === Number.POSITIVE_INFINITY) return '1e999'
  if (value === Number.NEGATIVE_INFINITY) return '-1e999'
  if (Array.isArray(value)) return `[${value.map(exactJson).join(',')}]`
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).filter(([, member]) => member !== undefined)
    return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${exactJson(member)}`).join(',')}}`
  }
  return JSON.stringify(value) ?? 'null'
}

/** The frames of one shape, out of their bytes. */
export class FrameShape {
  readonly keys: readonly string[]
  /** Copied for each frame, which is quicker than adding key after key. */
  readonly #blank: Record<string, unknown>

  constructor(keys: readonly string[]) {
    this.keys = keys
    this.#blank = JSON.parse(`{${keys.map(key => `${JSON.stringify(key)}:0`).join(',')}}`)
  }

  fits(keys: readonly string[]): boolean {
    return keys.length === this.keys.length && keys.every((key, i) => key === this.keys[i])
  }

  /** @throws RangeError for bytes that aren't of this shape. */
  decode(bytes: Uint8Array): Record<string, unknown> {
    const raw = { ...this.#blank }
    const open: string[] = []
    let at = 0
    for (const key of this.keys) {
      let rest = byteOf(bytes, at++)
      if (rest >= 0x80) {
        rest -= 0x80
        for (let scale = 0x80, more = true; more; scale *= 0x80) {
          const byte = byteOf(bytes, at++)
          more = byte >= 0x80
          rest += (more ? byte - 0x80 : byte) * scale
        }
      }
      if (rest === writtenOut) open.push(key)
      else put(raw, key, rest % 2 === 1 ? (rest - 1) / 2 : -rest / 2)
    }
    if (open.length > 0) fill(raw, open, bytes.subarray(at))
    else if (at < bytes.length) throw new RangeError('A stored frame is longer than its shape.')
    return raw
  }
}

function byteOf(bytes: Uint8Array, at: number): number {
  const byte = bytes[at]
  if (byte === undefined) throw new RangeError('A stored frame is shorter than its shape.')
  return byte
}

function fill(raw: Record<string, unknown>, keys: readonly string[], json: Uint8Array): void {
  const values: unknown[] = JSON.parse(Buffer.from(json).toString())
  if (values.length !== keys.length) throw new RangeError('A stored frame lacks values of its shape.')
  for (const [i, key] of keys.entries()) put(raw, key, values[i])
}

function put(raw: Record<string, unknown>, key: string, value: unknown): void {
  // Written plainly, this one key would set the prototype.
  if (key === '__proto__')
    Object.defineProperty(raw, key, { value, enumerable: true, writable: true, configurable: true })
  else raw[key] = value
}
