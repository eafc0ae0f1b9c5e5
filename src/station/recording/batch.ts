/** A transaction made of what waits: samples, the gaps that they end, and the hours that have to be worked out again. */
import { hours } from '#time/duration'
import type { Batch, DirtyHour, Store, StoredSample } from '../store/store.ts'
import type { BacklogItem } from './backlog.ts'
import { dirtyHours } from './dirty-hours.ts'

export async function batchOf(
  store: Pick<Store, 'samples'>,
  items: readonly BacklogItem[],
): Promise<Pick<Batch, 'samples' | 'dirty' | 'gaps'>> {
  const samples = items.flatMap(({ sample }) => sample ?? [])
  const gaps = items.flatMap(({ gap }) => gap ?? [])
  const dirty = new Map<string, DirtyHour>()
  for (const { sample, after } of items)
    if (sample) for (const hour of await touched(store, sample, after)) dirty.set(`${hour.heater} ${hour.hour}`, hour)
  return { samples, gaps, dirty: [...dirty.values()] }
}

/** The hours between a sample and its neighbours. */
async function touched(
  store: Pick<Store, 'samples'>,
  { heater, at }: StoredSample,
  after: number | undefined,
): Promise<readonly DirtyHour[]> {
  if (after === undefined || after <= at) return dirtyHours(heater, after ?? at, at)
  // The clock was set back, so it comes between others. Those that are packed lie in its own day or far away.
  const [before] = await store.samples({ heater, until: at, backwards: true, limit: 1 })
  const [behind] = await store.samples({ heater, from: at + 1, limit: 1 })
  const day = hours(24)
  const midnight = Math.floor(at / day) * day
  return dirtyHours(heater, before?.at ?? midnight, behind?.at ?? midnight + day - 1)
}
