/** What a value in a file may be: its range, and the sentence for what lies beyond. */
import { z } from 'zod'
import { fahrenheitOf } from '#schema/temperature'

/** Ends the sentence that begins with what was given. */
const must = (right: string) => ({ error: `it must be ${right}` })

/** `a, b or c`. */
export const listed = (names: readonly (string | number)[]): string =>
  names.length < 2 ? names.join() : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`

export function number(least: number, most: number, unit: string, description: string) {
  const error = must(`${least} to ${most}${unit && ` ${unit}`}`)
  return z.number(error).min(least, error).max(most, error).optional().meta({ description })
}

export function whole(least: number, most: number, description: string) {
  const error = must(`a whole number from ${least} to ${most}`)
  return z.int(error).min(least, error).max(most, error).optional().meta({ description })
}

export const oneOf = <const Names extends readonly [string, ...string[]]>(names: Names, description: string) =>
  z
    .enum(names, must(listed(names)))
    .optional()
    .meta({ description })

export const oneNumberOf = <const Numbers extends readonly [number, ...number[]]>(
  numbers: Numbers,
  unit: string,
  description: string,
) =>
  z
    .literal(numbers, must(`${listed(numbers)}${unit && ` ${unit}`}`))
    .optional()
    .meta({ description })

export function severalOf<const Names extends readonly [string, ...string[]]>(names: Names, description: string) {
  const each = must(`one of ${names.join(', ')}`)
  return z.array(z.enum(names, each), must('a list of names')).optional().meta({ description })
}

export const yesOrNo = (description: string) => z.boolean(must('true or false')).optional().meta({ description })

export function text(right: string, description: string) {
  const error = must(right)
  return z.string(error).trim().min(1, error).optional().meta({ description })
}

export const file = (description: string) => text('the name of a file', description)

/** A temperature may be given in either unit: `air_c` or `air_f`. */
export function temperature<Name extends string>(
  name: Name,
  { least, most }: { readonly least: number; readonly most: number },
  description: string,
) {
  const rounded = (celsius: number) => Math.round(fahrenheitOf(celsius) * 10) / 10
  return {
    [`${name}_c`]: number(least, most, '°C', `${description}, °C`),
    [`${name}_f`]: number(rounded(least), rounded(most), '°F', `${description}, °F`),
  } as Readonly<Record<`${Name}_c` | `${Name}_f`, ReturnType<typeof number>>>
}
