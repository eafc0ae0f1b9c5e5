/** What rules must remember of a heater beyond its newest sample: element minutes of the day, starts, when it was hot. */
import type { LocalTime } from '#physics/schedule/local-time'
import { elementRuns } from '#schema/derived'
import type { Status } from '#schema/status'
import { type Duration, days, hours, millis } from '#time/duration'

/** JSON, for it outlives the station. Times are ms since 1970. */
export interface Tally {
  /** Of the newest sample. */
  readonly at: number
  readonly elementOn: boolean
  readonly compressorOn: boolean
  /** Since when the compressor has been seen running without a break. */
  readonly compressorSince?: number | undefined
  /** Starts of the compressor within the last day. */
  readonly starts: readonly number[]
  /** The local day, and how long an element has run in it, ms. */
  readonly day: number
  readonly elementTime: number
  /** When upper or lower tank were last seen hot; and where nobody saw that, since when it has been looked at. */
  readonly hotAt?: number | undefined
  readonly watched: number
}

export interface TallyOptions {
  /** Two samples that are further apart tell nothing of the time between. */
  readonly patience: Duration
  /** °C; what counts as hot. */
  readonly hot: number
  readonly local: Pick<LocalTime, 'dayOf' | 'startOf'>
}

/** Takes a sample in. One that is not newer changes nothing. */
export function tallied(
  before: Tally | undefined,
  at: number,
  status: Status,
  { patience, hot, local }: TallyOptions,
): Tally {
  if (before !== undefined && at <= before.at) return before
  const seen = before !== undefined && at - before.at <= patience
  const day = local.dayOf(at)
  const compressorOn = status.compUse === 'on'
  const started = seen && compressorOn && !before.compressorOn
  const starts = (before?.starts ?? []).filter(start => at - start < days(1))
  const ran = seen && before.elementOn ? at - Math.max(before.at, local.startOf(day)) : 0
  const sofar = before?.day === day ? before.elementTime : 0
  const warmest = Math.max(status.tankUpperTemperature ?? -99, status.tankLowerTemperature ?? -99)
  return {
    at,
    elementOn: elementRuns(status),
    compressorOn,
    compressorSince: compressorOn ? ((seen ? before.compressorSince : undefined) ?? at) : undefined,
    starts: started ? [...starts, at] : starts,
    day,
    elementTime: sofar + ran,
    hotAt: warmest >= hot ? at : before?.hotAt,
    watched: before?.watched ?? at,
  }
}

/** How long ago it was hot, or how long nobody has seen it so. */
export const coldFor = ({ hotAt, watched }: Tally, now: number): Duration =>
  millis(Math.max(0, now - (hotAt ?? watched)))

export const startsWithin = ({ starts }: Tally, now: number, window: Duration = hours(1)): number =>
  starts.filter(start => start > now - window && start <= now).length
