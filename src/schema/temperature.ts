/** A temperature as a caller gives it: °C, or said to be °F. */

/** A number is °C. */
export type Temperature = number | { readonly celsius: number } | { readonly fahrenheit: number }

/** °C in °F, not rounded. */
export const fahrenheitOf = (celsius: number): number => (celsius * 9) / 5 + 32

/** °C, not rounded; NaN for what is no temperature. */
export function celsiusOf(given: unknown): number {
  if (typeof given === 'number') return given
  const { celsius, fahrenheit } = (given ?? {}) as { readonly celsius?: unknown; readonly fahrenheit?: unknown }
  if (typeof fahrenheit === 'number') return ((fahrenheit - 32) * 5) / 9
  return typeof celsius === 'number' ? celsius : Number.NaN
}

export const isFahrenheit = (given: unknown): given is { readonly fahrenheit: number } =>
  typeof given === 'object' && given !== null && 'fahrenheit' in given
