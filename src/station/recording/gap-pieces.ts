/** What is to be written of a gap where samples lie in it: imported ones, or those of a clock that was set back. */
import type { Duration } from '#time/duration'
import type { Gap } from '../history/gap.ts'
import { cutGap, leastGap } from '../history/gap-cutting.ts'
import { samplesIn } from '../history/sample-reader.ts'
import type { Store } from '../store/store.ts'
import { patience } from './silences.ts'

export interface GapPieces {
  /** Empty where all of them are facts already. */
  readonly pieces: readonly Gap[]
  /** Of the samples that cut it. */
  readonly times: readonly number[]
}

/**
 * @param unkept times of samples that are written together with it.
 * @throws StoreError
 */
export async function gapPieces(
  store: Store,
  gap: Gap,
  unkept: readonly number[],
  { interval, now }: { readonly interval: Duration; readonly now: number },
): Promise<GapPieces> {
  const { heater, from, until = now + 1 } = gap
  const times = new Set(unkept.filter(at => at > from && at < until))
  let imported = false
  for await (const { at, cause } of samplesIn(store, { heater, from: from + 1, until, fields: new Set() })) {
    times.add(at)
    imported ||= cause === 'import'
  }
  if (times.size === 0) return { pieces: [gap], times: [] }
  const ordered = [...times].sort((one, other) => one - other)
  const facts = await store.gaps({ heater, from, until })
  const known = (piece: Gap) => facts.find(fact => fact.from === piece.from)
  const pieces = cutGap(gap, ordered, imported ? leastGap(ordered) : patience * interval).filter(piece => {
    const fact = known(piece)
    // A hole that was told already has its own cause, and one that never was needs no taking back.
    return fact === undefined ? piece.until !== piece.from : fact.until !== piece.until
  })
  return { pieces, times: ordered }
}
