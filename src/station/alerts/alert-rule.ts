/** What a rule is: what it measures, when that is too much or too little, and what is said then. */
import type { Duration } from '#time/duration'
import type { Alert } from './alert.ts'
import type { QuietHours } from './quiet-hours.ts'

export type Severity = Alert['severity']

/** In the rule's unit; `fine` where it doesn't apply, undefined where nobody can tell at the moment: then nothing changes. */
export type Measured = number | 'fine' | undefined

/** Beyond which value a rule warns. */
export interface Limit {
  readonly is: 'above' | 'below'
  /** By default. */
  readonly at: number
  readonly unit: string
  /** What a config may say; beyond these it is a slip of unit or finger. */
  readonly range: readonly [least: number, most: number]
  /** How far the value must come back behind the limit before it is over. */
  readonly clearance: number
}

/** A rule as it is set, for one heater or the station: config over defaults. */
export interface RuleSetting {
  readonly enabled: boolean
  /** The config says in so many words that it is enabled. */
  readonly insisted: boolean
  readonly severity: Severity
  readonly threshold: number
  readonly hold: Duration
  /** Undefined is never. */
  readonly repeat: Duration | undefined
  /** `own` where it stands with the rule itself: then it holds for an alarm too. */
  readonly quiet: { readonly hours: QuietHours; readonly own: boolean } | undefined
  /** Undefined is all. */
  readonly channels: readonly string[] | undefined
  /** Minutes since midnight. */
  readonly by: number | undefined
  /** °C. */
  readonly temperature: number | undefined
  readonly window: Duration
}

export interface Rule<Facts, Name extends string = string> {
  readonly name: Name
  /** What is said in two or three words: a message's title. */
  readonly title: string
  readonly severity: Severity
  /** For documentation: what is looked at. */
  readonly looksAt: string
  /** What a person can do about it. */
  readonly advice: string
  /** Without one it warns of anything above 0: yes. */
  readonly limit?: Limit
  /** How long it must be so before it is told. */
  readonly hold: Duration
  /** How long it must be fine again before it is over. */
  readonly settle: Duration
  /** After which it is told again while it lasts; never without one. */
  readonly repeat?: Duration
  /** It counts by the day: that a day is over needs no message. */
  readonly daily?: true
  /** Further settings that it knows, with their defaults. */
  readonly options?: { readonly by?: undefined; readonly temperature?: number | undefined; readonly window?: Duration }
  readonly measure: (facts: Facts, setting: RuleSetting) => Measured
  /** One sentence with what was measured. */
  readonly tell: (facts: Facts, value: number, setting: RuleSetting) => string
  /** What makes two troubles of this rule different ones: an error code. Each has an alert of its own. */
  readonly mark?: (facts: Facts) => string
}

/** A rule for those who list them. */
export interface AlertRule {
  readonly name: string
  readonly title: string
  readonly severity: Severity
  readonly enabled: boolean
  readonly looksAt: string
  readonly advice: string
  readonly is?: 'above' | 'below' | undefined
  readonly threshold?: number | undefined
  readonly unit?: string | undefined
  readonly hold: Duration
  readonly repeat?: Duration | undefined
}

/** Whether a value is beyond the limit, back behind it, or in between, where it counts as before. */
export function beyond(value: number, limit: Limit | undefined, threshold: number): boolean | 'between' {
  if (limit === undefined) return value > 0
  const over = limit.is === 'above' ? value - threshold : threshold - value
  if (over > 0) return true
  return over > -limit.clearance ? 'between' : false
}
