/** Samples as a Parquet file: the columns of our CSV, as numbers and moments. hyparquet-writer is installed by who wants it. */

import { NaviLinkError } from '#schema/errors'
import { csvColumn, type Field } from '#schema/field'
import { type StatusKey, statusFields } from '#schema/status'
import type { UnitSystem } from '#schema/units'
import { type Column, temperatureUnitColumn } from '../csv-columns.ts'
import type { StoredSample } from '../store/store.ts'
import { rowOf } from './sample-text.ts'

/** As many rows lie in memory at once. */
const rowsInGroup = 10_000
const largestInt32 = 2 ** 31 - 1

type Cell = number | bigint | boolean | string | Date | undefined

interface ParquetColumn {
  readonly name: string
  readonly type: 'TIMESTAMP' | 'INT32' | 'INT64' | 'DOUBLE' | 'BOOLEAN' | 'STRING'
  readonly cell: (text: string) => Cell
}

const fieldOf = new Map<string, Field>(
  (Object.keys(statusFields) as StatusKey[]).map(key => [csvColumn(key, statusFields[key]), statusFields[key]]),
)

function parquetColumn({ name, thermal }: Column): ParquetColumn {
  if (name === 'timestamp') return { name, type: 'TIMESTAMP', cell: text => new Date(text) }
  if (name === 'device_connected') return { name, type: 'BOOLEAN', cell: text => text === '1' }
  if (name === temperatureUnitColumn) return { name, type: 'STRING', cell: text => text }
  const field = fieldOf.get(name)
  if (thermal || (field?.decimals ?? 0) > 0) return { name, type: 'DOUBLE', cell: Number }
  // Bits and codes may need all 32 bits, and the sign is one of them.
  if (field?.quantity === 'bits' || field?.quantity === 'code') return { name, type: 'INT64', cell: BigInt }
  return {
    name,
    type: 'INT32',
    cell: text => (Math.abs(Number(text)) <= largestInt32 ? Math.round(Number(text)) : undefined),
  }
}

/**
 * Writes over a file of that name.
 * @throws NaviLinkError where hyparquet-writer isn't installed.
 */
export async function writeParquet(
  file: string,
  samples: AsyncIterable<StoredSample>,
  columns: readonly Column[],
  units: UnitSystem,
): Promise<void> {
  const { fileWriter, parquetWriteRows } = await import('hyparquet-writer').catch(cause => {
    throw new NaviLinkError('Parquet needs a package that isn’t here: npm install hyparquet-writer.', { cause })
  })
  const made = columns.map(column => ({ ...parquetColumn(column), column }))
  async function* rows(): AsyncGenerator<Record<string, Cell>> {
    for await (const sample of samples) {
      const row = rowOf(sample)
      yield Object.fromEntries(
        made.map(({ name, cell, column }) => {
          const text = column.cell(row, units)
          return [name, text === '' ? undefined : cell(text)]
        }),
      )
    }
  }
  await parquetWriteRows({
    writer: fileWriter(file),
    rows: rows(),
    columns: made.map(({ name, type }) => ({ name, type, nullable: name !== 'timestamp' })),
    rowGroupSize: rowsInGroup,
    createdBy: 'navilink',
  })
}
