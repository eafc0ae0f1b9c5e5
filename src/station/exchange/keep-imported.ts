/** Puts imported samples into a store beside what is there: nothing twice, holes as gaps, and gaps that are none any more away. */
import { hoursAround } from '../history/dirty-hours.ts'
import type { Gap } from '../history/gap.ts'
import { cutGap } from '../history/gap-cutting.ts'
import type { History } from '../history/history.ts'
import type { DirtyHour, Store, StoredSample } from '../store/store.ts'
import { type ImportedSample, keepingTrouble } from './imported-sample.ts'

export interface Keeping {
  readonly store: Pick<Store, 'write' | 'gaps'>
  readonly history: Pick<History, 'samples'>
  readonly heater: string
  /** The heaters' time. */
  readonly now?: number | undefined
}

/** A sample that shares its time with others is kept as many milliseconds later at most. */
const crowd = 20

export interface Kept {
  readonly kept: number
  /** They were there already. */
  readonly known: number
}

/**
 * Gaps that are known have an end where samples lie in them; {@link settleGaps} finds new ones.
 * @param samples a thousand or so.
 * @throws StoreError; RangeError for a sample that can't be kept, and then none is.
 */
export async function keepSamples(keeping: Keeping, samples: readonly ImportedSample[]): Promise<Kept> {
  const { store, history, heater, now } = keeping
  for (const sample of samples) {
    const trouble = keepingTrouble(sample, now)
    if (trouble !== undefined) throw new RangeError(trouble)
  }
  const ordered = [...samples].sort((one, other) => one.at - other.at)
  const [first, last] = [ordered[0], ordered.at(-1)]
  if (first === undefined || last === undefined) return { kept: 0, known: 0 }
  const there = new Map<number, StoredSample>()
  for await (const sample of history.samples({ heater, from: first.at, until: last.at + crowd + 1 }))
    there.set(sample.at, sample)
  const fresh = ordered.filter(sample => !isThere(there, sample))
  const before = await neighbour(history, heater, { until: first.at, backwards: true })
  const after = await neighbour(history, heater, { from: last.at + 1 })
  const stored = fresh.map(sample => ({ heater, cause: 'import' as const, ...sample }))
  if (stored.length > 0) {
    const ends = [before, after].filter(at => at !== undefined)
    const times = [...there.keys(), ...ends, ...fresh.map(({ at }) => at)].sort((one, other) => one - other)
    await store.write({ samples: stored, dirty: touched(heater, times, fresh) })
  }
  // Also when all was there: an import may have been broken off here.
  await settle(keeping, { from: first.at, until: last.at })
  return { kept: stored.length, known: ordered.length - stored.length }
}

/** The hours whose numbers a sample can change: from the one before it to the one after it. */
function touched(heater: string, times: readonly number[], fresh: readonly ImportedSample[]): DirtyHour[] {
  const isFresh = new Set(fresh.map(({ at }) => at))
  const found = new Set<number>()
  for (const [i, at] of times.entries()) {
    if (!isFresh.has(at)) continue
    for (const neighbour of [times[i - 1] ?? at, times[i + 1] ?? at])
      for (const each of hoursAround(Math.min(at, neighbour), Math.max(at, neighbour))) found.add(each)
  }
  return [...found].map(each => ({ heater, hour: each }))
}

/** One that says the same as far as this one says anything. */
function isThere(there: ReadonlyMap<number, StoredSample>, { at, raw }: ImportedSample): boolean {
  for (let moment = at; moment <= at + crowd; moment++) {
    const sample = there.get(moment)
    if (sample !== undefined && Object.keys(raw).every(key => isSame(sample.raw[key], raw[key]))) return true
  }
  return false
}

const isSame = (one: unknown, other: unknown) =>
  one === other || (typeof one === 'object' && JSON.stringify(one) === JSON.stringify(other))

type Span = { readonly from?: number; readonly until?: number; readonly backwards?: boolean }

async function neighbour(history: Pick<History, 'samples'>, heater: string, span: Span): Promise<number | undefined> {
  for await (const { at } of history.samples({ heater, ...span })) return at
  return undefined
}

export interface ImportedSpan {
  /** The first and the last imported sample. */
  readonly from: number
  readonly until: number
  /** Two samples that lie farther apart have a gap between them, ms. */
  readonly longest: number
}

/**
 * Once all samples of a file are kept. @returns how many gaps there are new. @throws StoreError
 */
export const settleGaps = (keeping: Keeping, span: ImportedSpan): Promise<{ readonly gaps: number }> =>
  settle(keeping, span)

/** Without {@link ImportedSpan.longest} no gap is new. */
async function settle(
  { store, history, heater }: Keeping,
  { from, until, longest }: Omit<ImportedSpan, 'longest'> & Partial<ImportedSpan>,
): Promise<{ readonly gaps: number }> {
  const start = (await neighbour(history, heater, { until: from, backwards: true })) ?? from
  const end = (await neighbour(history, heater, { from: until + 1 })) ?? until
  const there = (await store.gaps({ heater, from: start, until: end + 1 })).filter(gap => gap.from < end)
  const cut = new Map(there.map(gap => [gap, [] as number[]]))
  const found: Gap[] = []
  const dirty = new Set<number>()
  const coming = [...there]
  let near: Gap[] = []
  let last: Pick<StoredSample, 'at' | 'cause'> | undefined
  for await (const sample of history.samples({ heater, from: start, until: end + 1, fields: new Set() })) {
    const { at, cause } = sample
    const before = last?.at ?? at
    while (coming[0] && coming[0].from < at) near.push(coming.shift() as Gap)
    near = near.filter(gap => gap.until === undefined || gap.until > before)
    for (const gap of near) if (at <= (gap.until ?? at)) cut.get(gap)?.push(at)
    const imported = cause === 'import' || last?.cause === 'import'
    const hole = longest !== undefined && imported && at - before > longest
    if (hole && !near.some(gap => covers(gap, before, at)))
      found.push({ heater, from: before, until: at, cause: 'unknown' })
    // What was hidden, or is now.
    if (hole || near.length > 0) for (const each of hoursAround(before, at)) dirty.add(each)
    last = { at, cause }
  }
  const pieces = [...cut].flatMap(([gap, times]) => changed(gap, cutGap(gap, times, longest)))
  const gaps = [...pieces, ...found]
  if (gaps.length > 0) await store.write({ gaps, dirty: [...dirty].map(each => ({ heater, hour: each })) })
  return { gaps: found.length }
}

const covers = (gap: Gap, from: number, until: number) =>
  gap.from <= from && (gap.until === undefined || gap.until >= until)

/** Nothing where a gap is what it was. */
const changed = (gap: Gap, pieces: readonly Gap[]): readonly Gap[] =>
  pieces.length === 1 && pieces[0]?.until === gap.until ? [] : pieces
