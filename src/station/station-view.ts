/** A station as its API, metrics and alerts see it. */
import type { NaviLinkClient } from '#heater/client'
import type { NaviLinkDevice } from '#heater/device'
import type { CommandOutcome } from '#heater/outcome'
import type { Clock } from '#time/clock'
import type { Duration } from '#time/duration'
import type { Logger, LogLevel } from '#wire/logger'
import type { Alerts } from './alerts/alerts.ts'
import type { History } from './history/history.ts'
import type { Journal } from './journal/journal.ts'
import type { News } from './news.ts'
import type { Recorder } from './recording/recorder.ts'
import type { Sample } from './sample.ts'
import type { SinkReport } from './sink.ts'
import type { Store } from './store/store.ts'

export interface StationHeater {
  /** See `heaterId`. */
  readonly id: string
  /** As the config calls it, else as the account does. */
  readonly name: string
  /** Its account's name. */
  readonly account: string
  readonly timeZone: string
  /** From one question to the next. */
  readonly interval: Duration
  readonly device: NaviLinkDevice
  /** The newest sample of this run. */
  readonly latest: Sample | undefined
  /** Of this run, pushes included; those that answered a question; and how many answers the interval should have brought. */
  readonly samples: number
  readonly answers: number
  readonly expected: number
  /** Questions without an answer. */
  readonly missed: number
}

/** `refused`: a person has to change the password, then reload. */
export type AccountState = 'signing-in' | 'ready' | 'refused' | 'unreachable'

export interface StationAccount {
  /** As the config calls it; never its e-mail. */
  readonly name: string
  readonly state: AccountState
  /** Why it isn't ready. */
  readonly problem?: string | undefined
  readonly link: NaviLinkClient['link']
}

/** Something that is done to a heater for somebody. */
export interface Deed {
  readonly heater: StationHeater
  /** Whose wish it is: `api token Kitchen`, `command line`. */
  readonly by: string
  /** A row of the command table, or what a schedule is called: `reservations`, `tou`, `recirculation`. */
  readonly command: string
  readonly value?: unknown
}

/** How a deed ended, of a command or a schedule; and how often it was sent, where that is known. */
export type DeedOutcome = Pick<CommandOutcome, 'result' | 'reason'> & Partial<Pick<CommandOutcome, 'attempts'>>

export interface StationView {
  readonly version: string
  readonly readOnly: boolean
  /** By the heaters' clock. */
  readonly started: Date
  /** The heaters' clock: that of samples, journal and alerts, and the `now` of API and stream. */
  readonly clock: Clock
  /** The machine's, for time-outs, retries and log. */
  readonly wallClock: Clock
  readonly logger: Logger
  readonly heaters: readonly StationHeater[]
  readonly accounts: readonly StationAccount[]
  readonly store: Store
  readonly history: History
  readonly recorder: Pick<Recorder, 'state' | 'waiting' | 'lost'>
  readonly journal: Pick<Journal, 'note'>
  readonly alerts: Alerts
  readonly news: News
  readonly sinks: readonly SinkReport[]
  /** Does it and keeps a record in the journal of who wanted what, and what came of it. @throws what `work` throws, after the journal has it. */
  act<Outcome extends DeedOutcome>(deed: Deed, work: () => Promise<Outcome>): Promise<Outcome>
  logLevel: LogLevel
}
