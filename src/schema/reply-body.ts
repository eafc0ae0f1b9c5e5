/** What the bodies of answers have in common: objects that may be anything else, and a list of what was odd in them. */
import { decode } from './codec.ts'
import type { Fields, Values } from './field.ts'

/** Something in a body that it should not have; the rest of the body counts nevertheless. */
export interface BodyOddity {
  /** The way to it: `usage[0].data[3].hpUsage`. */
  readonly at: string
  readonly raw: unknown
  readonly problem: string
}

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The fields of one object of a body in typed values; undefined when it is no object. Adds what is odd to `oddities`. */
export function readFields<Table extends Fields>(
  fields: Table,
  raw: unknown,
  at: string,
  oddities: BodyOddity[],
): Values<Table> | undefined {
  if (!isRecord(raw)) {
    oddities.push({ at, raw, problem: 'not an object' })
    return undefined
  }
  const { values, oddities: found, extra } = decode(fields, raw)
  for (const { field, raw, problem } of found) oddities.push({ at: `${at}.${field}`, raw, problem })
  for (const [key, raw] of Object.entries(extra)) oddities.push({ at: `${at}.${key}`, raw, problem: 'unknown field' })
  return values
}
