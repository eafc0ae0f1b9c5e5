/** Hours in which nobody wants to be woken, as `22:00-07:00` by the heater's clock on the wall. */
import { minutesOf, parseClockTime } from '#schema/clock-time'

export interface QuietHours {
  /** Minutes since midnight, the first quiet one. */
  readonly from: number
  /** The first that is no longer. */
  readonly until: number
}

/** Undefined for what is no such span; one that begins when it ends is none. */
export function parseQuietHours(text: string): QuietHours | undefined {
  const [first, last, ...rest] = text.split(/[-–]/).map(parseClockTime)
  if (first === undefined || last === undefined || rest.length > 0) return undefined
  const [from, until] = [minutesOf(first), minutesOf(last)]
  return from === undefined || until === undefined || from === until ? undefined : { from, until }
}

/** @param minute since local midnight. */
export const isQuiet = ({ from, until }: QuietHours, minute: number): boolean =>
  from < until ? minute >= from && minute < until : minute >= from || minute < until
