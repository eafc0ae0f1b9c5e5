/** `navilink history stats`, `backup` and `vacuum`: how large a record is, a copy of it, and a smaller file. */
import { existsSync } from 'node:fs'
import path from 'node:path'
import type { Gap } from '#station/history/gap'
import type { StoredHeater, StoreSize } from '#station/store/store'
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
import { type OpenedRecord, recordFile, withRecord } from './open-record.ts'
import type { RecordFlags, StationFlags } from './record-flags.ts'
import { runningStation } from './station-calls.ts'

interface HeaterStats {
  readonly id: string
  readonly name: string
  readonly first: number | undefined
  readonly last: number | undefined
  /** In gaps, ms. */
  readonly missing: number
  readonly longest: Gap | undefined
  readonly gaps: number
}

/** Bytes, where there is something of it, and where SQLite tells. */
interface Rates {
  readonly rawSampleBytes?: number
  readonly packedSampleBytes?: number
  /** A year of a heater, packed, with its numbers for charts. */
  readonly packedYearBytes?: number
}

export async function recordStats(context: CommandContext, flags: RecordFlags & FormatFlags): Promise<undefined> {
  const file = await recordFile(context, flags)
  const format = formatOf(flags)
  await withRecord(context, file, { readOnly: true }, async record => {
    const heaters = await record.store.heaters()
    const stats = await Promise.all(heaters.map(heater => heaterStats(record, heater)))
    const size = await record.store.size()
    const rates = await ratesOf(record, size)
    if (format === 'table') return context.print(statsText(context, record.store.place, { ...size, ...rates }, stats))
    const told = stats.map(({ id, name, first, last, missing, gaps }) => ({
      id,
      name,
      first: first === undefined ? undefined : new Date(first).toISOString(),
      last: last === undefined ? undefined : new Date(last).toISOString(),
      missing_s: Math.round(missing / 1000),
      gaps,
    }))
    if (format === 'json')
      return context.print(`${recordJson({ file: record.store.place, ...size, ...rates, heaters: told })}\n`)
    const names = ['id', 'name', 'first', 'last', 'missing_s', 'gaps'] as const
    await context.print([[...names], ...told.map(one => names.map(name => one[name]))].map(csvLine).join(''))
  })
  return undefined
}

async function ratesOf({ store }: OpenedRecord, { samples, blocks, packedSamples }: StoreSize): Promise<Rates> {
  const bytes = await store.bytes()
  if (bytes === undefined) return {}
  const perDay = blocks && bytes.blocks / blocks + (bytes.rolledUpDays && bytes.rollups / bytes.rolledUpDays)
  return {
    ...(samples > 0 && { rawSampleBytes: Math.round(bytes.samples / samples) }),
    ...(packedSamples > 0 && { packedSampleBytes: Math.round(bytes.blocks / packedSamples) }),
    ...(blocks > 0 && { packedYearBytes: Math.round(perDay * 365) }),
  }
}

async function heaterStats({ history, store, clock }: OpenedRecord, { id, name }: StoredHeater): Promise<HeaterStats> {
  const first = await firstOf(history.samples({ heater: id }))
  const last = await firstOf(history.samples({ heater: id, backwards: true }))
  const now = clock.now()
  const gaps = await store.gaps({ heater: id })
  const length = ({ from, until = now }: Gap) => Math.max(0, until - from)
  const missing = gaps.reduce((sum, gap) => sum + length(gap), 0)
  const longest = gaps.toSorted((one, other) => length(other) - length(one))[0]
  return {
    id,
    name,
    first,
    last,
    gaps: gaps.length,
    missing,
    longest: longest && { ...longest, until: longest.until ?? now },
  }
}

async function firstOf(samples: AsyncIterable<{ readonly at: number }>): Promise<number | undefined> {
  for await (const { at } of samples) return at
  return undefined
}

const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(bytes < 1e7 ? 2 : 0)} MB`

function statsText(
  { paint }: CommandContext,
  place: string,
  size: StoreSize & Rates,
  stats: readonly HeaterStats[],
): string {
  const { rawSampleBytes: raw, packedSampleBytes: packed, packedYearBytes: year } = size
  const rates = [
    ...(raw === undefined ? [] : [`${raw} bytes a sample as it came`]),
    ...(packed === undefined ? [] : [`${packed} bytes packed`]),
    ...(year === undefined ? [] : [`${megabytes(year)} for a packed year of a heater`]),
  ]
  const lines = [
    place,
    [megabytes(size.bytes), ...rates].join(', '),
    `${size.samples + size.packedSamples} samples, ${size.packedSamples} of them packed into ${size.blocks} days; ${size.journal} entries in the journal, ${size.gaps} gaps`,
  ]
  const rows = stats.map(one => [
    one.name,
    one.id,
    one.first === undefined ? '–' : timeText(new Date(one.first)),
    one.last === undefined ? '–' : timeText(new Date(one.last)),
    String(one.gaps),
    missingText(one),
  ])
  const titles = ['heater', 'id', 'first sample', 'last sample', 'gaps', 'missing since the first'].map(title => ({
    title,
  }))
  return `${lines.join('\n')}\n\n${table(titles, rows, paint)}`
}

/** Where one gap makes most of it, it is named: perhaps nothing was recorded then. */
function missingText({ missing, longest }: HeaterStats): string {
  if (longest?.until === undefined || missing === 0) return '–'
  const length = longest.until - longest.from
  const whole = formatDuration(millis(missing))
  if (length < missing / 2 || length < days(1)) return whole
  const day = (at: number) => new Date(at).toISOString().slice(0, 10)
  const part = length === missing ? '' : `, ${formatDuration(millis(length))} of it`
  return `${whole}${part} from ${day(longest.from)} to ${day(longest.until)}`
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
