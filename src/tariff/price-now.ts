/** What a kWh costs now by a table of time-of-use periods, and when that changes, on the clock on the wall. */
import { minutesOf } from '#schema/clock-time'
import type { TouPeriod } from '#schema/tou'
import type { Weekday } from '#schema/weekdays'

/** A minute of the week in some month. */
export interface WallTime {
  /** 1–12. */
  readonly month: number
  readonly weekday: Weekday
  /** Since midnight, 0–1439. */
  readonly minutes: number
}

/** A minute of a certain day. */
export interface WallDate {
  readonly year: number
  /** 1–12. */
  readonly month: number
  /** 1–31. */
  readonly day: number
  /** Since midnight, 0–1439. */
  readonly minutes: number
}

export interface PriceNow {
  /** Currency a kWh, first tier. */
  readonly priceMin: string
  /** Dearest tier. */
  readonly priceMax: string
  readonly period: TouPeriod
  /** Among what this month has. `only` when it has one price. */
  readonly rank: 'cheapest' | 'between' | 'dearest' | 'only'
  /** Whether it is the dearest of the whole table as well, the one period that the heater acts on. */
  readonly dearestOfAll: boolean
}

/** When the price changes, and to what. */
export interface PriceChange extends WallDate {
  readonly weekday: Weekday
  /** From now, as clocks show it: an hour off where summer time begins or ends in between. */
  readonly inMinutes: number
  /** Undefined: no period covers that time. */
  readonly price: PriceNow | undefined
}

const minutesOfDay = 24 * 60
const longestWait = 366
const byNumber: readonly Weekday[] = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']

/** Undefined when no period covers the time. Of several the dearest, as nobody knows which one a heater takes. */
export function priceAt(periods: readonly TouPeriod[], at: WallTime): PriceNow | undefined {
  const ofMonth = periods.filter(({ months }) => months.includes(at.month))
  const [period] = ofMonth.filter(one => covers(one, at)).sort((a, b) => compare(b, a))
  if (!period) return undefined
  const cheaper = ofMonth.some(other => compare(other, period) < 0)
  const dearer = ofMonth.some(other => compare(other, period) > 0)
  return {
    priceMin: period.priceMin,
    priceMax: period.priceMax,
    period,
    rank: dearer ? (cheaper ? 'between' : 'cheapest') : cheaper ? 'dearest' : 'only',
    dearestOfAll: dearestPeriods(periods).some(other => compare(other, period) === 0),
  }
}

/** When the price is another one than now, within a year; undefined when it never is. */
export function nextChange(periods: readonly TouPeriod[], now: WallDate): PriceChange | undefined {
  const current = priceAt(periods, wallTime(now))
  for (let later = 0; later <= longestWait; later++) {
    const day = wallDay({ ...now, day: now.day + later })
    for (const minutes of later === 0 ? turns(periods, now.minutes) : [0, ...turns(periods, 0)]) {
      const price = priceAt(periods, { ...day, minutes })
      const same = current && price ? compare(current, price) === 0 : current === price
      if (!same) return { ...day, minutes, inMinutes: later * minutesOfDay + minutes - now.minutes, price }
    }
  }
  return undefined
}

/** The periods at the highest price, of all or of a month; none when there is one price only. */
export function dearestPeriods(periods: readonly TouPeriod[], month?: number): readonly TouPeriod[] {
  const asked = periods.filter(({ months }) => month === undefined || months.includes(month))
  const [dearest] = asked.toSorted((a, b) => compare(b, a))
  if (!dearest || asked.every(other => compare(other, dearest) === 0)) return []
  return asked.filter(other => compare(other, dearest) === 0)
}

/** Adds the weekday. */
export const wallTime = (date: WallDate): WallTime => ({ ...wallDay(date), minutes: date.minutes })

/** Also brings the 32nd of a month into the next. */
function wallDay({ year, month, day }: Omit<WallDate, 'minutes'>) {
  const date = new Date(Date.UTC(year, month - 1, day))
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    weekday: byNumber[date.getUTCDay()] ?? 'sun',
  }
}

/** Minutes of the day after `from` at which some period begins or has ended. */
function turns(periods: readonly TouPeriod[], from: number): readonly number[] {
  const all = periods.flatMap(period => {
    const { from, until } = hoursOf(period)
    return [from, until + 1]
  })
  return [...new Set(all)].filter(turn => turn > from && turn < minutesOfDay).sort((a, b) => a - b)
}

function covers(period: TouPeriod, { month, weekday, minutes }: WallTime): boolean {
  const { from, until } = hoursOf(period)
  return period.months.includes(month) && period.days.includes(weekday) && from <= minutes && minutes <= until
}

/** A time that no clock shows, which a heater may hold, begins or ends nothing. */
const hoursOf = ({ start, end }: TouPeriod) => ({
  from: minutesOf(start) ?? Number.POSITIVE_INFINITY,
  until: minutesOf(end) ?? Number.NEGATIVE_INFINITY,
})

type Priced = Pick<TouPeriod, 'priceMin' | 'priceMax'>

/** By the dearest tier, then by the first, as plans are converted. */
const compare = (a: Priced, b: Priced) =>
  Number(a.priceMax) - Number(b.priceMax) || Number(a.priceMin) - Number(b.priceMin)
