/** Checks a path, query or body against its schema, and says in a sentence what is missing or what would be right. */
import { z } from 'zod'
import { ApiError } from './api-error.ts'

/** @throws ApiError with a sentence about the first thing that is wrong. */
export function checked(type: z.ZodType, value: unknown): unknown {
  const { success, data, error } = type.safeParse(value)
  if (success) return data
  const [issue] = error.issues
  throw new ApiError('bad-request', issue === undefined ? 'It is not understood.' : sentence(type, value, issue))
}

function sentence(type: z.ZodType, value: unknown, issue: z.core.$ZodIssue): string {
  const { path, code, message } = issue
  if (code === 'unrecognized_keys') {
    const there = Object.keys(shapeOf(schemaAt(type, path)) ?? {})
    const known = there.length === 0 ? 'nothing is expected' : `known are ${there.join(', ')}`
    return `${short([...path, issue.keys[0] ?? ''].join('.'))} is not known; ${known}.`
  }
  const where = short(path.map(String).join('.'))
  const told = message.replace(/^Invalid (?:input|option): /, '')
  if (where === '') return `${told.charAt(0).toUpperCase()}${told.slice(1)}.`
  const doc = z.globalRegistry.get(schemaAt(type, path) ?? type)?.description
  // What a check says itself is nearer to what is wrong.
  const right = (code === 'custom' || code === 'invalid_value' ? undefined : doc) ?? told
  const is = valueAt(value, path) === undefined ? 'is missing' : 'isn’t right'
  return `${where} ${is}: ${right.replaceAll('`', '').replace(/\.$/, '')}.`
}

const short = (text: string) => (text.length > 60 ? `${text.slice(0, 57)}…` : text)

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  let found = value
  for (const part of path) found = (found as Readonly<Record<PropertyKey, unknown>> | undefined)?.[part]
  return found
}

const shapeOf = (type: z.ZodType | undefined) =>
  type instanceof z.ZodObject ? (type.shape as Readonly<Record<string, z.ZodType>>) : undefined

function schemaAt(type: z.ZodType, [part, ...rest]: readonly PropertyKey[]): z.ZodType | undefined {
  if (part === undefined) return type
  const inside = without(type)
  const next = inside instanceof z.ZodArray ? (inside.element as z.ZodType) : shapeOf(inside)?.[part as string]
  return next && schemaAt(next, rest)
}

/** The schema below `optional` and `default`. */
const without = (type: z.ZodType): z.ZodType =>
  type instanceof z.ZodOptional || type instanceof z.ZodDefault ? without(type.unwrap() as z.ZodType) : type
