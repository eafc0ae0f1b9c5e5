/** A line of the energy ledger: what a heater used in one day of its zone, as we saw it and as it says itself. */
import type { EnergyUse } from '#schema/energy'

export interface EnergyDay {
  readonly heater: string
  /** `2026-11-21`, in the heater's zone. */
  readonly day: string
  /** From power over time, Wh, by what was at work. */
  readonly heatPumpEnergy: number
  readonly elementEnergy: number
  /** Standby, fan, and what can't be told. */
  readonly otherEnergy: number
  /** How much of the day was seen, and how much of what has passed of it was not, in seconds. */
  readonly observed: number
  readonly unobserved: number
  /** The heater's own account of the day; absent until it was asked, or where it keeps none. */
  readonly told?: EnergyUse | undefined
  /** When it told it, ms since 1970. Figures of the same day grow until midnight of the heater's clock. */
  readonly toldAt?: number | undefined
}
