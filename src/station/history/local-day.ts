/** Days of a heater's zone, as `2026-11-21` and as spans of time. Some have 23 or 25 hours, and some begin at half past. */
import { type DayNumber, dateOf, dayNumber, LocalTime } from '#physics/schedule/local-time'

/** ms since 1970; until is excluded. */
export interface LocalDay {
  readonly name: string
  readonly from: number
  readonly until: number
}

const mostStarts = 10_000

export class LocalDays {
  readonly timeZone: string
  readonly #time: LocalTime
  /** Looking a zone up takes its time. */
  readonly #starts = new Map<DayNumber, number>()

  /** @throws RangeError for a zone that this Node doesn't know. */
  constructor(timeZone: string) {
    this.timeZone = timeZone
    this.#time = new LocalTime(timeZone)
  }

  /** The day of a moment. */
  at(moment: number): LocalDay {
    return this.#day(this.#time.dayOf(moment))
  }

  /** The day of that name. @throws RangeError for what is no day. */
  named(name: string): LocalDay {
    const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(name) ?? []
    const number = dayNumber(Number(year), Number(month), Number(day))
    if (Number.isNaN(number) || nameOfDay(number) !== name)
      throw new RangeError(`«${name}» is no day; 2026-11-21 is one.`)
    return this.#day(number)
  }

  /** Every day that a span touches. */
  *within(from: number, until: number): Generator<LocalDay> {
    for (let number = this.#time.dayOf(from); this.#startOf(number) < until; number++) yield this.#day(number)
  }

  /** How many days a span touches. */
  count(from: number, until: number): number {
    return this.#time.dayOf(until - 1) - this.#time.dayOf(from) + 1
  }

  /** The beginnings of the first of them, and of every so many after it. */
  *starts(from: number, until: number, each: number): Generator<number> {
    for (let number = this.#time.dayOf(from), end = this.#time.dayOf(until - 1); number <= end; number += each)
      yield this.#startOf(number)
  }

  #day(number: DayNumber): LocalDay {
    return { name: nameOfDay(number), from: this.#startOf(number), until: this.#startOf(number + 1) }
  }

  #startOf(number: DayNumber): number {
    const start = this.#starts.get(number) ?? this.#time.startOf(number)
    if (this.#starts.size > mostStarts) this.#starts.clear()
    this.#starts.set(number, start)
    return start
  }
}

/** `2026-11-21` */
export function nameOfDay(number: DayNumber): string {
  const { year, month, day } = dateOf(number)
  return dayName(year, month, day)
}

/** `2026-11-21` */
export const dayName = (year: number, month: number, day: number): string =>
  `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
