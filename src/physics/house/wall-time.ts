/** Time as the clocks of a house show it, from a passed-in difference to UTC. All in seconds. */

/** Seconds east of UTC at a moment, seconds since 1970. */
export type UtcOffset = (second: number) => number

export const utc: UtcOffset = () => 0

export const daySeconds = 86_400

/** The moment at which clocks show a time; `wall` counts seconds since 1970 on them. In the hour that a spring skips, soon after. */
export function secondAt(wall: number, offset: UtcOffset): number {
  const guess = wall - offset(wall)
  const found = offset(guess)
  const better = wall - found
  return offset(better) === found ? better : Math.max(guess, better)
}

/** Without summer time, which the weather doesn't know: the lesser difference of January and July 2026. */
export const standardOffset = (offset: UtcOffset): number =>
  Math.min(offset(Date.UTC(2026, 0, 1) / 1000), offset(Date.UTC(2026, 6, 1) / 1000))

/** The same difference, asked for once in a quarter of an hour at most: zones change at full quarters only. */
export function quarterly(offset: UtcOffset): UtcOffset {
  let [quarter, kept] = [Number.NaN, 0]
  return second => {
    const of = Math.floor(second / 900)
    if (of !== quarter) {
      kept = offset(of * 900)
      quarter = of
    }
    return kept
  }
}

/** 0 is Sunday. @param day days since 1 January 1970. */
export const weekdayOf = (day: number): number => (((day + 4) % 7) + 7) % 7
