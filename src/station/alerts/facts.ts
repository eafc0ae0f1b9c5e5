/** What rules look at: a heater, an account or the store, as they are known at one moment. */
import type { PresenceState } from '#heater/presence'
import type { Status } from '#schema/status'
import type { Duration } from '#time/duration'
import type { AccountState } from '../station-view.ts'
import type { StoreState } from '../store/store.ts'
import type { Tally } from './tally.ts'
import type { UsualEnergy } from './usual-energy.ts'

export interface HeaterFacts {
  readonly now: number
  /** The newest status, unless it is too old to say anything of this moment. */
  readonly status: Status | undefined
  readonly tally: Tally | undefined
  readonly presence: PresenceState
  /** Whether the way to the cloud is open; while it isn't, nobody knows how the heater is. */
  readonly linked: boolean
  /** Minutes since local midnight. */
  readonly minute: number
  readonly energy: UsualEnergy | undefined
}

export interface AccountFacts {
  readonly name: string
  readonly state: AccountState
  /** Why it isn't ready. */
  readonly problem: string | undefined
  /** Undefined while it is being closed. */
  readonly linked: boolean | undefined
  /** Of its heaters that should answer: how long ago the last of them was heard, and how often they are asked. */
  readonly silence: { readonly span: Duration; readonly interval: Duration } | undefined
}

export interface StoreFacts {
  readonly state: StoreState
}
