/** Where the record of a heater stands at a moment: what came last by then, and whether something was missing. */
import type { Gap } from '../history/gap.ts'
import { firstTime } from '../history/sample-reader.ts'
import type { Store } from '../store/store.ts'
import type { Standing } from './silences.ts'

/** Of what the store has. A clock that once was far ahead has left samples and gaps that are to come. @throws StoreError */
export async function recordAt(store: Store, heater: string, now: number): Promise<Standing & { readonly over?: Gap }> {
  const newest = await firstTime(store, { heater, until: now + 1, backwards: true })
  // One that goes on beyond now was ended by a clock that was ahead.
  const gap = (await store.gaps({ heater, from: now, until: now + 1 })).at(-1)
  if (gap === undefined || newest === undefined || gap.from >= newest) return { newest, gap }
  // Something came into it that nobody told: an import.
  return { newest, over: { ...gap, until: newest } }
}
