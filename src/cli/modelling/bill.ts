/** What electricity costs by a time-of-use plan, as an hourly meter would count it. */
import type { LocalTime } from '#physics/schedule/local-time'
import { weekdayOf } from '#physics/schedule/weekday-of'
import { minutesOf } from '#schema/clock-time'
import type { TouPeriod } from '#schema/tou'
import { priceAt } from '#tariff/price-now'

/** A price of a kWh; NaN where no period tells one. */
export type Prices = (second: number) => number

/** Zones change at full quarters of an hour only. */
const quarter = 900

/** By the first tier, for nobody knows what else the house has used. */
export function pricesBy(periods: readonly TouPeriod[], time: LocalTime): Prices {
  const turns = turnsOf(periods)
  const known = new Map<string, number>()
  let until = Number.NaN
  let from = Number.NaN
  let price = Number.NaN
  return second => {
    if (second >= from && second < until) return price
    const { month, hour, minute, ...rest } = time.at(second * 1000)
    const minutes = hour * 60 + minute
    const weekday = weekdayOf({ month, hour, minute, ...rest })
    const turn = turns.findLast(one => one <= minutes) ?? 0
    const key = `${month} ${weekday} ${turn}`
    price = known.get(key) ?? Number(priceAt(periods, { month, weekday, minutes })?.priceMin ?? Number.NaN)
    known.set(key, price)
    const next = turns.find(one => one > minutes) ?? 1440
    const minuteBegins = Math.floor(second / 60) * 60
    from = second
    until = Math.min(minuteBegins + (next - minutes) * 60, (Math.floor(second / quarter) + 1) * quarter)
    return price
  }
}

/** Minutes of the day at which some period begins or has ended, the first of the day too. */
function turnsOf(periods: readonly TouPeriod[]): readonly number[] {
  const all = periods.flatMap(({ start, end }) => [minutesOf(start) ?? 0, (minutesOf(end) ?? 0) + 1])
  return [...new Set([0, ...all])].sort((a, b) => a - b)
}

export class Bill {
  readonly #prices: Prices
  #meter = 0
  #price = Number.NaN
  #cost = 0
  #unpriced = 0

  constructor(prices: Prices) {
    this.#prices = prices
  }

  /** In the currency of the plan. */
  get cost(): number {
    return this.#cost
  }

  /** What fell where no period tells a price, Wh. */
  get unpriced(): number {
    return this.#unpriced
  }

  /**
   * Reads the meter: what it shows more than before was used at the price of that time.
   * @param meter Wh since the beginning. @param at s since 1970.
   */
  read(meter: number, at: number): void {
    const used = meter - this.#meter
    if (used > 0) {
      if (Number.isNaN(this.#price)) this.#unpriced += used
      else this.#cost += (used / 1000) * this.#price
    }
    this.#meter = meter
    this.#price = this.#prices(at)
  }
}
