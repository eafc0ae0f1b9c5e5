/** The course of some fields over a span, in so many points: from samples where these are few, else from what was rolled up. */
import type { StatusKey } from '#schema/status'
import type { Clock } from '#time/clock'
import type { Rollup, Store } from '../store/store.ts'
import { StoreError } from '../store/store-error.ts'
import { type Series, type SeriesBuilder, seriesBuilder } from './chart-series.ts'
import { hour } from './dirty-hours.ts'
import type { Gap } from './gap.ts'
import type { LocalDays } from './local-day.ts'
import { dayStart, utcDay } from './packed-day.ts'
import { progressOf } from './progress.ts'
import { rollUp } from './rollup.ts'
import { RollupBlock } from './rollup-block.ts'
import { stretchesAround } from './span-reader.ts'

export interface ChartQuery {
  readonly heater: string
  readonly fields: readonly StatusKey[]
  readonly from: number
  readonly until: number
  /** 1000 when left out, 5000 at most. */
  readonly points?: number | undefined
}

/** Each point stands for the time from its moment to the next one's. */
export interface Chart {
  readonly from: number
  readonly until: number
  /** From point to point, ms. Days are told as 24 hours, and may have 23 or 25. */
  readonly step: number
  readonly source: 'samples' | 'hours' | 'days'
  readonly at: readonly number[]
  readonly series: Readonly<Record<string, Series>>
  readonly gaps: readonly Gap[]
}

export interface ChartSources {
  readonly store: Store
  readonly clock: Pick<Clock, 'now'>
  readonly days: LocalDays
  readonly breath: () => Promise<void>
}

/** Where time is cut into points. */
interface Cut extends Pick<Chart, 'step' | 'source'> {
  readonly bounds: readonly number[]
}

const [usualPoints, mostPoints] = [1000, 5000]
/** Samples are gone through for so long a time. */
const longestOfSamples = 8 * utcDay

/** @throws StoreError; RangeError for a span that ends before it begins. */
export async function chartOf(sources: ChartSources, query: ChartQuery): Promise<Chart> {
  const { heater, fields } = query
  const { bounds, ...cut } = cutOf(query, sources.days)
  const at = bounds.slice(0, -1)
  const [from, until] = [bounds[0] as number, bounds.at(-1) as number]
  const builders = new Map([...new Set(fields)].map(key => [key, seriesBuilder(key, at.length)]))
  const wanted: Wanted = { heater, fields: [...builders.keys()], builders: [...builders.values()], bounds, ...cut }
  if (cut.source === 'samples') await addSamples(sources, wanted, bounds, i => i)
  else if (cut.source === 'hours') await addHours(sources, wanted)
  else await addDays(sources, wanted)
  const series = Object.fromEntries([...builders].map(([key, builder]) => [key, builder.series()]))
  return { from, until, ...cut, at, series, gaps: await sources.store.gaps({ heater, from, until }) }
}

interface Wanted extends Cut {
  readonly heater: string
  readonly fields: readonly StatusKey[]
  readonly builders: readonly SeriesBuilder[]
}

function cutOf({ from, until, points = usualPoints }: ChartQuery, days: LocalDays): Cut {
  if (!(until > from)) throw new RangeError('A chart ends later than it begins.')
  const most = Math.max(1, Math.min(mostPoints, Math.floor(points)))
  const finest = (until - from) / most
  if (finest > utcDay - hour) {
    const all = [...days.within(from, until)]
    const each = Math.ceil(all.length / most)
    const starts = all.filter((_, i) => i % each === 0).map(day => day.from)
    return { source: 'days', step: each * utcDay, bounds: [...starts, all.at(-1)?.until as number] }
  }
  if (finest >= hour || until - from > longestOfSamples) {
    const begin = Math.floor(from / hour) * hour
    const step = Math.max(1, Math.ceil((until - begin) / most / hour)) * hour
    return { source: 'hours', step, bounds: boundsOf(begin, until, step) }
  }
  const step = Math.ceil(finest / 1000) * 1000
  return { source: 'samples', step, bounds: boundsOf(from, until, step) }
}

