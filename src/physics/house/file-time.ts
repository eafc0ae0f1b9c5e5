/** Times in a file: moments of the calendar, or times of a day that is repeated. */
import { daySeconds, secondAt, type UtcOffset } from './wall-time.ts'

/** Seconds since 1970, or of the day. */
export interface FileTime {
  readonly daily: boolean
  readonly second: number
}

/** From one moment to another, seconds since 1970. */
export interface TimeSpan {
  readonly from: number
  readonly to: number
}

/** A moment as a sentence names it, to the minute. */
export const momentText = (second: number): string => `${new Date(second * 1000).toISOString().slice(0, 16)}Z`

/** What a time may look like, to end a sentence with. */
export const timeForms =
  '2026-07-01T06:30 (with Z or +02:00 when it is not local), 06:30, or a minute of the day up to 1439'

/** @param offset of the clocks that a time without Z or an offset is from. */
export function parseFileTime(text: string, offset: UtcOffset): FileTime | undefined {
  const second = secondOfDay(text)
  if (second !== undefined) return { daily: true, second }
  const match = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?)?\s*(Z|[+-]\d\d:?\d\d)?$/i.exec(text)
  if (match === null) return undefined
  const [, year, month, day, hour = '00', minute = '00', seconds = '00', zone] = match
  if (Number(hour) > 23 || Number(minute) > 59 || Number(seconds) > 59) return undefined
  const midnight = Date.UTC(Number(year), Number(month) - 1, Number(day))
  // 31 June is none.
  if (new Date(midnight).toISOString().slice(0, 10) !== `${year}-${month}-${day}`) return undefined
  const wall = midnight / 1000 + Number(hour) * 3600 + Number(minute) * 60 + Number(seconds)
  if (zone === undefined) return { daily: false, second: secondAt(wall, offset) }
  const east = zoneOffset(zone)
  return east === undefined ? undefined : { daily: false, second: wall - east }
}

function secondOfDay(text: string): number | undefined {
  const clock = /^(\d{1,2}):(\d\d)(?::(\d\d))?$/.exec(text)
  if (clock !== null) {
    const [, hour, minute, second = '0'] = clock
    const valid = Number(hour) < 24 && Number(minute) < 60 && Number(second) < 60
    return valid ? Number(hour) * 3600 + Number(minute) * 60 + Number(second) : undefined
  }
  if (!/^\d+(\.\d+)?$/.test(text)) return undefined
  const second = Number(text) * 60
  return second < daySeconds ? second : undefined
}

function zoneOffset(zone: string): number | undefined {
  if (zone.toUpperCase() === 'Z') return 0
  const [hours, minutes] = [Number(zone.slice(1, 3)), Number(zone.slice(-2))]
  if (hours > 14 || minutes > 59) return undefined
  return (zone.startsWith('-') ? -1 : 1) * (hours * 3600 + minutes * 60)
}
