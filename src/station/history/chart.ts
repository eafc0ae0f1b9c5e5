/** The course of some fields over a span, in so many points: from samples where these are few, else from what was rolled up. */
import type { StatusKey } from '#schema/status'
import type { Clock } from '#time/clock'
import type { Rollup, Store } from '../store/store.ts'
import { StoreError } from '../store/store-error.ts'
import { type Series, type SeriesBuilder, seriesBuilder } from './chart-series.ts'
import { hour } from './dirty-hours.ts'
import type { Gap } from './gap.ts'
import type { LocalDay, LocalDays } from './local-day.ts'
import { openDays } from './open-days.ts'
import { dayStart, utcDay } from './packed-day.ts'
import { rollUp } from './rollup.ts'
import { RollupBlock } from './rollup-block.ts'
import { stretchesAround } from './span-reader.ts'

export interface ChartQuery {
  readonly heater: string
  readonly fields: readonly StatusKey[]
  readonly from: number
  readonly until: number
  /** 1000 when left out, `mostPoints` at most. */
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

const usualPoints = 1000
export const mostPoints = 5000
/** Looking a day up in its zone takes a while. */
const startsInOneGo = 200
const rollupsInOneGo = 500
/** Samples are gone through for so long a time. */
const longestOfSamples = 8 * utcDay

/** @throws StoreError; RangeError for a span that ends before it begins. */
export async function chartOf(sources: ChartSources, query: ChartQuery): Promise<Chart> {
  const { heater, fields } = query
  const { bounds, ...cut } = await cutOf(query, sources)
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

async function cutOf({ from, until, points = usualPoints }: ChartQuery, { days, breath }: ChartSources): Promise<Cut> {
  if (!(until > from)) throw new RangeError('A chart ends later than it begins.')
  const most = Math.max(1, Math.min(mostPoints, Math.floor(points)))
  const finest = (until - from) / most
  if (finest > utcDay - hour) {
    const each = Math.ceil(days.count(from, until) / most)
    const bounds: number[] = []
    for (const start of days.starts(from, until, each)) if (bounds.push(start) % startsInOneGo === 0) await breath()
    return { source: 'days', step: each * utcDay, bounds: [...bounds, days.at(until - 1).until] }
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
  { store, clock, breath }: ChartSources,
  { heater, fields, builders }: Wanted,
  spans: readonly number[],
  pointOf: (span: number) => number,
): Promise<void> {
  const now = clock.now()
  const bounds = spans.map(at => Math.min(at, now))
  const [from, until] = [bounds[0] as number, bounds.at(-1) as number]
  if (until <= from) return
  const stretches = await stretchesAround(store, { heater, from, until, fields: new Set(fields) }, breath)
  for (const [i, numbers] of rollUp(stretches, bounds, fields).entries())
    for (const builder of builders) builder.addNumbers(pointOf(i), numbers)
  await breath()
}

async function addHours(sources: ChartSources, wanted: Wanted): Promise<void> {
  const { store, clock } = sources
  const { heater, bounds, step, builders } = wanted
  const now = clock.now()
  const [from, until] = [bounds[0] as number, Math.min(bounds.at(-1) as number, now)]
  const pointAt = (at: number) => (at < from || at >= until ? undefined : Math.floor((at - from) / step))
  // What isn't rolled up since it changed comes from samples, and so does the hour that goes on.
  const open = [...(await dirtyHours(store, heater)), Math.floor(now / hour) * hour]
  const changed = new Set(open.filter(at => pointAt(at) !== undefined))
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
  const { store, clock, days, breath } = sources
  const { heater, bounds, builders } = wanted
  const [from, until] = [bounds[0] as number, Math.min(bounds.at(-1) as number, clock.now())]
  const isWithin = (day: LocalDay) => day.from >= from && day.from < until
  const changed = new Map<number, LocalDay>()
  for (const at of await dirtyHours(store, heater))
    for (const day of at < until ? days.within(at, at + hour) : []) if (isWithin(day)) changed.set(day.from, day)
  for await (const day of openDays(store, heater, days, clock.now())) if (isWithin(day)) changed.set(day.from, day)
  let point = 0
  const pointAt = (day: number) => {
    while (day >= (bounds[point + 1] as number)) point++
    return point
  }
  for (const [i, rollup] of (await store.rollups({ heater, span: 'day', from, until })).entries()) {
    if (i % rollupsInOneGo === rollupsInOneGo - 1) await breath()
    // Days of another zone that the heater was in begin at other times.
    if (changed.has(rollup.from) || days.at(rollup.from).from !== rollup.from) continue
    const block = blockOf(rollup)
    const to = pointAt(rollup.from)
    for (const builder of builders) builder.addBlock(block, [to])
  }
  point = 0
  for (const day of [...changed.values()].sort((one, other) => one.from - other.from)) {
    const to = pointAt(day.from)
    await addSamples(sources, wanted, [day.from, day.until], () => to)
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
