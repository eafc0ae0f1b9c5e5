/** What rules must remember of a heater beyond its newest sample: element minutes of the day, starts, when it was hot. */
import type { LocalTime } from '#physics/schedule/local-time'
import { elementRuns } from '#schema/derived'
import type { Status } from '#schema/status'
import { type Duration, days, millis } from '#time/duration'
import { mended } from './mended.ts'

/** JSON, for it outlives the station. Times are ms since 1970. */
export interface Tally {
  /** Of the newest sample. */
  readonly at: number
  readonly elementOn: boolean
  /** Somebody chose that elements heat alone. */
  readonly electric: boolean
  readonly compressorOn: boolean
  /** Since when the compressor has been seen running without a break. */
  readonly compressorSince?: number | undefined
  /** Starts of the compressor within the last day. */
  readonly starts: readonly number[]
  /** The local day, and how long an element has run in it, ms: in electric mode, and in any other. */
  readonly day: number
  readonly elementTime: number
  readonly electricTime: number
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

/** In electric mode, which nothing but a person or their schedule chooses. */
export const isElectric = ({ dhwOperationSetting: mode }: Status): boolean => mode === 'electric'

/** After somebody set the clock back. Starts that are still to come are forgotten: as of now they would be a burst. */
export const mendedTally = (tally: Tally, now: number): Tally => ({
  ...mended(tally, ['at', 'compressorSince', 'hotAt', 'watched'], now),
  starts: tally.starts.filter(start => start <= now),
})

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
  const sofar: Partial<Tally> = before?.day === day ? before : {}
  const warmest = Math.max(status.tankUpperTemperature ?? -99, status.tankLowerTemperature ?? -99)
  return {
    at,
    elementOn: elementRuns(status),
    electric: isElectric(status),
    compressorOn,
    compressorSince: compressorOn ? ((seen ? before.compressorSince : undefined) ?? at) : undefined,
    starts: started ? [...starts, at] : starts,
    day,
    elementTime: (sofar.elementTime ?? 0) + (before?.electric ? 0 : ran),
    electricTime: (sofar.electricTime ?? 0) + (before?.electric ? ran : 0),
    hotAt: warmest >= hot ? at : before?.hotAt,
    watched: before?.watched ?? at,
  }
}

/** How long ago it was hot, or how long nobody has seen it so. */
export const coldFor = ({ hotAt, watched }: Tally, now: number): Duration =>
  millis(Math.max(0, now - (hotAt ?? watched)))

export const startsWithin = ({ starts }: Tally, now: number, window: Duration): number =>
  starts.filter(start => start > now - window && start <= now).length
