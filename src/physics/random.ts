/** Repeatable chance: the same seed gives the same numbers on every machine. */

/** Numbers from 0 up to, but not including, 1 (mulberry32). Any two seeds, also neighbours, give unrelated rows. */
export function random(seed: number): () => number {
  let state = Math.imul(seed ^ 0x9e37_79b9, 0x85eb_ca6b)
  return () => {
    state = (state + 0x6d2b_79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
