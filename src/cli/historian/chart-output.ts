/** Prints how fields went over a span: a row a point, with the mean of numbers and where asked for their least and most, and the name of a choice. */
import { csvColumn, type Field } from '#schema/field'
import { type StatusKey, statusFields } from '#schema/status'
import { type UnitSystem, unitOf } from '#schema/units'
import type { Chart } from '#station/history/history'
import type { CommandContext } from '../command-context.ts'
import type { OutputFormat } from '../output-format.ts'
import { csvLine } from '../print/csv-text.ts'
import { jsonText } from '../print/printable.ts'
import { table } from '../print/table.ts'
import { timeText } from '../print/time-text.ts'
import { withGapLines } from './gap-lines.ts'

interface ChartColumn {
  readonly title: string
  readonly cells: readonly (number | string | null)[]
}

export async function printChart(
  { print, settings, paint }: CommandContext,
  { format, wide }: { readonly format: OutputFormat; readonly wide?: true | undefined },
  fields: readonly StatusKey[],
  chart: Chart,
): Promise<void> {
  if (format === 'json') return print(`${jsonText(chart)}\n`)
  const numbers = format === 'csv' || wide ? (['mean', 'min', 'max'] as const) : (['mean'] as const)
  const columns = fields.flatMap(key => chartColumns(key, chart, settings.units, numbers))
  const row = (at: number, i: number) => [timeText(new Date(at)), ...columns.map(({ cells }) => cells[i] ?? undefined)]
  if (format === 'csv')
    return print([['timestamp', ...columns.map(({ title }) => title)], ...chart.at.map(row)].map(csvLine).join(''))
  const titles = [{ title: 'time' }, ...columns.map(({ title }) => ({ title, align: 'right' }) as const)]
  const rows = chart.at.map((at, i) => row(at, i).map(cell => String(cell ?? '–')))
  const gaps = chart.gaps.map(gap => ({ gap, rowsBefore: chart.at.filter(at => at <= gap.from).length }))
  await print(withGapLines(table(titles, rows, paint), gaps))
}

function chartColumns(
  key: StatusKey,
  { series }: Chart,
  units: UnitSystem,
  numbers: readonly ('mean' | 'min' | 'max')[],
): ChartColumn[] {
  const field: Field = statusFields[key]
  const name = csvColumn(key, field)
  const told = series[key]
  if (told === undefined) return []
  if ('label' in told) return [{ title: name, cells: told.label }]
  const { symbol, from } = unitOf(field.quantity, units)
  const unit = symbol === '' ? '' : ` ${symbol}`
  const shown = (value: number | null) => (value === null ? null : Number(from(value).toFixed(field.decimals + 1)))
  return numbers.map(what => ({
    // One alone is the mean.
    title: `${name}${numbers.length > 1 ? ` ${what}` : ''}${unit}`,
    cells: told[what].map(shown),
  }))
}
