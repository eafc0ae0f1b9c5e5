/** Reads and writes a table of fields. A frame is never refused because one field of it is odd. */
import type { Field, Fields, UnknownCode, Values } from './field.ts'

/** Something in a frame that its field doesn't allow. Only an `unknown code` has a typed value nevertheless. */
export interface Oddity {
  readonly field: string
  readonly raw: unknown
  readonly problem: 'unknown code' | 'null' | 'not a whole number' | 'too large' | 'not a number' | 'not a text'
}

/** What a frame says: typed values, what was odd, and what no table knows. */
export interface Decoded<Table extends Fields> {
  /** The fields of the table that were present and readable, in the order in which they came. */
  readonly values: Values<Table>
  readonly oddities: readonly Oddity[]
  /** What the table lacks, under its raw name. */
  readonly extra: Readonly<Record<string, unknown>>
}

const nothing: readonly never[] = Object.freeze([])
const noExtra: Readonly<Record<string, unknown>> = Object.freeze({})

/** From 2^52 on `n / 10 * 10` isn't `n` for every whole number. */
const isCount = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && Math.abs(value) < 2 ** 52

/** Wire to typed values. `raw` is left as it is. */
export function decode<Table extends Fields>(fields: Table, raw: Readonly<Record<string, unknown>>): Decoded<Table> {
  // Copying the whole object and replacing values keeps V8's hidden class; building it key by key is twice as slow.
  // So is reading value by value, and a store costs more than the test whether it is needed.
  const values: Record<string, unknown> = { ...raw }
  const keys = Object.keys(raw)
  const raws = Object.values(raw)
  let oddities: Oddity[] | undefined
  let extra: [string, unknown][] | undefined
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i] as string
    const field = fields[key]
    const value = raws[i]
    if (field === undefined) {
      extra ??= []
      extra.push([key, value])
    } else if (isCount(value) && field.quantity !== 'text') {
      const { labels, perUnit } = field
      if (labels === undefined) {
        if (perUnit !== 1 && value !== 0) values[key] = value / perUnit
        continue
      }
      const label = labels[value]
      if (label !== undefined) values[key] = label
      else {
        values[key] = `unknown-${value}` satisfies UnknownCode
        oddities ??= []
        oddities.push({ field: key, raw: value, problem: 'unknown code' })
      }
      continue
    } else if (field.quantity === 'text' && typeof value === 'string') continue
    else {
      oddities ??= []
      oddities.push({ field: key, raw: value, problem: problemOf(field, value) })
    }
    delete values[key]
  }
  return {
    values: values as Values<Table>,
    oddities: oddities ?? nothing,
    // fromEntries, because a key may be called __proto__.
    extra: extra ? Object.fromEntries(extra) : noExtra,
  }
}

function problemOf(field: Field, value: unknown): Oddity['problem'] {
  if (value === null) return 'null'
  if (field.quantity === 'text') return 'not a text'
  if (typeof value !== 'number') return 'not a number'
  return Number.isInteger(value) ? 'too large' : 'not a whole number'
}

/** Typed values to the wire: the inverse of {@link decode}, oddities and unknown keys included. */
export function encode<Table extends Fields>(
  fields: Table,
  { values, oddities = nothing, extra = noExtra }: Pick<Decoded<Table>, 'values'> & Partial<Decoded<Table>>,
): Record<string, unknown> {
  const entries: [string, unknown][] = []
  for (const [key, value] of Object.entries(values)) {
    const field = fields[key]
    if (field !== undefined && value !== undefined) entries.push([key, encodeValue(field, value)])
  }
  // An unknown code has a typed value too, which may have been changed since.
  for (const { field, raw } of oddities) if (values[field] === undefined) entries.push([field, raw])
  return Object.fromEntries(entries.concat(Object.entries(extra)))
}

/**
 * One typed value to the wire: 58.5 °C → 117, `heat-pump` → 32, `unknown-33` → 33.
 * @throws RangeError for a name that the field doesn't have.
 */
export function encodeValue(field: Field, value: unknown): number | string {
  if (typeof value === 'number') return Math.round(value * field.perUnit)
  if (field.labels === undefined) return String(value)
  for (const code in field.labels) if (field.labels[code] === value) return Number(code)
  const unknown = /^unknown-(-?\d+)$/.exec(String(value))
  if (unknown) return Number(unknown[1])
  throw new RangeError(`${String(value)} is none of ${Object.values(field.labels).join(', ')}`)
}
