/** What records of the cloud are made of, read leniently: one odd value never costs the rest of a record. */
import { z } from 'zod'

export const absent = () => undefined

/** Text, or a number where text was expected; anything else counts as not told. */
export const text = z
  .union([z.string(), z.number().transform(String)])
  .optional()
  .catch(absent)

/** Text that means nothing when it is empty. */
export const filledText = text.transform(value => (value?.trim() ? value : undefined))

/** A number, or one written as text; anything else counts as not told. */
export const number = z
  .union([
    z.number(),
    z
      .string()
      .regex(/^\s*-?\d+(\.\d+)?\s*$/)
      .transform(Number),
  ])
  .optional()
  .catch(absent)

/** The record, or one in which nothing is told. */
export const lenient = <T extends z.ZodType>(record: T) => record.catch(() => record.parse({}))

/** Each member that reads as `item`; what doesn't is left out. */
export const listOf = <T extends z.ZodType>(item: T) =>
  z
    .array(z.unknown())
    .catch(() => [])
    .transform(members => members.flatMap(member => item.safeParse(member).data ?? []) as z.output<T>[])
