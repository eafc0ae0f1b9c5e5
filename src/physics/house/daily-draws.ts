/** Draws that are told day by day, by the clocks of the house: a day's list is made when it is needed. */
import { type Draw, type Draws, drawList, noDraws } from './draw.ts'
import { daySeconds, secondAt, type UtcOffset, utc } from './wall-time.ts'

/**
 * @param drawsOf those that begin on a day, counted since 1970 by the house's clocks: `start` is a second of that day. None
 * may last longer than a day.
 */
export function drawsByDay(drawsOf: (day: number) => readonly Draw[], offset: UtcOffset = utc): Draws {
  const drawn = { litres: 0, tapLitres: 0 }
  let kept = Number.NaN
  let draws = noDraws
  return {
    litresBetween(from, to) {
      drawn.litres = 0
      drawn.tapLitres = 0
      for (let day = Math.floor(from / daySeconds); day * daySeconds < to; day++) {
        if (day !== kept) {
          draws = drawList(during(day, drawsOf, offset))
          kept = day
        }
        const start = day * daySeconds
        const part = draws.litresBetween(Math.max(from, start), Math.min(to, start + daySeconds))
        drawn.litres += part.litres
        drawn.tapLitres += part.tapLitres
      }
      return drawn
    },
  }
}

/** The same draws every day. */
export function repeatedDaily(draws: readonly Draw[], offset: UtcOffset = utc): Draws {
  return draws.length === 0 ? noDraws : drawsByDay(() => draws, offset)
}

/** What runs on a day of UTC: clocks are up to 14 h ahead of it and 12 h behind, and a draw may have begun the day before. */
function during(day: number, drawsOf: (day: number) => readonly Draw[], offset: UtcOffset): Draw[] {
  const [from, to] = [day * daySeconds, (day + 1) * daySeconds]
  const found: Draw[] = []
  for (let local = day - 2; local <= day + 1; local++) {
    const midnight = local * daySeconds
    // On nearly all days clocks aren't changed: one look will do.
    const shift = offset(midnight)
    const steady = offset(midnight - daySeconds) === shift && offset(midnight + 2 * daySeconds) === shift
    for (const draw of drawsOf(local)) {
      const wall = midnight + draw.start
      const start = steady ? wall - shift : secondAt(wall, offset)
      if (start < to && start + draw.seconds > from) found.push({ ...draw, start })
    }
  }
  return found
}
