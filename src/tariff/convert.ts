/** Converts a rate plan into the periods of a heater's time-of-use table, and says what that costs in truth. */

import { clockTime } from '#schema/clock-time'
import { NaviLinkError } from '#schema/errors'
import { mostTouPeriods, type TouPeriod } from '#schema/tou'
import { decimalsFor, priceText, type TieredPrice } from './price.ts'
import type { RatePlan } from './rate-plan.ts'
import { simplified } from './simplify.ts'
import { fewestWindows, periodCount } from './windows.ts'
import { daysOf, seventhsOfRow, type YearRows } from './year.ts'
import { kindOf, type PlanKind, readPrices } from './year-prices.ts'

/** What the periods say otherwise than the plan, because the heater has no room for more. */
export interface ConversionLoss {
  /** How many periods the plan would need. */
  readonly periodsNeeded: number
  /** Hours of a common year that have another price; weekdays are five sevenths of each month. */
  readonly hours: number
  /** The largest difference of a price in one of them, currency a kWh. */
  readonly largest: string
  /** Hours of a year that are as dear as the plan's dearest now, and aren't by the plan. The reverse never happens. */
  readonly dearestHoursAdded: number
}

/** What a rate plan became. */
export interface Conversion {
  readonly kind: PlanKind
  /** `priceMin` is the first tier, `priceMax` the dearest one; both with the surcharges. */
  readonly periods: readonly TouPeriod[]
  /** Of each price. */
  readonly decimals: number
  /** Prices had more than five decimals, and were rounded to these. */
  readonly rounded: boolean
  readonly loss?: ConversionLoss
}

/**
 * @param limit how many periods there may be.
 * @throws NaviLinkError for a plan that OpenEI doesn't tell completely.
 */
export function convertPlan(plan: RatePlan, { limit = mostTouPeriods }: { readonly limit?: number } = {}): Conversion {
  if (!(limit >= 1)) throw new RangeError(`A plan can't be said in ${limit} periods; one is the least.`)
  const year = readPrices(plan)
  if ('problem' in year)
    throw new NaviLinkError(`The plan ${plan.name} can't be converted: ${year.problem}.`, { help: 'not-supported' })
  const { prices, rows, rounded } = year
  const exact = fewestWindows(rows)
  const needed = periodCount(exact)
  const said = needed <= limit ? rows : simplified(rows, prices, limit)
  const windows = said === rows ? exact : fewestWindows(said)
  const decimals = decimalsFor(prices.flatMap(({ first, dearest }) => [first, dearest]))
  const periods = windows.flatMap(({ first, last, price, rows }) => {
    const { first: priceMin = 0, dearest: priceMax = 0 } = prices[price] ?? {}
    return daysOf(rows).map(
      ({ months, days }): TouPeriod => ({
        months,
        days,
        start: clockTime(first, 0),
        end: clockTime(last, 59),
        priceMin: priceText(priceMin, decimals),
        priceMax: priceText(priceMax, decimals),
      }),
    )
  })
  const loss = said === rows ? {} : { loss: lossOf(rows, said, prices, needed, decimals) }
  return { kind: kindOf(year), periods: periods.sort(byTime), decimals, rounded, ...loss }
}

/** Why a plan can't be converted; undefined when it can. */
export function planProblem(plan: RatePlan): string | undefined {
  const year = readPrices(plan)
  return 'problem' in year ? year.problem : undefined
}

/** Undefined for a plan that can't be converted. */
export function planKind(plan: RatePlan): PlanKind | undefined {
  const year = readPrices(plan)
  return 'problem' in year ? undefined : kindOf(year)
}

/** Whole years first, then by their first month; weekdays before weekends; through the day. */
function byTime(a: TouPeriod, b: TouPeriod): number {
  const order = ({ months, days, start }: TouPeriod) =>
    `${months.length === 12 ? 0 : 1} ${months.map(month => String.fromCharCode(64 + month)).join('')} ${days.length === 7 ? 0 : days.includes('mon') ? 1 : 2} ${start}`
  return order(a) < order(b) ? -1 : 1
}

function lossOf(
  plan: YearRows,
  said: YearRows,
  prices: readonly TieredPrice[],
  periodsNeeded: number,
  decimals: number,
): ConversionLoss {
  const peak = prices.length - 1
  let [sevenths, peakSevenths, largest] = [0, 0, 0]
  for (const [row, hours] of plan.entries())
    for (const [hour, was] of hours.entries()) {
      const is = said[row]?.[hour] ?? was
      const [before, after] = [prices[was], prices[is]]
      if (is === was || !before || !after) continue
      sevenths += seventhsOfRow(row)
      if (is === peak) peakSevenths += seventhsOfRow(row)
      largest = Math.max(largest, Math.abs(before.first - after.first), Math.abs(before.dearest - after.dearest))
    }
  return {
    periodsNeeded,
    hours: Math.round(sevenths / 7),
    largest: priceText(largest, decimals),
    dearestHoursAdded: Math.round(peakSevenths / 7),
  }
}
