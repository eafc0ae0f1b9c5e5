/** Draws of hot water with flow and duration, and how much of them falls between two moments. */

export interface Draw {
  /** Seconds since 1970, or of the day where a list is repeated daily. */
  readonly start: number
  /** More than 0. */
  readonly seconds: number
  readonly litres: number
  /** Straight from the tank, or mixed at a tap with cold water to 40.6 °C: the tank then gives what that takes. */
  readonly at: 'tank' | 'tap'
}

/** What is drawn in some time, L. */
export interface Drawn {
  readonly litres: number
  readonly tapLitres: number
}

/** Who draws how much in any stretch of time. */
export interface Draws {
  /**
   * What is drawn from one moment to another, seconds since 1970. Draws at one time add up, and the parts of a span give
   * what the whole gives. The next call may use the result again.
   */
  litresBetween(from: number, to: number): Drawn
}

/** A draw by its flow. @param flow L/min. */
export const drawOf = (start: number, litres: number, flow: number, at: Draw['at']): Draw => ({
  start,
  seconds: (litres / flow) * 60,
  litres,
  at,
})

const nothing: Drawn = { litres: 0, tapLitres: 0 }
/** Nobody draws anything. */
export const noDraws: Draws = { litresBetween: () => nothing }

/** Draws at moments since 1970, in any order. Quick where time goes forward, and right where it doesn't. */
export function drawList(draws: readonly Draw[]): Draws {
  if (draws.length === 0) return noDraws
  const sorted = [...draws].sort((a, b) => a.start - b.start)
  const count = sorted.length
  /** Of all up to this one: never decreases, so that those which may still run are found at once. */
  const latestEnds = new Float64Array(count)
  let latest = Number.NEGATIVE_INFINITY
  for (const [i, { start, seconds }] of sorted.entries()) {
    latest = Math.max(latest, start + seconds)
    latestEnds[i] = latest
  }
  const drawn = { litres: 0, tapLitres: 0 }
  let first = 0
  let before = Number.NEGATIVE_INFINITY
  return {
    litresBetween(from, to) {
      drawn.litres = 0
      drawn.tapLitres = 0
      if (from < before) first = firstAfter(latestEnds, from)
      else while (first < count && (latestEnds[first] ?? 0) <= from) first++
      before = from
      for (let i = first; i < count; i++) {
        const draw = sorted[i]
        if (draw === undefined || draw.start >= to) break
        const overlap = Math.min(to, draw.start + draw.seconds) - Math.max(from, draw.start)
        if (overlap <= 0) continue
        const litres = draw.litres * (overlap / draw.seconds)
        if (draw.at === 'tap') drawn.tapLitres += litres
        else drawn.litres += litres
      }
      return drawn
    },
  }
}

/** The first place at which rising numbers are above a value. */
function firstAfter(numbers: Float64Array, value: number): number {
  let [low, high] = [0, numbers.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((numbers[middle] ?? 0) > value) high = middle
    else low = middle + 1
  }
  return low
}
