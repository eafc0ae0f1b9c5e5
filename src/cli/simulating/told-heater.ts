/** What was said of a simulated heater, and by whom. */
import type { HeaterWord, HeaterWords, Teller } from './heater-words.ts'

export interface ToldHeater {
  readonly words: HeaterWords
  readonly teller: Teller
  /** Where its time begins, s since 1970. */
  readonly begins: number
}

/** The name by which it was told. */
export const temperatureWord = (words: HeaterWords, name: string): HeaterWord =>
  `${name}_${words[`${name}_f` as HeaterWord] === undefined ? 'c' : 'f'}` as HeaterWord
