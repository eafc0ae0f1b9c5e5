/** Which of the learned numbers are kept: those without which days that the fit hasn't seen are told worse. */
import type { Parameters } from '../parameters.ts'
import type { History } from './history.ts'
import { type LearnableGroup, type LearnableName, learnables } from './learnable.ts'
import type { Estimate } from './plain-estimates.ts'
import { type Miss, missesOf, worseBy } from './score.ts'
import type { Window } from './window.ts'

export type Estimates = ReadonlyMap<LearnableName, Estimate>

export interface Judgement {
  readonly kept: Estimates
  /** By what is known of any such heater, and by what was kept. */
  readonly unfitted: readonly Miss[]
  readonly misses: readonly Miss[]
}

/** A group of numbers goes when it is worse by so many times what chance would do. */
const sure = 2
const groups: readonly LearnableGroup[] = ['elements', 'sensors', 'loss', 'heat pump']

export const withValues = (known: Parameters, estimates: Estimates): Parameters => ({
  ...known,
  ...Object.fromEntries([...estimates].map(([name, { value }]) => [name, value])),
})

/** A worse fit isn't kept: neither a group of numbers, nor all of them. */
export function* judged(
  history: History,
  windows: readonly Window[],
  known: Parameters,
  learned: Estimates,
): Generator<undefined, Judgement> {
  const by = (estimates: Estimates) => missesOf(history, windows, withValues(known, estimates))
  const unfitted = yield* by(new Map())
  let kept = learned
  let misses = yield* by(kept)
  for (const group of groups) {
    const without = new Map([...kept].filter(([name]) => groupOf(name) !== group))
    if (without.size === kept.size) continue
    const others = yield* by(without)
    const { mean, doubt } = worseBy(misses, others)
    // Where chance alone may have done it, what was learned from more days is believed.
    if (mean <= sure * doubt) continue
    kept = without
    misses = others
  }
  const better = kept.size > 0 && worseBy(misses, unfitted).mean < 0
  return better ? { kept, unfitted, misses } : { kept: new Map(), unfitted, misses: unfitted }
}

const groupOf = (name: LearnableName) => learnables.find(one => one.name === name)?.group
