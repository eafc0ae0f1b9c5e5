/** docs/fields.md: every field of status and device info, the CSV columns, codes and faults. */
import { decode } from '#schema/codec'
import { deviceInfoFields } from '#schema/device-info'
import * as enums from '#schema/enums'
import { faults } from '#schema/faults'
import { csvColumn, type Field, type Fields, type Labels } from '#schema/field'
import { statusFields } from '#schema/status'
import { unitOf } from '#schema/units'
import { standardColumns } from '#station/csv-columns'
import { captured, capturedStatuses } from '../../test/fixtures/frames.ts'
import { generated, heading, literal, row } from './markdown.ts'
import { sureness, surenessLegend } from './sureness.ts'

/** What a heater really sent: while it was heating, if that was more than 0. */
function realValue(key: string, field: Field): string {
  const raws = [captured.heatPump, ...capturedStatuses].map(status => (status as Record<string, number>)[key])
  const raw = raws.find(Boolean) ?? raws[0]
  if (raw === undefined) return '–'
  const typed = (decode({ [key]: field }, { [key]: raw }).values as Record<string, unknown>)[key]
  return typed === raw ? literal(String(raw)) : `${literal(String(raw))} → ${typed}`
}

const meaning = ({ doc, optionalSensor, newer }: Field) =>
  [doc, optionalSensor && '*Optional sensor.*', newer && '*Newer firmware only.*'].filter(Boolean).join(' ')

function unit(field: Field): string {
  if (field.labels) return 'name'
  if (field.quantity === 'code' || field.quantity === 'bits' || field.quantity === 'text') return field.quantity
  return unitOf(field.quantity, 'metric').symbol
}

const fieldTable = (fields: Fields) => [
  ...heading('Wire name', 'Unit', 'Meaning', 'How sure', 'Real value', 'CSV column'),
  ...Object.entries(fields).map(([key, field]) =>
    row(
      literal(key),
      unit(field),
      meaning(field),
      sureness[field.seen],
      realValue(key, field),
      literal(csvColumn(key, field)),
    ),
  ),
]

/** The fields that speak in these codes; both tables have some of the same name. */
const usersOf = (labels: Labels) => [
  ...new Set(
    [...Object.entries<Field>(statusFields), ...Object.entries<Field>(deviceInfoFields)]
      .filter(([, field]) => field.labels === labels)
      .map(([key]) => literal(key)),
  ),
]

function codeTable(name: string, labels: Labels): string[] {
  const users = usersOf(labels)
  const used = users.length > 6 ? `${users.slice(0, 4).join(', ')} and ${users.length - 4} more` : users.join(', ')
  const codes = Object.entries(labels).map(([code, label]) => row(code, label))
  return [`### ${name}`, '', `Used by ${used}.`, '', ...heading('Code', 'Name'), ...codes, '']
}

function faultRow([code, { text, parts, remedy }]: [string, (typeof faults)[number]]): string {
  const named = Object.entries(parts ?? {}).map(([sub, part]) => `${sub} ${part}`)
  return row(`E${code.padStart(3, '0')}`, text, named.join(', ') || '–', remedy)
}

/** The page, from the tables and nothing else. */
export function fieldsPage(): string {
  const codes = Object.entries(enums)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, value]) => (typeof value === 'object' ? codeTable(name, value) : []))
  const lines = [
    'Names are those of the wire, misspelt ones too. Every field may be missing: firmwares send different sets.',
    'Values are given in °C, K, W, Wh, L, L/min, h and days. A code without a name is shown as `unknown-N`.',
    '',
    'How sure we are of a field:',
    '',
    ...surenessLegend,
    '',
    'A real value is the number on the wire and what we make of it, from that recording. A – stands where the recording has none.',
    '',
    `## Status: ${Object.keys(statusFields).length} fields`,
    '',
    ...fieldTable(statusFields),
    '',
    `## Device info: ${Object.keys(deviceInfoFields).length} fields`,
    '',
    'Nobody has given us a recorded one yet.',
    '',
    ...fieldTable(deviceInfoFields),
    '',
    '## CSV files',
    '',
    `A file begins with these columns, in this order for ever: ${standardColumns.map(({ name }) => literal(name)).join(', ')}. \`--columns all\` puts every other field behind them.`,
    '',
    'Modes, codes and relays are the numbers of the wire. Temperatures are in the unit of the file, everything else is metric. Five columns are no fields:',
    '',
    ...heading('CSV column', 'Meaning'),
    row(literal('timestamp'), 'When the status was received, UTC.'),
    row(literal('usable_energy'), 'Wh above the reference: `totalEnergyCapacity` less `availableEnergyCapacity`.'),
    row(literal('energy_to_setpoint'), 'Wh still missing: `availableEnergyCapacity`.'),
    row(
      literal('device_connected'),
      '1 while the cloud reaches the heater. One that it does not reach sends no status, and so no row.',
    ),
    row(literal('temperature_unit'), 'F or C, the same in the whole file.'),
    '',
    '## Codes',
    '',
    ...codes,
    '## Faults',
    '',
    "The panel's number is `errorCode`, the part is `subErrorCode`.",
    '',
    ...heading('Code', 'What', 'Parts', 'What to do'),
    ...Object.entries(faults).map(faultRow),
  ]
  return generated('Fields, codes and faults', 'the tables in `src/schema`', lines)
}
