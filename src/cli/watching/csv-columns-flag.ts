/** `--columns`: which columns a CSV has. */
import { type Column, selectColumns } from '#station/csv-columns'
import { UsageError } from '../usage-error.ts'

/** @throws UsageError for a name that isn't a column. */
export function csvColumns(selection = 'standard'): readonly Column[] {
  try {
    return selectColumns(selection)
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(`--columns: ${error.message}`)
    throw error
  }
}
