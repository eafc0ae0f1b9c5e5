/** A price as a decimal text, and as the whole number with a decimal point that the wire carries. */

/** `0.36261`: digits, with a point or without. As many decimals as the wire's `decimalPoint` says. */
export type Price = string

/** More decimals than that nobody charges; the heater's own plans have five. */
export const mostDecimals = 10

/** 36261 with 5 decimals → `0.36261`. No floating point on the way. */
export function priceOf(count: number, decimals: number): Price {
  const digits = String(Math.abs(count)).padStart(decimals + 1, '0')
  const point = digits.length - decimals
  const text = decimals === 0 ? digits : `${digits.slice(0, point)}.${digits.slice(point)}`
  return count < 0 ? `-${text}` : text
}

/** How many digits a price has after its point. */
export const decimalsOf = (price: Price): number => (price.includes('.') ? price.length - price.indexOf('.') - 1 : 0)

/** `0.36261` → 36261 of 5 decimals, 3626100 of 7. */
export function priceCount(price: Price, decimals: number): number {
  if (!/^-?\d+(\.\d+)?$/.test(price)) throw new RangeError(`${price} is no price; 0.36261 is one`)
  // + 0, because `-0` is a number of its own.
  return Number(price.replace('.', '') + '0'.repeat(Math.max(0, decimals - decimalsOf(price)))) + 0
}

/** `0.3`, `.3`, `1` or the number 0.1 + 0.2 as a decimal text; undefined for anything else. */
export function parsePrice(given: unknown): Price | undefined {
  if (typeof given === 'number') {
    if (!(Math.abs(given) < 1e9)) return undefined
    return plainPrice(given.toFixed(mostDecimals))
  }
  const [, sign, whole, fraction] = (typeof given === 'string' && /^\s*(-?)(\d*)(?:\.(\d+))?\s*$/.exec(given)) || []
  if (whole === undefined || (whole === '' && fraction === undefined)) return undefined
  const text = `${whole.replace(/^0+(?=\d)/, '') || '0'}${fraction === undefined ? '' : `.${fraction}`}`
  return sign === '-' && /[1-9]/.test(text) ? `-${text}` : text
}

/** `0.3600` → `0.36`: the same price in as few digits as it takes. */
export function plainPrice(price: Price): Price {
  const plain = price.includes('.') ? price.replace(/\.?0+$/, '') : price
  return plain === '-0' ? '0' : plain
}
