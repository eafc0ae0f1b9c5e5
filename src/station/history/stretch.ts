/** The time between two neighbouring samples, which counts as observed: what was told at both ends, and what was drawn in between. */
import type { StoredSample } from '../store/store.ts'
import type { Gap } from './gap.ts'
import { type PowerPiece, PowerReader } from './power.ts'

export interface Stretch {
  readonly from: number
  readonly until: number
  readonly first: StoredSample['raw']
  readonly last: StoredSample['raw']
  /** When what can only jump did so: a push comes with the change, an answer any time after it, so half-way. */
  readonly turn: number
  readonly power: readonly PowerPiece[]
}

/** Two samples that lie farther apart have nothing observed between them, gap or no gap, ms: twice the longest interval. */
export const longestStretch = 7_200_000

/** A stretch may say other things about power without so many samples before it. */
export const samplesBefore = 2

/**
 * @param samples of one heater, by time.
 * @param gaps of that heater, by time: no stretch leads through one.
 */
export function stretchesOf(samples: readonly StoredSample[], gaps: readonly Gap[]): Stretch[] {
  const stretches: Stretch[] = []
  const inGap = gapWatch(gaps)
  const reader = new PowerReader()
  let first: StoredSample | undefined
  for (const last of samples) {
    if (!first || last.at - first.at > longestStretch || inGap(first.at, last.at)) reader.begin(last)
    else {
      const turn = last.cause === 'push' ? last.at : Math.floor((first.at + last.at) / 2)
      const power = reader.follow(last, turn)
      stretches.push({ from: first.at, until: last.at, first: first.raw, last: last.raw, turn, power })
    }
    first = last
  }
  return stretches
}

/** Whether a gap touches a span; to be asked for spans by time. */
function gapWatch(gaps: readonly Gap[]): (from: number, until: number) => boolean {
  let next = 0
  return (from, until) => {
    // An empty one is none.
    const isOver = (gap: Gap) => gap.until !== undefined && (gap.until <= from || gap.until <= gap.from)
    for (let gap = gaps[next]; gap && isOver(gap); gap = gaps[next]) next++
    const gap = gaps[next]
    return gap !== undefined && gap.from < until
  }
}
