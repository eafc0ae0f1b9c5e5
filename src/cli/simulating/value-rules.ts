/** Rules of files as zod has them, for documents with documents inside; and what only a world file needs. */
import { z } from 'zod'
import { type Rule, rightFor, type ValueOf } from '../wording/rule.ts'

/** Ends the sentence that begins with what was given. */
const must = (right: string) => ({ error: `it must be ${right}` })

type Ruled<One extends Rule> = z.ZodOptional<z.ZodType<ValueOf<One>>>

/** A value by its rule; it may be left out. */
export const ruled = <One extends Rule>(rule: One) =>
  valueBy(rule).optional().meta({ description: rule.about }) as unknown as Ruled<One>

function valueBy(rule: Rule) {
  const error = must(rightFor(rule))
  if ('choices' in rule) return z.literal([...rule.choices], error)
  if (!('least' in rule)) return z.string(error).trim().min(1, error)
  const { least, most, whole } = rule
  return (whole ? z.int(error) : z.number(error)).min(least, error).max(most, error)
}

/** The same for many names. */
export const allRuled = <Rules extends Readonly<Record<string, Rule>>>(rules: Rules) =>
  Object.fromEntries(Object.entries(rules).map(([name, rule]) => [name, ruled(rule)])) as unknown as {
    readonly [Name in keyof Rules]: Ruled<Rules[Name]>
  }

export function severalOf<const Names extends readonly [string, ...string[]]>(names: Names, description: string) {
  const each = must(`one of ${names.join(', ')}`)
  return z.array(z.enum(names, each), must('a list of names')).optional().meta({ description })
}

export const yesOrNo = (description: string) => z.boolean(must('true or false')).optional().meta({ description })
