/** Which fields a query asks for: by their names in our CSV, or on the wire. */
import { csvColumn } from '#schema/field'
import { type StatusKey, statusFields } from '#schema/status'
import { UsageError } from '../usage-error.ts'
import { nearestName } from '../wording/nearest-name.ts'

const keys = Object.keys(statusFields) as StatusKey[]
const byName = new Map<string, StatusKey>(
  keys.flatMap(key => [
    [csvColumn(key, statusFields[key]), key],
    [key, key],
  ]),
)

/** @param text names with commas between. @throws UsageError */
export function queryFields(text: string): readonly StatusKey[] {
  const names = text.split(',').map(name => name.trim())
  return [
    ...new Set(
      names.map(name => {
        const key = byName.get(name)
        if (key !== undefined) return key
        const near = nearestName(name, [...byName.keys()])
        throw new UsageError(
          `There is no field ${JSON.stringify(name)}${near === undefined ? '.' : `; did you mean ${near}?`} docs/fields.md lists them.`,
        )
      }),
    ),
  ]
}
