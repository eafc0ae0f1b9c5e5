/** Puts imported samples into a store beside what is there: nothing twice, holes as gaps, and gaps that are none any more away. */
import type { Gap } from '../history/gap.ts'
import type { History } from '../history/history.ts'
import type { Batch, DirtyHour, Store, StoredSample } from '../store/store.ts'
import type { ImportedSample } from './imported-sample.ts'

export interface Keeping {
  readonly store: Pick<Store, 'write' | 'gaps'>
  readonly history: Pick<History, 'samples'>
  readonly heater: string
}

const hour = 3_600_000
/** A sample that shares its time with others is kept as many milliseconds later at most. */
const crowd = 20

export interface Kept {
  readonly kept: number
  /** They were there already. */
  readonly known: number
}

/** @param samples a thousand or so. @throws StoreError */
export async function keepSamples(
  { store, history, heater }: Keeping,
  samples: readonly ImportedSample[],
): Promise<Kept> {
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
  return { kept: stored.length, known: ordered.length - stored.length }
}

/** The hours whose numbers a sample can change: from the one before it to the one after it. */
function touched(heater: string, times: readonly number[], fresh: readonly ImportedSample[]): DirtyHour[] {
  const isFresh = new Set(fresh.map(({ at }) => at))
  const found = new Set<number>()
  for (const [i, at] of times.entries()) {
    if (!isFresh.has(at)) continue
    for (const each of hoursBetween(times[i - 1] ?? at, times[i + 1] ?? at)) found.add(each)
  }
  return [...found].map(each => ({ heater, hour: each }))
}

function* hoursBetween(from: number, until: number): Generator<number> {
  for (let at = Math.floor(from / hour) * hour; at <= until; at += hour) yield at
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
export async function settleGaps(
  { store, history, heater }: Keeping,
  { from, until, longest }: ImportedSpan,
): Promise<{ readonly gaps: number }> {
  const start = (await neighbour(history, heater, { until: from, backwards: true })) ?? from
  const end = (await neighbour(history, heater, { from: until + 1 })) ?? until
  const there = (await store.gaps({ heater, from: start, until: end + 1 })).filter(gap => gap.from < end)
  const cut = new Map(there.map(gap => [gap, [gap.from]]))
  const found: Gap[] = []
  let last: Pick<StoredSample, 'at' | 'cause'> | undefined
  for await (const sample of history.samples({ heater, from: start, until: end + 1 })) {
    const { at, cause } = sample
    for (const [gap, times] of cut) if (at > gap.from && at <= (gap.until ?? 0)) times.push(at)
    const imported = cause === 'import' || last?.cause === 'import'
    if (last !== undefined && imported && at - last.at > longest && !covered(there, last.at, at))
      found.push({ heater, from: last.at, until: at, cause: 'unknown' })
    last = { at, cause }
  }
  const pieces = [...cut].flatMap(([gap, times]) => (gap.until === undefined ? [] : piecesOf(gap, times, longest)))
  const gaps = [...pieces, ...found]
  const dirty = new Set(gaps.flatMap(gap => [...hoursBetween(gap.from, gap.until ?? gap.from)]))
  for (const gap of there) for (const each of hoursBetween(gap.from, gap.until ?? gap.from)) dirty.add(each)
  const batch: Batch = { gaps, dirty: [...dirty].map(each => ({ heater, hour: each })) }
  if (gaps.length > 0) await store.write(batch)
  return { gaps: found.length }
}

const covered = (gaps: readonly Gap[], from: number, until: number) =>
  gaps.some(gap => gap.from <= from && (gap.until === undefined || gap.until >= until))

/** What is left of a gap with samples in it. A gap is called by its beginning, so where the hole begins later, an empty one stays. */
function piecesOf(gap: Gap, times: readonly number[], longest: number): Gap[] {
  const end = gap.until ?? gap.from
  const marks = times.at(-1) === end ? times : [...times, end]
  if (marks.length <= 2) return []
  const pieces: Gap[] = []
  for (const [i, from] of marks.entries()) {
    const until = marks[i + 1]
    if (until === undefined) break
    if (until - from > longest) pieces.push({ ...gap, from, until })
  }
  return pieces[0]?.from === gap.from ? pieces : [{ ...gap, until: gap.from }, ...pieces]
}
