/** The cold water that comes in, by a record without such a sensor: the lower reading comes close to it after large draws. */
import { type History, medianOf } from './history.ts'
import type { InletGuess, Window } from './window.ts'
import type { Unknowns } from './window-simulation.ts'

/** °C and K. What a lower reading is still above the water that came in, at the coldest [?]. */
const [above, doubt] = [1, 3]
/** Where nothing large was ever drawn. */
const unknown: InletGuess = { expected: 15, doubt: 6 }
/** The lower reading tells nothing of cold water above it, °C. */
const warm = 32
const day = 86_400
/** Days around, for seasons. */
const around = 12

/** What windows with large draws made of it, near a moment: so many of them, with at least so many litres. */
const [nearby, fewest, muchDrawn] = [9, 3, 25]
const learnedDoubt = 1

/** The guesses once windows have been fitted, with their unknowns. */
export function learnedInlets(
  fits: readonly { readonly window: Window; readonly unknowns: Unknowns }[],
  before: (moment: number) => InletGuess,
): (moment: number) => InletGuess {
  const known = fits.flatMap(({ window: { from, groups }, unknowns: { litres, inlet } }) =>
    groups.some(({ seen }, k) => seen && (litres[k] as number) >= muchDrawn) ? [{ from, inlet }] : [],
  )
  if (known.length < fewest) return before
  return moment => {
    const near = known.toSorted((a, b) => Math.abs(a.from - moment) - Math.abs(b.from - moment)).slice(0, nearby)
    return { expected: medianOf(near.map(({ inlet }) => inlet)), doubt: learnedDoubt }
  }
}

/** @param given by a person, °C. */
export function inletGuesses(history: History, given: number | undefined): (moment: number) => InletGuess {
  if (given !== undefined) return () => ({ expected: given, doubt: 1 })
  const { time, lower, length } = history
  const first = Math.floor((time[0] ?? 0) / day)
  const count = length === 0 ? 0 : Math.floor((time[length - 1] as number) / day) - first + 1
  const coldest = new Float64Array(count).fill(Number.POSITIVE_INFINITY)
  for (let row = 1; row < length; row++) {
    // Two rows, so that one odd reading isn't believed.
    const value = Math.max(lower[row] as number, lower[row - 1] as number)
    const at = Math.floor((time[row] as number) / day) - first
    if (value < (coldest[at] as number)) coldest[at] = value
  }
  return moment => {
    const at = Math.floor(moment / day) - first
    const least = Math.min(...coldest.slice(Math.max(0, at - around), at + around + 1))
    return least < warm ? { expected: least - above, doubt } : unknown
  }
}
