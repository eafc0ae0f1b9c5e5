/** Chance for one thing on one day: what happens then doesn't hang on what was asked before. */
import { random } from '../random.ts'

/** Numbers from 0 to 1 that belong to a seed and to whole numbers such as a day. */
export function chanceFor(seed: number, ...keys: readonly number[]): () => number {
  let state = seed
  for (const key of keys) state = Math.floor(random(state)() * 2 ** 32) ^ key
  return random(state)
}
