/** An electricity rate plan as OpenEI tells of it, in our words: what a kWh costs, and at which hours of which months. */

/** What a kWh costs up to an amount of use. */
export interface Tier {
  /** Currency a kWh. */
  readonly rate?: number | undefined
  /** Surcharges on top of `rate`, or a discount. */
  readonly adj?: number | undefined
  /** Where the tier ends, in `unit`; the last tier has none. */
  readonly max?: number | undefined
  /** `kWh`, `kWh daily`, …: what `max` counts. The price is always that of a kWh. */
  readonly unit?: string | undefined
  /** What the utility pays for a kWh that is fed in. */
  readonly sell?: number | undefined
}

/** Twelve months, January first, of 24 hours each; every number is an index of `rates`. */
export type HourTable = readonly (readonly (number | undefined)[])[]

/** Optional is whatever OpenEI may leave out; {@link readPrices} says whether the rest will do. */
export interface RatePlan {
  /** OpenEI's own id. */
  readonly label: string
  readonly name: string
  readonly utility: string
  readonly description?: string | undefined
  /** Its page at OpenEI. */
  readonly uri?: string | undefined
  readonly sector?: string | undefined
  /** `YYYY-MM-DD`, the first day. */
  readonly starts?: string | undefined
  /** `YYYY-MM-DD`; without it the plan goes on. */
  readonly ends?: string | undefined
  readonly fixedCharge?: { readonly amount: number; readonly unit: string } | undefined
  /** Whether it bills power ($/kW) as well, which no table of prices a kWh can show. */
  readonly demandCharges: boolean
  /** The prices, each with its tiers. */
  readonly rates?: readonly (readonly Tier[])[] | undefined
  readonly weekdays?: HourTable | undefined
  readonly weekends?: HourTable | undefined
}
