/** Prints decoded messages in the form that was asked for. */
import { csvHeader, csvRow } from '#station/csv-columns'
import type { CommandContext } from '../command-context.ts'
import type { OutputFormat } from '../output-format.ts'
import { type DecodedMessage, type DecodedStatus, decodedJson } from '../recording/decoded-message.ts'
import { csvColumns } from '../watching/csv-columns-flag.ts'
import { infoTable } from './info-table.ts'
import { jsonText } from './printable.ts'
import { reasonOf } from './reason.ts'
import { statusListColumns } from './status-list.ts'
import { statusTable } from './status-table.ts'
import { groupedTable, table } from './table.ts'

export interface DecodedOutputOptions {
  readonly context: CommandContext
  readonly columns?: string
  readonly all?: true
}

type Messages = AsyncIterable<DecodedMessage>

export async function printDecoded(
  messages: Messages,
  format: OutputFormat,
  options: DecodedOutputOptions,
): Promise<void> {
  if (format === 'json') await printJson(messages, options)
  else if (format === 'csv') await printCsv(messages, options)
  else await printTables(messages, options)
}

/** An array with a message a line, so that both a parser and `grep` are content. */
async function printJson(messages: Messages, { context: { print } }: DecodedOutputOptions): Promise<void> {
  let before = '['
  for await (const message of messages) {
    await print(`${before}\n${jsonText(decodedJson(message))}`)
    before = ','
  }
  await print(before === '[' ? '[]\n' : '\n]\n')
}

/** The columns of `navilink monitor`. A message that doesn't say when it came has no timestamp. */
async function printCsv(messages: Messages, { context, columns: selection }: DecodedOutputOptions): Promise<void> {
  const { print, note, settings } = context
  const columns = csvColumns(selection)
  await print(`${csvHeader(columns)}\n`)
  let infos = 0
  for await (const { kind, at, fields } of messages) {
    if (kind === 'device-info') infos++
    else await print(`${csvRow(columns, { at, status: fields.values, connected: true }, settings.units)}\n`)
  }
  if (infos > 0)
    note(`Left out, for the columns are those of a status: ${infos} device-info. --json and --table have them.`)
}

async function printTables(messages: Messages, { context, all }: DecodedOutputOptions): Promise<void> {
  const { print, paint, settings } = context
  const shown = { units: settings.units, all: all === true }
  const collected: DecodedMessage[] = []
  for await (const message of messages) collected.push(message)
  const statuses = collected.filter(message => message.kind === 'status')
  const infos = collected.filter(message => message.kind === 'device-info')
  const [only] = statuses
  const blocks = [
    ...(only === undefined
      ? []
      : [
          statuses.length === 1
            ? groupedTable(statusTable({ ...only.fields, at: only.at }, shown), paint)
            : list(statuses, context),
        ]),
    ...infos.map(({ fields }) => groupedTable(infoTable(fields, shown.units), paint)),
  ]
  await print(blocks.join('\n'))
}

function list(statuses: readonly DecodedStatus[], { settings, paint }: CommandContext): string {
  const columns = statusListColumns(settings.units)
  const rows = statuses.map(({ at, fields: { values, oddities, extra } }) => [
    at?.toISOString().replace('.000Z', 'Z') ?? '–',
    values.command === undefined ? '–' : reasonOf(values.command),
    ...columns.map(({ text }) => text(values)),
    strange(oddities.length, Object.keys(extra).length),
  ])
  const odd = rows.some(row => row.at(-1) !== '') ? [{ title: 'odd' }] : []
  return table([{ title: 'when' }, { title: 'why' }, ...columns, ...odd], rows, paint)
}

const strange = (oddities: number, extra: number) =>
  [oddities && `${oddities} odd`, extra && `${extra} new`].filter(Boolean).join(', ')
