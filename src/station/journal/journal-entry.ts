/** One thing that happened, worth finding again in years. */

export const journalKinds = [
  'setting', // a setting or mode changed
  'command', // we told the heater something, and what came of it
  'schedule', // a weekly schedule or time-of-use plan was changed
  'fault', // an error or alarm began or ended
  'firmware',
  'limits', // limits or capabilities changed
  'presence', // a heater went or came back
  'link', // the way to the cloud went or came back
  'alert',
  'station', // it started, stopped, was reloaded, crashed
  'store', // the disk was full, the clock jumped
] as const
export type JournalKind = (typeof journalKinds)[number]

/**
 * Who did it, as far as can be told: this station (`us`), the heater's own `schedule`, its `time-of-use` plan, the grid's
 * `demand-response`, the `heater` itself, or `somebody` at the panel or in an app.
 */
export type Who = 'us' | 'schedule' | 'time-of-use' | 'demand-response' | 'heater' | 'somebody'

export interface JournalEntry {
  /** Grows; given by the store. */
  readonly id?: number | undefined
  /** ms since 1970, by the heaters' clock. */
  readonly at: number
  /** Absent where it is about the station. */
  readonly heater?: string | undefined
  readonly kind: JournalKind
  readonly who?: Who | undefined
  /** One sentence for people. */
  readonly text: string
  /** The same for programs: `field`, `old`, `new`, `command`, `value`, `result`, `by`, `code`, … */
  readonly data?: Readonly<Record<string, unknown>> | undefined
}
