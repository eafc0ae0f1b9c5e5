/** What was said of a simulated heater, and by whom. */
import { celsiusOf } from '#schema/temperature'
import type { HeaterWord, HeaterWords, Teller } from './heater-words.ts'

export interface ToldHeater {
  readonly words: HeaterWords
  readonly teller: Teller
  /** Where its time begins, s since 1970. */
  readonly begins: number
}

/** What one of the two names of a temperature says, °C. */
export function temperatureOf(words: HeaterWords, name: string): number | undefined {
  const celsius = words[`${name}_c` as HeaterWord]
  const fahrenheit = words[`${name}_f` as HeaterWord]
  if (typeof fahrenheit === 'number') return celsiusOf({ fahrenheit })
  return typeof celsius === 'number' ? celsius : undefined
}

/** The name by which it was told. */
export const temperatureWord = (words: HeaterWords, name: string): HeaterWord =>
  `${name}_${words[`${name}_f` as HeaterWord] === undefined ? 'c' : 'f'}` as HeaterWord

/** A temperature as a sentence has it. */
export const short = (celsius: number): number => Math.round(celsius * 10) / 10
