/** The header of somebody's record: which of its columns are kept, and as what. */
import { type StatusKey, statusFields } from '#schema/status'
import { type ColumnMeaning, type FieldColumn, meaningOf } from './column-names.ts'

export interface FileColumn {
  readonly index: number
  /** As it stands in the file. */
  readonly name: string
}

export interface FileColumns {
  readonly count: number
  readonly time: FileColumn
  readonly unit?: FileColumn | undefined
  readonly connected?: FileColumn | undefined
  readonly usableEnergy?: FileColumn | undefined
  /** In the order of the wire, each field once. */
  readonly fields: readonly (FileColumn & FieldColumn)[]
  /** Names of columns that nothing is made of. */
  readonly ignored: readonly string[]
}

const order = new Map((Object.keys(statusFields) as StatusKey[]).map((key, i) => [key, i]))

/** @returns a sentence for a header that can't be one of such a record. */
export function fileColumns(header: readonly string[]): FileColumns | string {
  const named = header.map((name, index) => ({ index, name: name.trim() }))
  const meant = named.flatMap(column => {
    const meaning = column.name === '' ? undefined : meaningOf(column.name)
    return meaning === undefined ? [] : [{ column, meaning }]
  })
  const one = (kind: Exclude<ColumnMeaning['kind'], 'field'>) =>
    meant.find(({ meaning }) => meaning.kind === kind)?.column
  const time = one('time')
  const fields = new Map<StatusKey, FileColumn & FieldColumn>()
  for (const { column, meaning } of meant) {
    if (meaning.kind !== 'field') continue
    const before = fields.get(meaning.key)
    if (before === undefined || worth(meaning) > worth(before)) fields.set(meaning.key, { ...column, ...meaning })
  }
  if (time === undefined) return 'it has no column timestamp'
  if (fields.size === 0) return 'none of its columns is a reading of a heater'
  const known = new Set(meant.map(({ column }) => column.index))
  return {
    count: header.length,
    time,
    unit: one('unit'),
    connected: one('connected'),
    usableEnergy: fields.has('totalEnergyCapacity') ? undefined : one('usable-energy'),
    fields: [...fields.values()].sort((a, b) => (order.get(a.key) ?? 0) - (order.get(b.key) ?? 0)),
    ignored: named.filter(({ index, name }) => name !== '' && !known.has(index)).map(({ name }) => name),
  }
}

/** Of two columns of one field, the wire's own count is exact, and a name that says its unit is surer. */
const worth = ({ count, units, wattHours }: FieldColumn) => (count ? 3 : units !== undefined ? 2 : wattHours ? 0 : 1)
