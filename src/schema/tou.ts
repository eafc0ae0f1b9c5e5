/** A time-of-use plan: in these months, on these days, at this time of day a kilowatt-hour costs that. */
import { type ClockTime, clockTime, hourAndMinute, minutesOf } from './clock-time.ts'
import { ProtocolError } from './errors.ts'
import { type Months, monthMask, monthsOf } from './months.ts'
import { decimalsOf, mostDecimals, type Price, priceCount, priceOf } from './price.ts'
import { type Weekdays, weekByte, weekdaysOf } from './weekdays.ts'
import {
  type Held,
  isByte,
  isRecord,
  isWhole,
  type Master,
  readList,
  readMaster,
  reservationUse,
  saysAll,
  type Unreadable,
  type WireEntry,
  type WireSchedule,
  type Writers,
  writeEntry,
  writeList,
} from './wire-entry.ts'

/** A price for a stretch of the day, in some months, on some days of the week. */
export interface TouPeriod extends Held {
  readonly months: Months
  readonly days: Weekdays
  readonly start: ClockTime
  /** The last minute that it covers: `20:59`. */
  readonly end: ClockTime
  /** A kilowatt-hour, in the currency of the plan. */
  readonly priceMin: Price
  readonly priceMax: Price
}

/** The periods of a plan, without the master switch: the cloud's copy of a plan has none. */
export interface TouPeriods {
  readonly periods: readonly TouPeriod[]
  readonly unreadable?: readonly Unreadable[]
}

/** A time-of-use plan with its master switch. */
export interface TouSchedule extends Master, TouPeriods {}

/** The heater's table has so many slots. */
export const mostTouPeriods = 40

/** What four bytes hold. */
export const highestPriceCount = 2 ** 32 - 1

const what = 'time-of-use schedule'

const decimalPoint = ({ priceMin, priceMax }: TouPeriod) => Math.max(decimalsOf(priceMin), decimalsOf(priceMax))

const writers: Writers<TouPeriod> = {
  months: ({ months }) => ({ season: monthMask(months) }),
  days: ({ days }) => ({ week: weekByte(days) }),
  start: ({ start }) => {
    const { hour, minute } = hourAndMinute(start)
    return { startHour: hour, startMinute: minute }
  },
  end: ({ end }) => {
    const { hour, minute } = hourAndMinute(end)
    return { endHour: hour, endMinute: minute }
  },
  prices: period => {
    const decimals = decimalPoint(period)
    return {
      priceMin: priceCount(period.priceMin, decimals),
      priceMax: priceCount(period.priceMax, decimals),
      decimalPoint: decimals,
    }
  },
}

const isOrdinary = ({ months, days, start, end, priceMin, priceMax }: TouPeriod) => {
  const [from, until] = [minutesOf(start), minutesOf(end)]
  return (
    months.length > 0 &&
    days.length > 0 &&
    from !== undefined &&
    until !== undefined &&
    from <= until &&
    Number(priceMin) <= Number(priceMax)
  )
}

/** Some notes spell `startMin` and `endMin`. */
function inLongForm({ startMin, endMin, ...interval }: WireEntry): WireEntry {
  return {
    ...interval,
    ...(startMin !== undefined && { startMinute: interval.startMinute ?? startMin }),
    ...(endMin !== undefined && { endMinute: interval.endMinute ?? endMin }),
  }
}

const isCount = (value: unknown): value is number => isWhole(value, -(2 ** 52), 2 ** 52)

/** One interval; undefined when it can't be understood. */
export function readTouPeriod(interval: WireEntry): TouPeriod | undefined {
  const raw = inLongForm(interval)
  const { season, week, startHour, startMinute, endHour, endMinute, priceMin, priceMax, decimalPoint: decimals } = raw
  if (!isWhole(season, 0, 65_535) || !isByte(week)) return undefined
  if (!isByte(startHour) || !isByte(startMinute) || !isByte(endHour) || !isByte(endMinute)) return undefined
  if (!isCount(priceMin) || !isCount(priceMax) || !isWhole(decimals, 0, mostDecimals)) return undefined
  const period: TouPeriod = {
    months: monthsOf(season),
    days: weekdaysOf(week),
    start: clockTime(startHour, startMinute),
    end: clockTime(endHour, endMinute),
    priceMin: priceOf(priceMin, decimals),
    priceMax: priceOf(priceMax, decimals),
  }
  return isOrdinary(period) && saysAll(period, writers, raw) ? period : { ...period, raw }
}

/** `{season, week, startHour, …, decimalPoint}`, and whatever else the heater held of it. */
export const touInterval = (period: TouPeriod): WireEntry => writeEntry(period, writers, readTouPeriod)

const isPadding = (interval: unknown) =>
  isRecord(interval) && interval.week === 0 && Object.values(interval).every(value => value === 0)

/** From a list of intervals, each with its season. An unused slot, all zero, is left out. */
export function readTouIntervals(list: unknown): TouPeriods {
  if (!Array.isArray(list)) throw new ProtocolError(`A ${what} came without its list of intervals.`)
  const { entries, unreadable } = readList(
    list.filter(interval => !isPadding(interval)),
    readTouPeriod,
  )
  return { periods: entries, ...(unreadable && { unreadable }) }
}

/** The intervals of the wire, each with its season. */
export const touIntervals = ({ periods, unreadable }: TouPeriods): readonly unknown[] =>
  writeList(periods.map(touInterval), unreadable)

/**
 * From `{reservationUse, reservation}`, the echo of a write.
 * @throws ProtocolError when it is no schedule. It is never taken for an empty one, because that would be written back.
 */
export function readTou(body: unknown): TouSchedule {
  const { master, list } = readMaster(body, what)
  return { ...master, ...readTouIntervals(list) }
}

/** `{reservationUse, reservation}` for the body of a write. */
export const touFields = (schedule: TouSchedule): WireSchedule => ({
  reservationUse: reservationUse(schedule),
  reservation: touIntervals(schedule),
})

/** The cloud's form: the `schedule` of a plan, `[{season, interval}]`. A group's season counts where an interval has none. */
export function readTouSeasons(schedule: unknown): TouPeriods {
  if (!Array.isArray(schedule)) throw new ProtocolError(`A ${what} came without its list of seasons.`)
  return readTouIntervals(
    schedule.flatMap(group => {
      if (!isRecord(group) || !Array.isArray(group.interval)) return [group]
      const { season, interval: intervals } = group
      return intervals.map(interval =>
        isRecord(interval) ? { season, ...interval } : { season, interval: [interval] },
      )
    }),
  )
}

/** One season of the cloud's form. */
export interface TouSeason {
  readonly season: number
  readonly interval: readonly WireEntry[]
}

/** The inverse of {@link readTouSeasons}: a group for each season, in the order in which they first come. */
export function touSeasons(periods: TouPeriods): readonly (TouSeason | unknown)[] {
  const groups = new Map<unknown, { season: unknown; interval: WireEntry[] }>()
  const others: unknown[] = []
  for (const entry of touIntervals(periods)) {
    if (!isRecord(entry) || entry.interval !== undefined) {
      others.push(entry)
      continue
    }
    const { season, ...interval } = entry
    const group = groups.get(season) ?? { season, interval: [] }
    groups.set(season, group)
    group.interval.push(interval)
  }
  return [...groups.values(), ...others]
}
