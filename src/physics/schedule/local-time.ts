/** The heater's own calendar and clock on the wall: a time zone with its summer time, or a plain offset. */

/** An IANA name such as `America/Denver`, or minutes east of UTC for a clock that is merely wrong. */
export type TimeZone = string | number

/** A day by its distance from 1 January 1970, in local days. */
export type DayNumber = number

/** What calendar and clock show at a moment. */
export interface LocalMoment {
  readonly year: number
  /** 1–12. */
  readonly month: number
  readonly day: number
  /** 0 is Sunday. */
  readonly weekday: number
  readonly hour: number
  readonly minute: number
}

const dayLength = 86_400_000
/** Zones change at full quarters of an hour only, so one look at the zone is good for so long. */
const quarter = 900_000

export class LocalTime {
  readonly #offsetOf: (at: number) => number
  #quarter = Number.NaN
  #offset = 0

  /** @throws RangeError for a zone that this Node doesn't know. */
  constructor(zone: TimeZone) {
    const minutes = zone === 'UTC' ? 0 : zone
    this.#offsetOf = typeof minutes === 'number' ? () => minutes * 60_000 : offsetsOf(minutes)
  }

  /** The time on its wall at a moment, ms since 1970. */
  at(moment: number): LocalMoment {
    const wall = new Date(moment + this.offsetAt(moment))
    const [hour, minute] = [wall.getUTCHours(), wall.getUTCMinutes()]
    return { ...dateOf(this.dayOf(moment)), weekday: wall.getUTCDay(), hour, minute }
  }

  /** Which day it is there at a moment, ms since 1970. */
  dayOf(moment: number): DayNumber {
    return Math.floor((moment + this.offsetAt(moment)) / dayLength)
  }

  /** The moment at which a day begins, ms since 1970. */
  startOf(day: DayNumber): number {
    const midnight = day * dayLength
    const guess = midnight - this.offsetAt(midnight)
    // The zone may have changed in between, and where it changes at midnight there is no 0:00 in spring.
    const better = midnight - this.offsetAt(guess)
    return this.dayOf(better) < day ? guess : better
  }

  /** East of UTC, ms. */
  offsetAt(moment: number): number {
    const quarterOf = Math.floor(moment / quarter)
    if (quarterOf !== this.#quarter) {
      this.#offset = this.#offsetOf(quarterOf * quarter)
      this.#quarter = quarterOf
    }
    return this.#offset
  }
}

/** The day in the calendar. */
export function dateOf(day: DayNumber): Pick<LocalMoment, 'year' | 'month' | 'day'> {
  const date = new Date(day * dayLength)
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() }
}

export const dayNumber = (year: number, month: number, day: number): DayNumber =>
  Date.UTC(year, month - 1, day) / dayLength

function offsetsOf(zone: string): (at: number) => number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  })
  return at => {
    const parts = format.formatToParts(at)
    const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = (
      ['year', 'month', 'day', 'hour', 'minute'] as const
    ).map(wanted => Number(parts.find(({ type }) => type === wanted)?.value))
    return Date.UTC(year, month - 1, day, hour, minute) - at
  }
}
