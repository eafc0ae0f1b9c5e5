/** What many measurements come to: the middle one, a high one, the highest. */

const sorted = (values: readonly number[]) => values.toSorted((a, b) => a - b)

/** The value that `share` of all don't exceed. */
export const quantile = (values: readonly number[], share: number): number =>
  sorted(values)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? Number.NaN

export const median = (values: readonly number[]): number => quantile(values, 0.5)
export const p99 = (values: readonly number[]): number => quantile(values, 0.99)
export const worst = (values: readonly number[]): number => Math.max(...values)

/** Milliseconds as seconds for a person. */
export const asSeconds = (ms: number, decimals = 1): string => `${(ms / 1000).toFixed(decimals)} s`
