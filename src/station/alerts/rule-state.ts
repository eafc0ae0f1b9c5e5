/** Where a rule stands for one heater: beyond its limit and not long enough, raised, or about to be over. */
import type { Duration } from '#time/duration'
import { mended } from './mended.ts'

/** JSON, for it outlives the station; undefined where nothing is the matter. Times are ms of one clock. */
export interface RuleState {
  /** Beyond the limit since then, and seen so last. */
  readonly pending?: { readonly since: number; readonly seen: number } | undefined
  /** The alert that is open. */
  readonly alert?: string | undefined
  /** Back behind the limit since then, while the alert is open. */
  readonly fine?: number | undefined
}

/** What is seen of it now; undefined where nobody can tell. */
export type Sight = boolean | 'between' | undefined

export interface Patience {
  readonly hold: Duration
  readonly settle: Duration
  /** What was seen longer ago doesn't count as seen without a break. */
  readonly longest: Duration
}

export interface Step {
  readonly state: RuleState | undefined
  readonly turn?: 'raised' | 'ended' | undefined
  /** Since when, where it was raised or is over. */
  readonly since: number
}

export function step(state: RuleState = {}, beyond: Sight, patience: Patience, now: number): Step {
  return state.alert === undefined ? waiting(state, beyond, patience, now) : open(state, beyond, patience, now)
}

function waiting({ pending }: RuleState, beyond: Sight, { hold, longest }: Patience, now: number): Step {
  const known = pending && mended(pending, ['since', 'seen'], now)
  const kept = known && now - known.seen <= longest ? known : undefined
  if (beyond === undefined) return { state: kept && { pending: kept }, since: now }
  if (beyond !== true) return { state: undefined, since: now }
  const since = kept?.since ?? now
  return now - since >= hold
    ? { state: {}, turn: 'raised', since }
    : { state: { pending: { since, seen: now } }, since }
}

function open(state: RuleState, beyond: Sight, { settle }: Patience, now: number): Step {
  const kept = mended(state, ['fine'], now)
  if (beyond === undefined) return { state: kept, since: now }
  const { alert, fine = now } = kept
  if (beyond !== false) return { state: { alert }, since: now }
  return now - fine >= settle
    ? { state: undefined, turn: 'ended', since: fine }
    : { state: { alert, fine }, since: now }
}
