/** Something that a person should know: raised by a rule, and over when its cause is. */

export interface Alert {
  /** Of this one time that it was raised. */
  readonly id: string
  /** The rule's name. */
  readonly rule: string
  readonly severity: 'info' | 'warning' | 'alarm'
  /** Absent where it is about the station. */
  readonly heater?: string | undefined
  /** ms since 1970, by the heaters' clock. */
  readonly since: number
  /** When its cause was over; absent while it lasts. */
  readonly ended?: number | undefined
  /** One sentence: what, and what to do about it. */
  readonly text: string
  /** When a person said that they know, and who. */
  readonly acknowledged?: number | undefined
  readonly acknowledgedBy?: string | undefined
  /** No message before. */
  readonly snoozedUntil?: number | undefined
  /** How often, and when last, a message was sent. */
  readonly told: number
  readonly toldAt?: number | undefined
}
