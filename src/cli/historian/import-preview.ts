/** One row of a file as it stands there, and as it will be kept: before anything is written, a person can see that it was understood. */
import { decode } from '#schema/codec'
import { csvColumn, type Field } from '#schema/field'
import { type StatusKey, statusFields } from '#schema/status'
import { standardColumns } from '#station/csv-columns'
import type { RowExample } from '#station/exchange/csv-import'
import type { Scales, SensorScale, WaterScale } from '#station/exchange/temperature-scale'
import { formatDuration, millis } from '#time/duration'
import type { CommandContext } from '../command-context.ts'
import { table } from '../print/table.ts'
import { timeText } from '../print/time-text.ts'
import { valueText } from '../print/value-text.ts'
import type { ImportSource } from './import-source.ts'

const waterWords: Readonly<Record<WaterScale, string>> = {
  'half-celsius': 'counts of half °C',
  'raw+20': 'counts of half °C with 20 added',
  fahrenheit: '°F',
  celsius: '°C',
}
const sensorWords: Readonly<Record<SensorScale, string>> = {
  'tenth-celsius': 'tenths of °C',
  celsius: '°C',
  fahrenheit: '°F',
}

const standard = new Set(standardColumns.map(({ name }) => name))
const mostRows = 24

/** Nothing for JSON, which is kept as it is. */
export function previewText(
  { paint, settings }: Pick<CommandContext, 'paint' | 'settings'>,
  { name, survey }: ImportSource,
  scales: Scales,
  example: RowExample | undefined,
): string {
  if (survey === undefined) return ''
  const every = Number.isNaN(survey.spacing) ? '' : `, ${formatDuration(millis(survey.spacing))} apart`
  const temperatures = survey.scaled
    ? ` Hot water and settings are in ${waterWords[scales.water]}, sensors in ${sensorWords[scales.sensors]}.`
    : ''
  const { ignored } = survey.columns
  const left =
    ignored.length === 0 ? '' : ` Nothing is made of ${ignored.slice(0, 12).join(', ')}${more(ignored.length - 12)}.`
  const head = `${name}: ${survey.rows} rows${every}.${temperatures}${left}\n`
  return example === undefined ? head : `${head}\n${exampleTable({ paint, settings }, example)}`
}

const more = (count: number) => (count > 0 ? ` and ${count} more` : '')

function exampleTable(
  { paint, settings }: Pick<CommandContext, 'paint' | 'settings'>,
  { line, time, sample, cells }: RowExample,
): string {
  const { values } = decode(statusFields, sample.raw)
  const display = { units: settings.units, formula: values.tempFormulaType }
  const known = (key: StatusKey) => standard.has(csvColumn(key, statusFields[key]))
  const ordered = [...cells].sort((one, other) => Number(known(other.key)) - Number(known(one.key)))
  const rows = ordered.slice(0, mostRows).map(({ name, key, text }) => {
    const field: Field = statusFields[key]
    const value = values[key]
    return [name, text, value === undefined ? '–' : valueText(field, value, display)]
  })
  const titles = [{ title: 'column' }, { title: `line ${line}` }, { title: 'is kept as' }]
  const beyond = cells.length - rows.length
  const end = beyond > 0 ? `and ${beyond} more columns\n` : ''
  return `${table(titles, [['time', time, timeText(new Date(sample.at))], ...rows], paint)}${end}\n`
}
