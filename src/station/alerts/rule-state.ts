/** Where a rule stands for one heater: beyond its limit and not long enough, raised, or about to be over. */
import type { Duration } from '#time/duration'

/** JSON, for it outlives the station; undefined where nothing is the matter. Times are ms of one clock. */
export interface RuleState {
  /** Beyond the limit since then, and seen so last. */
  readonly pending?: { readonly since: number; readonly seen: number } | undefined
  /** The alert that is open. */
  readonly alert?: string | undefined
  readonly mark?: string | undefined
  /** Back behind the limit since then, while the alert is open. */
  readonly fine?: number | undefined
}

/** What is seen of it now; undefined where nobody can tell. */
export interface Sight {
  readonly beyond: boolean | 'between' | undefined
  readonly mark?: string | undefined
}

export interface Patience {
  readonly hold: Duration
  readonly settle: Duration
  /** What was seen longer ago doesn't count as seen without a break. */
  readonly longest: Duration
}

export interface Step {
  readonly state: RuleState | undefined
  /** `changed`: it is over, and something else of the same rule began. */
  readonly turn?: 'raised' | 'changed' | 'ended' | undefined
  /** Since when, where it was raised. */
  readonly since: number
}

export function step(state: RuleState = {}, sight: Sight, patience: Patience, now: number): Step {
  return state.alert === undefined ? waiting(state, sight, patience, now) : open(state, sight, patience, now)
}

function waiting({ pending, mark }: RuleState, sight: Sight, { hold, longest }: Patience, now: number): Step {
  const kept = pending && now - pending.seen <= longest ? pending : undefined
  if (sight.beyond === undefined) return { state: kept && { pending: kept, mark }, since: now }
  if (sight.beyond !== true) return { state: undefined, since: now }
  const since = kept && mark === sight.mark ? kept.since : now
  const state = { pending: { since, seen: now }, mark: sight.mark }
  return now - since >= hold ? { state: { mark: sight.mark }, turn: 'raised', since } : { state, since }
}

function open(state: RuleState, { beyond, mark }: Sight, { settle }: Patience, now: number): Step {
  if (beyond === undefined) return { state, since: now }
  if (beyond === true && mark !== state.mark) return { state: { mark }, turn: 'changed', since: now }
  if (beyond !== false) return { state: { alert: state.alert, mark: state.mark }, since: now }
  const fine = state.fine ?? now
  return now - fine >= settle
    ? { state: undefined, turn: 'ended', since: fine }
    : { state: { ...state, fine }, since: now }
}
