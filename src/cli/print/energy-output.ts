/** Prints what a heater used: numbers for programs, and with bars for people on a terminal. */
import { type EnergyRow, type EnergyUse, sumOf } from '#schema/energy'
import type { EnergySpan } from '../asking/energy-span.ts'
import { dayText, monthText } from '../asking/local-date.ts'
import type { CommandContext } from '../command-context.ts'
import type { OutputFormat } from '../output-format.ts'
import { csvLine } from './csv-text.ts'
import { type Bar, barsText } from './energy-bars.ts'
import { recordJson } from './records-output.ts'
import { type TableColumn, table } from './table.ts'

interface Used {
  readonly name: string
  readonly span: EnergySpan
  readonly rows: readonly EnergyRow[]
  /** Of its whole life. */
  readonly lifetime: EnergyUse
}

const periodOf = ({ year, month, day }: EnergyRow): string =>
  day === undefined ? monthText({ year, month }) : dayText({ year, month, day })

/** Those of the span, in their order. The heater's calendar may be a day ahead; what isn't there yet is left out. */
function rowsIn({ from, to }: EnergySpan, rows: readonly EnergyRow[]): readonly EnergyRow[] {
  const used = ({ year, month, day, ...use }: EnergyRow) => Object.values(use).some(value => value > 0)
  const wanted = rows.filter(row => periodOf(row) >= from && (periodOf(row) <= to || used(row)))
  return wanted.sort((a, b) => (periodOf(a) < periodOf(b) ? -1 : 1))
}

const kWh = (wattHours: number | undefined) => (wattHours === undefined ? undefined : wattHours / 1000)
const together = ({ heatPumpEnergy, elementEnergy }: EnergyUse) =>
  heatPumpEnergy === undefined && elementEnergy === undefined ? undefined : (heatPumpEnergy ?? 0) + (elementEnergy ?? 0)

/** The names of JSON and CSV. */
const record = (use: EnergyUse) => ({
  heat_pump_kwh: kWh(use.heatPumpEnergy),
  element_kwh: kWh(use.elementEnergy),
  total_kwh: kWh(together(use)),
  heat_pump_h: use.heatPumpTime,
  element_h: use.elementTime,
})

export async function printEnergy(context: CommandContext, format: OutputFormat, told: Used): Promise<void> {
  const { print, note } = context
  const { name, span, lifetime } = told
  const rows = rowsIn(span, told.rows)
  const { by } = span
  if (format === 'json') {
    const all = rows.map(row => ({ [by]: periodOf(row), ...record(row) }))
    const json = { name, by, rows: all, sum: record(sumOf(rows)), lifetime: record(lifetime) }
    return print(`${recordJson(json)}\n`)
  }
  if (format === 'csv') {
    const cells = rows.map(row => [periodOf(row), ...Object.values(record(row))])
    return print([[by, ...Object.keys(record({}))], ...cells].map(csvLine).join(''))
  }
  if (rows.length === 0) note(`${name} has no record of that time.`)
  else await print(energyTable(context, told, rows))
}

const columns = (by: EnergySpan['by']): readonly TableColumn[] => [
  { title: by },
  ...['heat pump', 'elements', 'together', 'heat pump', 'elements'].map(title => ({ title, align: 'right' }) as const),
]

function energyTable(
  { paint, terminal: { stdout } }: CommandContext,
  { span: { by }, lifetime }: Used,
  rows: readonly EnergyRow[],
): string {
  const text = (value: number | undefined, decimals: number, unit: string) =>
    value === undefined ? '–' : `${value.toFixed(decimals)} ${unit}`
  const cells = (title: string, use: EnergyUse) => [
    title,
    ...[use.heatPumpEnergy, use.elementEnergy, together(use)].map(value => text(kWh(value), 1, 'kWh')),
    ...[use.heatPumpTime, use.elementTime].map(value => text(value, 0, 'h')),
  ]
  const lines = [...rows.map(row => cells(periodOf(row), row)), cells('sum', sumOf(rows)), cells('lifetime', lifetime)]
  const plain = table(columns(by), lines, paint)
  if (!stdout.isTTY) return plain
  const bars: readonly Bar[] = rows.map(row => [row.heatPumpEnergy ?? 0, row.elementEnergy ?? 0])
  return barsText(plain, bars, stdout.columns ?? 80, paint)
}
