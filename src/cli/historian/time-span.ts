/** Which stretch of a record is meant: by dates of the heater's calendar, by moments, or back from now. */
import { dayNumber, LocalTime } from '#physics/schedule/local-time'
import { RowClock, writtenTime } from '#station/exchange/row-time'
import { type Duration, parseDuration } from '#time/duration'
import { durationFlag } from '../duration-flag.ts'
import { UsageError } from '../usage-error.ts'
import type { SpanFlags } from './record-flags.ts'

export interface GivenSpan {
  readonly from?: number | undefined
  /** Excluded. */
  readonly until?: number | undefined
}

export interface SpanSetting {
  readonly now: number
  /** The heater's. */
  readonly timeZone: string
  /** So far back where nothing is said; without, all there is. */
  readonly usual?: Duration | undefined
}

/** @throws UsageError */
export function givenSpan({ from, until, last }: SpanFlags, { now, timeZone, usual }: SpanSetting): GivenSpan {
  const end = until === undefined ? undefined : moment('--until', until, now, timeZone)
  if (last !== undefined) return { from: (end ?? now) - durationFlag('--last', last), until: end }
  const start = from === undefined ? undefined : moment('--from', from, now, timeZone)
  if (start !== undefined && end !== undefined && start >= end)
    throw new UsageError(`--from ${from} is not before --until ${until}.`)
  return { from: start ?? (usual === undefined ? undefined : (end ?? now) - usual), until: end }
}

function moment(flag: string, text: string, now: number, timeZone: string): number {
  const plain = text.trim()
  if (plain === 'now') return now
  const [, ago = ''] = /^(.*?)(?:\s+ago)?$/i.exec(plain) ?? []
  const span = parseDuration(ago)
  if (span !== undefined) return now - span
  const [day, year, month, date] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(plain) ?? []
  const time = writtenTime(day === undefined ? plain : `${plain} 00:00`)
  if (time !== undefined && 'at' in time) return time.at
  if (time !== undefined && day !== undefined)
    return new LocalTime(timeZone).startOf(dayNumber(Number(year), Number(month), Number(date)))
  const at = time && new RowClock(timeZone).moment(time.wall)
  if (at !== undefined) return at
  throw new UsageError(
    `${flag} is ${JSON.stringify(text)}; it takes a date (2026-11-21), a time (2026-11-21T14:30, of ${timeZone} when it names no zone), or 7d for so long ago.`,
  )
}
