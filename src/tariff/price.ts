/** Prices as whole numbers of 0.00001, so that adding and comparing them is exact. */
import { type Price, priceOf } from '#schema/price'

/** Decimals that a price keeps. Rate plans are filed with five; the heater's own table was seen with five too. */
const places = 5
/** Money looks like money. */
const fewestPlaces = 2

/** What a kWh costs, in units of 0.00001: in the first tier, and in the dearest. */
export interface TieredPrice {
  readonly first: number
  readonly dearest: number
}

interface Decimal {
  readonly digits: bigint
  /** How many of the digits stand behind the point; below zero for 1e21. */
  readonly behind: number
}

/** Its shortest decimal text is what somebody once typed, so 0.1 is a tenth here and not 0.1000000000000000055. */
function decimal(value: number): Decimal {
  const [mantissa = '0', exponent = '0'] = String(value).split('e')
  const [whole = '0', fraction = ''] = mantissa.split('.')
  return { digits: BigInt(whole + fraction), behind: fraction.length - Number(exponent) }
}

/** The exact sum in units of 0.00001, rounded half away from zero where there are more decimals. */
export function priceUnits(...parts: readonly number[]): { readonly units: number; readonly rounded: boolean } {
  const decimals = parts.map(decimal)
  const behind = Math.max(places, ...decimals.map(part => part.behind))
  const sum = decimals.reduce((total, part) => total + part.digits * 10n ** BigInt(behind - part.behind), 0n)
  const divisor = 10n ** BigInt(behind - places)
  const half = sum < 0n ? -divisor / 2n : divisor / 2n
  return { units: Number((sum + half) / divisor), rounded: sum % divisor !== 0n }
}

/** How many decimals all of these need: the heater has one number of decimals for each price. */
export function decimalsFor(units: readonly number[]): number {
  let decimals = places
  while (decimals > fewestPlaces && units.every(value => value % 10 ** (places - decimals + 1) === 0)) decimals--
  return decimals
}

/** `0.30` of 30000 units. Exact when `decimals` are as many as {@link decimalsFor} says. */
export const priceText = (units: number, decimals: number): Price =>
  priceOf(Math.round(units / 10 ** (places - decimals)), decimals)

/** By the dearest tier first, where the next kWh of a household that heats water with electricity mostly falls. */
export const byPrice = (a: TieredPrice, b: TieredPrice): number => a.dearest - b.dearest || a.first - b.first

/** How far apart; the tiers count alike. */
export const priceDistance = (a: TieredPrice, b: TieredPrice): number =>
  Math.abs(a.first - b.first) + Math.abs(a.dearest - b.dearest)
