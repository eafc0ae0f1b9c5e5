/** `navilink history query`: what a heater said, or how some fields went, with the gaps between. */
import { csvColumn } from '#schema/field'
import { type StatusKey, statusFields } from '#schema/status'
import { type Column, csvHeader, csvRow, selectColumns, standardColumns } from '#station/csv-columns'
import { sampleLine } from '#station/exchange/json-lines'
import { rowOf } from '#station/exchange/sample-text'
import { mostPoints } from '#station/history/chart'
import type { Gap } from '#station/history/gap'
import type { StoredHeater } from '#station/store/store'
import { days } from '#time/duration'
import type { CommandContext } from '../command-context.ts'
import { type FormatFlags, formatOf } from '../output-format.ts'
import { jsonText } from '../print/printable.ts'
import { statusListColumns } from '../print/status-list.ts'
import { table } from '../print/table.ts'
import { timeText } from '../print/time-text.ts'
import { UsageError } from '../usage-error.ts'
import { printChart } from './chart-output.ts'
import { fieldColumns } from './field-columns.ts'
import { withGapLines } from './gap-lines.ts'
import { type OpenedRecord, recordFile, wantedHeater, withRecord } from './open-record.ts'
import { queryFields } from './query-fields.ts'
import type { HeaterFlag, RecordFlags, SpanFlags } from './record-flags.ts'
import { recordRows } from './record-rows.ts'
import { storedHeater } from './stored-heater.ts'
import { type GivenSpan, givenSpan } from './time-span.ts'

export interface QueryFlags extends RecordFlags, HeaterFlag, SpanFlags, FormatFlags {
  readonly fields?: string
  readonly points?: string
  readonly wide?: true
}

/** What most people want to see of a month. */
const chartFields: readonly StatusKey[] = [
  'dhwChargePer',
  'tankUpperTemperature',
  'tankLowerTemperature',
  'currentInstPower',
]
/** A longer list is of no use on a terminal, and would lie in memory. */
const longestList = 100_000

export async function queryRecord(context: CommandContext, flags: QueryFlags): Promise<undefined> {
  const file = await recordFile(context, flags, ['device'])
  const points = flags.points === undefined ? undefined : wholePoints(flags.points)
  const keys = flags.fields === undefined ? undefined : queryFields(flags.fields)
  const format = formatOf(flags)
  await context.untimed(() =>
    withRecord(context, file, { readOnly: true }, async record => {
      const heater = storedHeater(await record.store.heaters(), wantedHeater(context, flags))
      const now = record.clock.now()
      const span = givenSpan(flags, { now, timeZone: heater.timeZone, usual: points ? days(30) : days(1) })
      if (points !== undefined) {
        const { from = now - days(30), until = now } = span
        const asked = { heater: heater.id, fields: keys ?? chartFields, from, until, points }
        return printChart(context, { format, wide: flags.wide }, asked.fields, await record.history.chart(asked))
      }
      const gaps = await record.store.gaps({ heater: heater.id, ...span })
      const asked: Asked = { record, heater, span, gaps }
      if (format === 'csv') return printCsv(context, asked, keys)
      if (format === 'json') return printJson(context, asked, keys)
      return printTable(context, asked, keys)
    }),
  )
  return undefined
}

function wholePoints(text: string): number {
  const points = Number(text)
  if (/^\d{1,4}$/.test(text) && points >= 1 && points <= mostPoints) return points
  throw new UsageError(`--points is ${JSON.stringify(text)}; it takes a whole number up to ${mostPoints}.`)
}

interface Asked {
  readonly record: OpenedRecord
  readonly heater: StoredHeater
  readonly span: GivenSpan
  readonly gaps: readonly Gap[]
}

const rowsOf = ({ record, heater, span, gaps }: Asked) =>
  recordRows(record.history.samples({ heater: heater.id, ...span }), gaps)

const columnsOf = (keys: readonly StatusKey[] | undefined): readonly Column[] =>
  keys === undefined ? standardColumns : selectColumns(keys.map(key => csvColumn(key, statusFields[key])).join())

/** A gap is a row without readings, right behind the sample before it, so that who draws the file lifts the pen. */
async function printCsv({ print, settings, signal }: CommandContext, asked: Asked, keys?: readonly StatusKey[]) {
  const columns = columnsOf(keys)
  const { units } = settings
  let lines = [csvHeader(columns)]
  for await (const row of rowsOf(asked)) {
    signal.throwIfAborted()
    if ('sample' in row) lines.push(csvRow(columns, rowOf(row.sample), units))
    else lines.push([new Date(row.gap.from + 1).toISOString(), ...columns.slice(1).map(() => '')].join(','))
    if (lines.length < 1000) continue
    await print(`${lines.join('\n')}\n`)
    lines = []
  }
  if (lines.length > 0) await print(`${lines.join('\n')}\n`)
}

async function printJson({ print, signal }: CommandContext, asked: Asked, keys?: readonly StatusKey[]) {
  const { heater, gaps } = asked
  const told = gaps.map(({ from, until, cause }) => {
    return { from: iso(from), until: until === undefined ? null : iso(until), cause }
  })
  await print(`{"heater":${jsonText({ id: heater.id, name: heater.name })},"gaps":${jsonText(told)},"samples":[`)
  let between = '\n'
  for await (const row of rowsOf(asked)) {
    if (!('sample' in row)) continue
    signal.throwIfAborted()
    const line = sampleLine(row.sample)
    const status = keys && Object.fromEntries(keys.map(key => [key, line.status[key]]))
    await print(between + jsonText(status === undefined ? line : { at: line.at, connected: line.connected, status }))
    between = ',\n'
  }
  await print('\n]}\n')
}

const iso = (at: number) => new Date(at).toISOString()

async function printTable(context: CommandContext, asked: Asked, keys?: readonly StatusKey[]) {
  const { print, note, settings, paint, signal } = context
  const columns = keys === undefined ? statusListColumns(settings.units) : fieldColumns(keys, settings.units)
  const rows: string[][] = []
  const gaps: { readonly gap: Gap; readonly rowsBefore: number }[] = []
  for await (const row of rowsOf(asked)) {
    signal.throwIfAborted()
    if ('sample' in row) {
      const { at, status } = rowOf(row.sample)
      rows.push([at === undefined ? '' : timeText(at), ...columns.map(({ text }) => text(status))])
      if (rows.length > longestList)
        throw new UsageError(`That is more than ${longestList} samples; ask for less, give --points, or export it.`)
    } else gaps.push({ gap: row.gap, rowsBefore: rows.length })
  }
  if (rows.length === 0 && gaps.length === 0) {
    note(`There is no record of ${asked.heater.name} of that time.`)
    return
  }
  await print(withGapLines(table([{ title: 'time' }, ...columns], rows, paint), gaps))
}
