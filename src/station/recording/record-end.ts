/** Where the record of a heater stands at a moment: what came last by then, and whether something was missing. */
import type { Gap } from '../history/gap.ts'
import { type SampleRange, samplesIn } from '../history/sample-reader.ts'
import type { Store } from '../store/store.ts'
import type { Standing } from './silences.ts'

/** Of what the store has. A clock that once was far ahead has left samples and gaps that are to come. @throws StoreError */
export async function recordAt(store: Store, heater: string, now: number): Promise<Standing & { readonly over?: Gap }> {
  const newest = await nextTime(store, { heater, until: now + 1, backwards: true })
  // One that goes on beyond now was ended by a clock that was ahead.
  const gap = (await store.gaps({ heater, from: now, until: now + 1 })).at(-1)
  if (gap === undefined || newest === undefined || gap.from >= newest) return { newest, gap }
  // Something came into it that nobody told: an import.
  return { newest, over: { ...gap, until: newest } }
}

/** Of the first sample in a range, packed or not. @throws StoreError */
export async function nextTime(store: Store, range: SampleRange): Promise<number | undefined> {
  for await (const { at } of samplesIn(store, { ...range, fields: new Set() })) return at
  return undefined
}
