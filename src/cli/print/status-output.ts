/** Prints what a heater told, in the form that was asked for. */
import type { NaviLinkDevice } from '#heater/device'
import type { Reading } from '#heater/reading'
import type { UnitSystem } from '#schema/units'
import { type Column, csvHeader, csvRow } from '#station/csv-columns'
import type { Sample } from '#station/sample'
import type { Sink } from '#station/sink'
import type { CommandContext } from '../command-context.ts'
import type { OutputFormat } from '../output-format.ts'
import { derivedOf } from '../recording/decoded-message.ts'
import { deviceRecord, lastKnown } from './device-record.ts'
import { jsonText, printable } from './printable.ts'
import { recordJson } from './records-output.ts'
import { sampleLine } from './sample-line.ts'
import { statusTable } from './status-table.ts'
import { groupedTable } from './table.ts'

interface StatusPrinting {
  readonly columns: readonly Column[]
  readonly all: boolean
  readonly units: UnitSystem
}

type Named = Pick<NaviLinkDevice, 'name' | 'connected'>

export async function printStatus(
  { print, paint }: CommandContext,
  format: OutputFormat,
  { name, connected = true }: Named,
  reading: Reading,
  { columns, all, units }: StatusPrinting,
): Promise<void> {
  if (format === 'json') return print(`${jsonText(statusJson(name, reading), 2)}\n`)
  if (format === 'csv') return print(`${csvHeader(columns)}\n${csvRow(columns, rowOf(reading, connected), units)}\n`)
  const { about, ...values } = reading
  const { oddities, extra } = about
  await print(groupedTable(statusTable({ name, at: about.at, values, oddities, extra }, { units, all }), paint))
}

/** Prints each sample as it comes: a line for people, of JSON, or of CSV. */
export function statusLineSink(
  { print, terminal: { stdout }, settings: { units } }: CommandContext,
  format: OutputFormat,
  columns: readonly Column[],
): Sink {
  const line = (sample: Sample) => {
    if (format === 'json') return jsonText(statusJson(undefined, sample.status))
    if (format === 'csv') return csvRow(columns, sample, units)
    return sampleLine(sample.at, sample.status, units, stdout.columns)
  }
  return {
    name: 'standard output',
    start: async () => {
      if (format === 'csv') await print(`${csvHeader(columns)}\n`)
    },
    write: samples => print(samples.map(sample => `${line(sample)}\n`).join('')),
    stop: async () => {},
  }
}

const rowOf = (status: Reading, connected: boolean) => ({ at: status.about.at, status, connected })

function statusJson(name: string | undefined, { about, ...status }: Reading): object {
  const { at, cause, oddities, extra } = about
  return { name, at, cause, status, derived: derivedOf(status), oddities, extra }
}

/** What the cloud knows while the heater is silent. Where data isn't a table, a person is told beside it. */
export async function printOffline(
  { print, note }: CommandContext,
  format: OutputFormat,
  heater: NaviLinkDevice,
): Promise<void> {
  const lines = lastKnown(heater)
  if (format === 'table') return print(lines.map(line => `${printable(line)}\n`).join(''))
  if (format === 'csv') return lines.forEach(note)
  const { name, last_error, last_error_at } = deviceRecord(heater, 0)
  await print(`${recordJson({ name, connected: false, last_error, last_error_at })}\n`)
}
