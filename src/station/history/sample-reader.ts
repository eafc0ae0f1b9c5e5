/** The samples of a record in one row, whether they lie raw in the store or packed by the day. */
import type { Store, StoredSample } from '../store/store.ts'
import { dayStart, samplesOfDay, utcDay } from './packed-day.ts'
import { type HeaterProgress, progressOf } from './progress.ts'

export interface SampleRange {
  readonly heater: string
  /** Included, and excluded; ms since 1970. All when left out. */
  readonly from?: number | undefined
  readonly until?: number | undefined
  /** Newest first. */
  readonly backwards?: boolean | undefined
  /** Of packed samples only these fields, which is quicker; raw ones have all. */
  readonly fields?: ReadonlySet<string> | undefined
}

type SampleStore = Pick<Store, 'samples' | 'blocks' | 'memory'>

/** Samples that are asked for at once: few at first, for those who want no more. */
const [firstPage, largestPage] = [16, 1000]

/**
 * By time. Days may be packed meanwhile: nothing is missed, and nothing comes twice.
 * @throws StoreError
 */
export async function* samplesIn(store: SampleStore, range: SampleRange): AsyncGenerator<StoredSample> {
  const { heater, backwards = false, fields } = range
  let { from = Number.NEGATIVE_INFINITY, until = Number.POSITIVE_INFINITY } = range
  let limit = firstPage
  while (from < until) {
    const at = backwards ? until - 1 : from
    const known = (await progressOf(store, heater)).packed
    const page = isIn(known, at) ? [] : await store.samples({ heater, ...finite({ from, until }), backwards, limit })
    // Looked at once more after the samples: what went away from them is packed now.
    const { packed } = await progressOf(store, heater)
    if (isIn(packed, at)) {
      const day = dayStart(at)
      const { samples } = await samplesOfDay(store, heater, day, fields)
      const wanted = samples.filter(sample => sample.at >= from && sample.at < until)
      yield* backwards ? wanted.reverse() : wanted
      if (backwards) until = day
      else from = day + utcDay
      continue
    }
    const edge = edgeOf(packed, at, backwards)
    const open = page.filter(sample => (backwards ? sample.at >= edge : sample.at < edge))
    yield* open
    const last = open.at(-1)
    const more = last !== undefined && open.length === limit
    if (backwards) until = more ? last.at : Math.min(until, edge)
    else from = more ? last.at + 1 : Math.max(from, edge)
    limit = Math.min(largestPage, limit * 4)
  }
}

/** When the first sample of a range came, packed or not. @throws StoreError */
export async function firstTime(store: SampleStore, range: SampleRange): Promise<number | undefined> {
  for await (const { at } of samplesIn(store, { ...range, fields: new Set() })) return at
  return undefined
}

const isIn = (packed: HeaterProgress['packed'], at: number) =>
  packed !== undefined && at >= packed.from && at < packed.until

/** How far raw samples go from a moment that isn't packed. */
function edgeOf(packed: HeaterProgress['packed'], at: number, backwards: boolean): number {
  if (backwards) return packed && at >= packed.until ? packed.until : Number.NEGATIVE_INFINITY
  return packed && at < packed.from ? packed.from : Number.POSITIVE_INFINITY
}

const finite = ({ from, until }: { readonly from: number; readonly until: number }) => ({
  from: Number.isFinite(from) ? from : undefined,
  until: Number.isFinite(until) ? until : undefined,
})
