/** `navilink history stats`, `backup` and `vacuum`: how large a record is, a copy of it, and a smaller file. */
import { existsSync } from 'node:fs'
import path from 'node:path'
import type { Gap } from '#station/history/gap'
import type { Store, StoredHeater } from '#station/store/store'
import { days, formatDuration, millis } from '#time/duration'
import type { CommandContext } from '../command-context.ts'
import { type FormatFlags, formatOf } from '../output-format.ts'
import { csvLine } from '../print/csv-text.ts'
import { recordJson } from '../print/records-output.ts'
import { table } from '../print/table.ts'
import { timeText } from '../print/time-text.ts'
import { whileWaiting } from '../progress.ts'
import { UsageError } from '../usage-error.ts'
import { mustBeAllowedToChange } from '../writing/may-change.ts'
import { type OpenedRecord, recordFile, recordNow, withRecord } from './open-record.ts'
import type { RecordFlags, StationFlags } from './record-flags.ts'
import { runningStation } from './station-calls.ts'

interface HeaterStats {
  readonly id: string
  readonly name: string
  readonly first: number | undefined
  readonly last: number | undefined
  /** Of the stretch between them, ms. */
  readonly missing: number
  readonly gaps: number
}

export async function recordStats(context: CommandContext, flags: RecordFlags & FormatFlags): Promise<undefined> {
  const file = await recordFile(context, flags)
  const format = formatOf(flags)
  await withRecord(context, file, { readOnly: true }, async record => {
    const heaters = await record.store.heaters()
    const stats = await Promise.all(heaters.map(heater => heaterStats(context, record, heater)))
    const size = await record.store.size()
    if (format === 'table') return context.print(statsText(context, record.store, size, stats))
    const told = stats.map(({ id, name, first, last, missing, gaps }) => ({
      id,
      name,
      first: first === undefined ? undefined : new Date(first).toISOString(),
      last: last === undefined ? undefined : new Date(last).toISOString(),
      missing_s: Math.round(missing / 1000),
      gaps,
    }))
    if (format === 'json') return context.print(`${recordJson({ file: record.store.place, ...size, heaters: told })}\n`)
    const names = ['id', 'name', 'first', 'last', 'missing_s', 'gaps'] as const
    await context.print([[...names], ...told.map(one => names.map(name => one[name]))].map(csvLine).join(''))
  })
  return undefined
}

async function heaterStats(
  context: CommandContext,
  record: OpenedRecord,
  { id, name }: StoredHeater,
): Promise<HeaterStats> {
  const { history, store } = record
  const first = await firstOf(history.samples({ heater: id }))
  const last = await firstOf(history.samples({ heater: id, backwards: true }))
  const now = await recordNow(context, record, id)
  const gaps = (await store.gaps({ heater: id })).filter(({ from, until }) => from !== until)
  const length = ({ from, until = now }: Gap) => Math.max(0, until - from)
  return { id, name, first, last, gaps: gaps.length, missing: gaps.reduce((sum, gap) => sum + length(gap), 0) }
}

async function firstOf(samples: AsyncIterable<{ readonly at: number }>): Promise<number | undefined> {
  for await (const { at } of samples) return at
  return undefined
}

const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(bytes < 1e7 ? 2 : 0)} MB`
const year = days(365)

function statsText(
  { paint }: CommandContext,
  { place }: Store,
  size: Awaited<ReturnType<Store['size']>>,
  stats: readonly HeaterStats[],
): string {
  const covered = stats.reduce((sum, { first = 0, last = 0 }) => sum + last - first, 0)
  const perYear =
    covered < days(1) ? '' : `, ${megabytes((size.bytes * year) / covered)} a year and heater at this rate`
  const lines = [
    place,
    `${megabytes(size.bytes)}${perYear}`,
    `${size.samples + size.packedSamples} samples, ${size.packedSamples} of them packed into ${size.blocks} days; ${size.journal} entries in the journal, ${size.gaps} gaps`,
  ]
  const rows = stats.map(({ id, name, first, last, missing, gaps }) => [
    name,
    id,
    first === undefined ? '–' : timeText(new Date(first)),
    last === undefined ? '–' : timeText(new Date(last)),
    String(gaps),
    missing === 0 ? '–' : formatDuration(millis(missing)),
  ])
  const titles = ['heater', 'id', 'first sample', 'last sample', 'gaps', 'missing'].map(title => ({ title }))
  return `${lines.join('\n')}\n\n${table(titles, rows, paint)}`
}

export async function backUpRecord(context: CommandContext, target: string, flags: RecordFlags): Promise<undefined> {
  const file = await recordFile(context, flags)
  const copy = path.resolve(context.terminal.directory, target)
  if (existsSync(copy)) throw new UsageError(`${target} is there already; a backup is a file of its own.`)
  await context.untimed(() =>
    withRecord(context, file, { readOnly: true }, ({ store }) =>
      whileWaiting(context, 'Copying the record', () => store.backup(copy, context.signal)),
    ),
  )
  context.note(`The record is copied to ${target}; it can be opened with --store ${target}.`)
  return undefined
}

export async function vacuumRecord(context: CommandContext, flags: RecordFlags & StationFlags): Promise<undefined> {
  mustBeAllowedToChange(context)
  const file = await recordFile(context, flags)
  const station = await runningStation(context, file, flags)
  await context.untimed(() =>
    whileWaiting(context, 'Giving space back', async () => {
      if (station !== undefined) await station.post('/api/v1/store/vacuum')
      else {
        mustExist(file)
        await withRecord(context, file, { readOnly: false }, ({ store }) => store.vacuum())
      }
    }),
  )
  context.note(`${station === undefined ? file : 'The record of the station'} holds no empty space any more.`)
  return undefined
}

/** Opening it for writing would make a new one. */
function mustExist(file: string): void {
  if (!existsSync(file)) throw new UsageError(`There is no record at ${file}.`)
}
