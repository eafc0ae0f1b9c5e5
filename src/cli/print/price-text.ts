/** Prices of a kilowatt-hour as a person reads them. */
import type { TouPeriod } from '#schema/tou'

type Priced = Pick<TouPeriod, 'priceMin' | 'priceMax'>

/** `0.36261`, or `0.31–0.36` where tiers differ. */
export const priceRangeText = ({ priceMin, priceMax }: Priced): string =>
  priceMin === priceMax ? priceMin : `${priceMin}–${priceMax}`

/** The cheapest first, by the dearest tier and then by the first. */
export const comparePrices = (a: Priced, b: Priced): number =>
  Number(a.priceMax) - Number(b.priceMax) || Number(a.priceMin) - Number(b.priceMin)
