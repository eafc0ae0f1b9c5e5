/** Temperatures that were told in one of two units, by the names `air_c` or `air_f`. */
import { celsiusOf } from '#schema/temperature'

type Words = Readonly<Partial<Record<string, unknown>>>

/** What one of the two names says, °C. */
export function temperatureOf(words: Words, name: string): number | undefined {
  const { [`${name}_c`]: celsius, [`${name}_f`]: fahrenheit } = words
  if (typeof fahrenheit === 'number') return celsiusOf({ fahrenheit })
  return typeof celsius === 'number' ? celsius : undefined
}

/** A temperature as a sentence has it. */
export const short = (celsius: number): number => Math.round(celsius * 10) / 10
