/** A file of draws or weather that a person gave: what it holds, or a sentence with its first mistake. */
import type { ReadFile } from '#physics/house/csv-table'
import { UsageError } from './usage-error.ts'

/** @throws UsageError */
export function usable<Value>(name: string, { value, problems }: ReadFile<Value>): Value {
  if (value !== undefined) return value
  const [first, ...more] = problems
  const others = more.length === 0 ? '' : ` (and ${more.length} more)`
  throw new UsageError(`${name}, ${first?.text ?? 'it is empty'}${others}.`)
}
