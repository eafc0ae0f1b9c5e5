/** What a name in a file may have, said once: for files, flags, sentences and JSON schemas. */
import { fahrenheitOf } from '#schema/temperature'

interface Described {
  readonly about: string
}

export interface NumberRule extends Described {
  readonly least: number
  readonly most: number
  readonly unit: string
  readonly whole?: true
}

export interface ChoiceRule<Choice extends string | number = string | number> extends Described {
  readonly choices: readonly Choice[]
  /** Ends the sentence "it must be". */
  readonly right: string
}

export interface TextRule extends Described {
  readonly right: string
}

export type Rule = NumberRule | ChoiceRule | TextRule

/** What a value that fits has. */
export type ValueOf<One> = One extends ChoiceRule<infer Choice> ? Choice : One extends NumberRule ? number : string

export const number = (least: number, most: number, unit: string, about: string): NumberRule => ({
  least,
  most,
  unit,
  about,
})

export const whole = (least: number, most: number, about: string): NumberRule => ({
  ...number(least, most, '', about),
  whole: true,
})

/** `a, b or c`. */
export const listed = (names: readonly (string | number)[]): string =>
  `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`

export const oneOf = <const Choice extends string | number>(
  choices: readonly Choice[],
  about: string,
  right = listed(choices),
): ChoiceRule<Choice> => ({ choices, right, about })

export const text = (right: string, about: string): TextRule => ({ right, about })
export const file = (about: string): TextRule => text('the name of a file', about)

/** A temperature may be given in either unit: `air_c` or `air_f`. */
export function temperature<Name extends string>(
  name: Name,
  { least, most }: { readonly least: number; readonly most: number },
  about: string,
) {
  const rounded = (celsius: number) => Math.round(fahrenheitOf(celsius) * 10) / 10
  return {
    [`${name}_c`]: number(least, most, '°C', `${about}, °C`),
    [`${name}_f`]: number(rounded(least), rounded(most), '°F', `${about}, °F`),
  } as Readonly<Record<`${Name}_c` | `${Name}_f`, NumberRule>>
}

/** What it may have, to end the sentence "it must be". */
export function rightFor(rule: Rule): string {
  if (!('least' in rule)) return rule.right
  const { least, most, unit, whole } = rule
  return whole ? `a whole number from ${least} to ${most}` : `${least} to ${most}${unit && ` ${unit}`}`
}
