/** What a JSON schema says of a place in a document: which names it knows there, and whether a secret belongs there. */
import type { Path } from '#schema/findings'
import { isRecord } from '#schema/wire-entry'

/** The names of every alternative, in the order of the schema. */
export function knownNames(schema: object, path: Path): readonly string[] {
  const names = schemasAt(schema, path)
    .flatMap(alternatives)
    .flatMap(one => Object.keys(partOf(one, 'properties') ?? {}))
  return [...new Set(names)]
}

/** Whether what stands there is not to be shown. */
export const isSecret = (schema: object, path: Path): boolean =>
  schemasAt(schema, path).some(one => (one as { readonly writeOnly?: unknown }).writeOnly === true)

const schemasAt = (schema: object, path: Path): readonly object[] =>
  path.reduce<readonly object[]>(
    (found, part) => found.flatMap(alternatives).flatMap(one => within(one, part)),
    [schema],
  )

const partOf = (schema: object, name: string): object | undefined => {
  const part = (schema as Readonly<Record<string, unknown>>)[name]
  return isRecord(part) ? part : undefined
}

function within(schema: object, part: string | number): readonly object[] {
  if (typeof part === 'number') return [partOf(schema, 'items')].filter(one => one !== undefined)
  const properties = partOf(schema, 'properties')
  const own = properties === undefined ? undefined : partOf(properties, part)
  return [own ?? partOf(schema, 'additionalProperties')].filter(one => one !== undefined)
}

function alternatives(schema: object): readonly object[] {
  const { anyOf, oneOf, allOf } = schema as Readonly<Record<string, unknown>>
  const several = [anyOf, oneOf, allOf].flatMap(list => (Array.isArray(list) ? list.filter(isRecord) : []))
  return several.length > 0 ? several.flatMap(alternatives) : [schema]
}
