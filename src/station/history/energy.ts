/** Electricity by what was at work, from power over time. */
import type { PowerPiece } from './power.ts'
import type { Stretch } from './stretch.ts'

/** Wh. */
export interface EnergyBySource {
  readonly heatPump: number
  readonly element: number
  /** Standby, fan, and what can't be told. */
  readonly other: number
  /** For so long the power was known, ms. */
  readonly observed: number
}

const hour = 3_600_000
/** What a heat pump draws beside an element where it wasn't seen alone before, W: in the middle of what was recorded. */
const usualHeatPump = 450
/** For so long what it drew alone tells what it draws beside an element, ms. It is also what has to be known from before a span. */
export const memoryOfPower = hour

/**
 * @param stretches by time, from {@link memoryOfPower} before the first bound on.
 * @param bounds ascending, ms: a result for each span between two of them.
 */
export function energyBetween(stretches: readonly Stretch[], bounds: readonly number[]): EnergyBySource[] {
  const sums = bounds.slice(1).map(() => ({ heatPump: 0, element: 0, other: 0, observed: 0 }))
  let alone: PowerPiece | undefined
  let span = 0
  for (const { power } of stretches)
    for (const piece of power) {
      const beside = alone && piece.from - alone.until <= memoryOfPower ? alone.last : usualHeatPump
      while (span < sums.length && (bounds[span + 1] as number) <= piece.from) span++
      for (let i = span; i < sums.length && (bounds[i] as number) < piece.until; i++) {
        const sum = sums[i]
        const [from, until] = [
          Math.max(piece.from, bounds[i] as number),
          Math.min(piece.until, bounds[i + 1] as number),
        ]
        if (!sum || until <= from) continue
        const hours = (until - from) / hour
        const used = powerAt(piece, (from + until) / 2) * hours
        sum.observed += until - from
        if (piece.heating === 'heat-pump') sum.heatPump += used
        else if (piece.heating === 'element') sum.element += used
        else if (piece.heating === 'heat-pump-and-element') {
          const pumped = Math.min(used, beside * hours)
          sum.heatPump += pumped
          sum.element += used - pumped
        } else sum.other += used
      }
      if (piece.heating === 'heat-pump') alone = piece
    }
  return sums
}

/** W. */
export const powerAt = ({ from, until, first, last }: PowerPiece, at: number): number =>
  first === last ? first : first + ((last - first) * (at - from)) / (until - from)
