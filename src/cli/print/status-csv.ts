/** A status as a line of CSV, in the columns of `navilink monitor`. */

import type { Status } from '#schema/status'
import type { UnitSystem } from '#schema/units'
import { type Column, selectColumns } from '#station/csv-columns'
import { UsageError } from '../usage-error.ts'

/** @param selection `--columns`. @throws UsageError for a name that isn't a column. */
export function csvColumns(selection = 'standard'): readonly Column[] {
  try {
    return selectColumns(selection)
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(`--columns: ${error.message}`)
    throw error
  }
}

interface MaybeTimed {
  readonly at: Date | undefined
  readonly status: Status
  readonly connected: boolean
}

const noTime = new Date(0)

/** Without a time, its cell is empty rather than invented. */
export const csvRow = (columns: readonly Column[], { at, ...row }: MaybeTimed, units: UnitSystem): string =>
  columns
    .map(({ name, cell }) =>
      name === 'timestamp' && at === undefined ? '' : cell({ ...row, at: at ?? noTime }, units),
    )
    .join(',')
