/** A transaction made of what waits: samples, the gaps that they end, and the hours that have to be worked out again. */
import { hoursAround } from '../history/dirty-hours.ts'
import type { Gap } from '../history/gap.ts'
import { firstTime } from '../history/sample-reader.ts'
import { longestStretch } from '../history/stretch.ts'
import type { Batch, DirtyHour, Store, StoredSample } from '../store/store.ts'
import type { BacklogItem } from './backlog.ts'
import { gapPieces } from './gap-pieces.ts'
import type { SilencesSetting } from './silences.ts'

export interface BatchSetting extends Pick<SilencesSetting, 'interval'> {
  readonly store: Store
  /** What a gap that lasts is looked through until. */
  readonly now: number
}

export async function batchOf(
  { store, interval, now }: BatchSetting,
  items: readonly BacklogItem[],
): Promise<Pick<Batch, 'samples' | 'dirty' | 'gaps'>> {
  const samples: StoredSample[] = []
  const gaps: Gap[] = []
  const dirty = new Map<string, DirtyHour>()
  const touch = (heater: string, from: number, until: number) => {
    for (const hour of hoursAround(from, until)) dirty.set(`${heater} ${hour}`, { heater, hour })
  }
  // What is written together doesn't lie in the store yet.
  const unkept = new Map<string, number[]>()
  const cut = async (gap: Gap) => {
    const asked = { interval: interval(gap.heater), now }
    const { pieces, times } = await gapPieces(store, gap, unkept.get(gap.heater) ?? [], asked)
    gaps.push(...pieces)
    for (const [i, at] of times.entries()) {
      touch(gap.heater, times[i - 1] ?? gap.from, at)
      touch(gap.heater, at, times[i + 1] ?? gap.until ?? at)
    }
  }
  // By heater: the times of samples that others lie behind already, for the clock was set back.
  const earlier = new Map<string, number[]>()
  for (const { sample, after, gap } of items) {
    if (gap) await cut(gap)
    if (!sample) continue
    if ((await firstTime(store, { heater: sample.heater, from: sample.at + 1 })) !== undefined)
      earlier.set(sample.heater, [...(earlier.get(sample.heater) ?? []), sample.at])
    const others = unkept.get(sample.heater) ?? []
    unkept.set(sample.heater, others)
    const { before, behind } = await neighbours(store, sample, after, others)
    touch(sample.heater, before, sample.at)
    touch(sample.heater, sample.at, behind)
    samples.push(sample)
    others.push(sample.at)
  }
  for (const [heater, times] of earlier)
    for (const gap of await store.gaps({ heater, from: Math.min(...times), until: Math.max(...times) + 1 })) {
      // One that lasts ends by itself; what ends far ahead is of a clock that was wrong, and nothing is observed over so long.
      const { from, until = from } = gap
      if (until <= now + longestStretch && times.some(at => at > from && at < until)) await cut(gap)
    }
  return { samples, gaps, dirty: [...dirty.values()] }
}

/** Those that time may be observed between. There is nothing behind what is the newest, but where a clock was wrong. */
async function neighbours(
  store: Store,
  { heater, at }: StoredSample,
  after: number | undefined,
  unkept: readonly number[],
): Promise<{ readonly before: number; readonly behind: number }> {
  const next = await firstTime(store, { heater, from: at + 1, until: at + longestStretch + 1 })
  const behind = Math.min(...unkept.filter(time => time > at), next ?? Number.POSITIVE_INFINITY)
  const last =
    after !== undefined && after > at
      ? await firstTime(store, { heater, from: at - longestStretch, until: at, backwards: true })
      : after
  const before = Math.max(...unkept.filter(time => time <= at), last ?? Number.NEGATIVE_INFINITY)
  return { before: Number.isFinite(before) ? before : at, behind: Number.isFinite(behind) ? behind : at }
}
