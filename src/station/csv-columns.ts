/** The columns of a CSV record. Their names and order are for ever: people's files and scripts hold them. */
import { encodeValue } from '#schema/codec'
import { energyToSetpoint, usableEnergy } from '#schema/derived'
import { csvColumn, type Field } from '#schema/field'
import { type Status, type StatusKey, statusFields } from '#schema/status'
import { type UnitSystem, unitOf } from '#schema/units'

/** What a row is made of. */
export interface Row {
  /** Its cell is empty where nobody knows it. */
  readonly at: Date | undefined
  readonly status: Status
  readonly connected: boolean
}

export interface Column {
  readonly name: string
  /** Whether its numbers depend on the units. */
  readonly thermal?: boolean
  /** The cell; empty when the heater didn't say. */
  readonly cell: (row: Row, units: UnitSystem) => string
}

const firstFields = [
  'dhwChargePer',
  'operationMode',
  'dhwTemperature',
  'currentInstPower',
  'tankUpperTemperature',
  'tankLowerTemperature',
  'dhwTemperatureSetting',
  'dhwOperationSetting',
  'compUse',
  'heatUpperUse',
  'heatLowerUse',
  'evaFanUse',
  'dhwUse',
  'operationBusy',
] as const satisfies readonly StatusKey[]
const laterFields = [
  'outsideTemperature',
  'errorCode',
  'subErrorCode',
  'wifiRssi',
] as const satisfies readonly StatusKey[]

const number = (value: number | undefined, decimals: number) =>
  value === undefined ? '' : String(Number(value.toFixed(decimals)))

/** Modes, codes and relays stay the wire's numbers; temperatures follow the units, everything else is metric. */
function fieldColumn(key: StatusKey): Column {
  const field: Field = statusFields[key]
  const thermal = field.quantity === 'temperature' || field.quantity === 'temperature-difference'
  return {
    name: csvColumn(key, field),
    thermal,
    cell({ status }, units) {
      const value = status[key]
      if (value === undefined) return ''
      if (typeof value === 'string') return String(encodeValue(field, value))
      return number(thermal ? unitOf(field.quantity, units).from(value) : value, field.decimals)
    },
  }
}

export const temperatureUnitColumn = 'temperature_unit'
const unitColumn: Column = { name: temperatureUnitColumn, cell: (_, units) => (units === 'us' ? 'F' : 'C') }

/** The columns that every file begins with. */
export const standardColumns: readonly Column[] = [
  { name: 'timestamp', cell: ({ at }) => at?.toISOString() ?? '' },
  ...firstFields.map(fieldColumn),
  { name: 'usable_energy', cell: ({ status }) => number(usableEnergy(status), 0) },
  { name: 'energy_to_setpoint', cell: ({ status }) => number(energyToSetpoint(status), 0) },
  ...laterFields.map(fieldColumn),
  { name: 'device_connected', cell: ({ connected }) => (connected ? '1' : '0') },
  unitColumn,
]

const keys = Object.keys(statusFields) as StatusKey[]
const inStandard = new Set<StatusKey>([...firstFields, ...laterFields])

/** The standard columns, then every other field of a status. */
export const allColumns: readonly Column[] = [
  ...standardColumns,
  ...keys.filter(key => !inStandard.has(key)).map(fieldColumn),
]

/**
 * @param selection `standard`, `all`, or names of columns or fields with commas between. The timestamp always comes first, and with a
 * temperature comes its unit, so that a file which is continued years later keeps it.
 * @throws RangeError that names what isn't a column.
 */
export function selectColumns(selection: string): readonly Column[] {
  if (selection === 'standard') return standardColumns
  if (selection === 'all') return allColumns
  const byName = new Map(allColumns.map(column => [column.name, column]))
  for (const key of keys) {
    const column = byName.get(csvColumn(key, statusFields[key]))
    if (column) byName.set(key, column)
  }
  const names = selection.split(',').map(name => name.trim())
  const unknown = names.filter(name => !byName.has(name))
  if (unknown.length > 0) {
    throw new RangeError(
      `There is no column ${unknown.map(name => `«${name}»`).join(', ')}; docs/fields.md lists them, and «all» takes every one.`,
    )
  }
  const chosen = ['timestamp', ...names].map(name => byName.get(name)).filter(column => column !== undefined)
  if (chosen.some(column => column.thermal)) chosen.push(unitColumn)
  return [...new Set(chosen)]
}

export const csvHeader = (columns: readonly Column[]): string => columns.map(column => column.name).join(',')

export const csvRow = (columns: readonly Column[], row: Row, units: UnitSystem): string =>
  columns.map(column => column.cell(row, units)).join(',')
