/** Looks up what a rate plan charges in every hour of the year, or says why that can't be told. */
import { byPrice, priceUnits, type TieredPrice } from './price.ts'
import type { HourTable, RatePlan, Tier } from './rate-plan.ts'
import type { YearRows } from './year.ts'

export interface YearPrices {
  /** Each different price once, the cheapest first. */
  readonly prices: readonly TieredPrice[]
  /** Indices of `prices`. */
  readonly rows: YearRows
  /** Whether a price had more than five decimals. */
  readonly rounded: boolean
}

/** `flat`: one price all year. `seasonal`: it depends on the month alone. `time-of-use`: on the hour or the day as well. */
export type PlanKind = 'flat' | 'seasonal' | 'time-of-use'

const monthNames = 'January February March April May June July August September October November December'.split(' ')
/** Dollars a kWh. What is above is no price but a mistake in the data. */
const highest = 1000

/** @returns `problem`: why the plan can't be used, as the end of a sentence. */
export function readPrices(plan: RatePlan): YearPrices | { readonly problem: string } {
  const { rates, weekdays, weekends } = plan
  if (!rates?.length) return { problem: 'OpenEI has no prices a kWh for it' }
  if (!weekdays?.length || !weekends?.length)
    return { problem: 'OpenEI doesn’t say at which hours which of its prices holds' }
  const problem = tableProblem('weekday', weekdays) ?? tableProblem('weekend', weekends)
  if (problem) return { problem }

  const found = new Map<number, Rounded>()
  const rows = [...weekdays, ...weekends]
  for (const [row, hours] of rows.entries()) {
    for (const index of hours) {
      if (index === undefined || found.has(index)) continue
      const tiers = rates[index]
      const where = `${row < 12 ? 'weekdays' : 'weekends'} of ${monthNames[row % 12]}`
      if (!tiers) return { problem: `its table names a price for ${where} that isn’t there (number ${index})` }
      const price = priceOf(tiers)
      if ('problem' in price) return { problem: `the price for ${where} (number ${index}) ${price.problem}` }
      found.set(index, price)
    }
  }
  return yearOf(rows, found)
}

function tableProblem(name: string, table: HourTable): string | undefined {
  if (table.length !== 12) return `its ${name} table has ${table.length} months instead of 12`
  const odd = table.findIndex(hours => hours.length !== 24 || hours.includes(undefined))
  return odd < 0 ? undefined : `its ${name} table doesn’t name a price for each of the 24 hours in ${monthNames[odd]}`
}

type Rounded = TieredPrice & { readonly rounded: boolean }

/** A tier without an amount is left out; a price of such tiers alone is no price, and never counts as free. */
function priceOf(tiers: readonly Tier[]): Rounded | { readonly problem: string } {
  const told = tiers.filter(({ rate, adj }) => rate !== undefined || adj !== undefined)
  const sums = told.map(({ rate = 0, adj = 0 }) => ({ sum: Math.abs(rate) + Math.abs(adj), ...priceUnits(rate, adj) }))
  const [first] = sums
  if (!first) return { problem: 'has no amount' }
  if (sums.some(({ sum }) => sum > highest)) return { problem: `is above ${highest} a kWh, which must be a mistake` }
  if (sums.some(({ units }) => units < 0)) return { problem: 'is below zero, which a heater’s plan can’t say' }
  return {
    first: first.units,
    dearest: Math.max(...sums.map(({ units }) => units)),
    rounded: sums.some(({ rounded }) => rounded),
  }
}

function yearOf(rows: HourTable, found: ReadonlyMap<number, Rounded>): YearPrices {
  const key = ({ first, dearest }: TieredPrice) => `${first} ${dearest}`
  const different = new Map([...found.values()].map(price => [key(price), price]))
  const prices = [...different.values()].sort(byPrice).map(({ first, dearest }) => ({ first, dearest }))
  const places = new Map(prices.map((price, place) => [key(price), place]))
  const placeOf = (index = 0) => places.get(key(found.get(index) ?? { first: 0, dearest: 0 })) ?? 0
  return {
    prices,
    rows: rows.map(hours => hours.map(placeOf)),
    rounded: [...found.values()].some(price => price.rounded),
  }
}

export function kindOf({ prices, rows }: YearPrices): PlanKind {
  if (prices.length === 1) return 'flat'
  const ofMonth = (month: number) => new Set([...(rows[month] ?? []), ...(rows[month + 12] ?? [])])
  return Array.from({ length: 12 }, (_, month) => ofMonth(month)).every(({ size }) => size === 1)
    ? 'seasonal'
    : 'time-of-use'
}