const boundsOf = (from: number, until: number, step: number): number[] =>
  Array.from({ length: Math.ceil((until - from) / step) + 1 }, (_, i) => from + i * step)

/** @param pointOf where a span between two bounds goes. */
async function addSamples(
  { store, breath }: ChartSources,
  { heater, fields, builders }: Wanted,
  bounds: readonly number[],
  pointOf: (span: number) => number,
): Promise<void> {
  const [from, until] = [bounds[0] as number, bounds.at(-1) as number]
  const stretches = await stretchesAround(store, { heater, from, until, fields: new Set(fields) }, breath)
  for (const [i, numbers] of rollUp(stretches, bounds, fields).entries())
    for (const builder of builders) builder.addNumbers(pointOf(i), numbers)
  await breath()
}

async function addHours(sources: ChartSources, wanted: Wanted): Promise<void> {
  const { store } = sources
  const { heater, bounds, step, builders } = wanted
  const [from, until] = [bounds[0] as number, bounds.at(-1) as number]
  const pointAt = (at: number) => (at < from || at >= until ? undefined : Math.floor((at - from) / step))
  // What isn't rolled up since it changed, the hour that goes on among it, comes from samples.
  const changed = new Set((await dirtyHours(store, heater)).filter(at => pointAt(at) !== undefined))
  for (const rollup of await store.rollups({ heater, span: 'hours', from: dayStart(from), until })) {
    const block = blockOf(rollup)
    const points = block.observed.map((_, span) => {
      const at = rollup.from + span * hour
      return changed.has(at) ? undefined : pointAt(at)
    })
    for (const builder of builders) builder.addBlock(block, points)
  }
  for (const hours of rowsOf(changed))
    await addSamples(
      sources,
      wanted,
      [...hours, (hours.at(-1) as number) + hour],
      i => pointAt(hours[i] as number) as number,
    )
}

async function addDays(sources: ChartSources, wanted: Wanted): Promise<void> {
  const { store, clock, days } = sources
  const { heater, bounds, builders } = wanted
  const [from, until] = [bounds[0] as number, bounds.at(-1) as number]
  const points = new Map<number, number>()
  let point = 0
  for (const day of days.within(from, until)) {
    while (day.from >= (bounds[point + 1] as number)) point++
    points.set(day.from, point)
  }
  const { ledger } = await progressOf(store, heater)
  const changed = new Set(
    (await dirtyHours(store, heater)).flatMap(at => [...days.within(at, at + hour)].map(day => day.from)),
  )
  const unentered = ledger?.timeZone === days.timeZone ? days.named(ledger.until).from : Number.NEGATIVE_INFINITY
  const rolledUp = await store.rollups({ heater, span: 'day', from, until })
  const isOld = (day: number) => changed.has(day) || day >= unentered
  for (const rollup of rolledUp) {
    if (isOld(rollup.from)) continue
    const block = blockOf(rollup)
    for (const builder of builders) builder.addBlock(block, [points.get(rollup.from)])
  }
  for (const [day, point] of points) {
    if (!isOld(day) || day > clock.now()) continue
    await addSamples(sources, wanted, [day, days.at(day).until], () => point)
  }
}

async function dirtyHours(store: Store, heater: string): Promise<number[]> {
  const dirty = await store.dirty()
  return dirty.filter(each => each.heater === heater).map(each => each.hour)
}

/** @throws StoreError */
function blockOf({ from, data }: Rollup): RollupBlock {
  try {
    return new RollupBlock(data)
  } catch (cause) {
    const date = new Date(from).toISOString().slice(0, 10)
    throw new StoreError('damaged', `The numbers of ${date} are damaged; a backup may still have them.`, { cause })
  }
}

/** Hours one after the other, in rows without a hole, none longer than a day: a year that waits may be too much at once. */
function rowsOf(hours: ReadonlySet<number>): number[][] {
  const rows: number[][] = []
  for (const at of [...hours].sort((one, other) => one - other)) {
    const last = rows.at(-1)
    if (last && last.length < 24 && last.at(-1) === at - hour) last.push(at)
    else rows.push([at])
  }
  return rows
}
