/** Rows of a run put together. */
import type { RunRow } from '#physics/run'

/** A row of the model's run, with what it cost where prices are known. */
export interface ModelRow extends RunRow {
  /** In the currency of the plan. */
  readonly cost?: number
}

const added = [
  'heatPumpEnergy',
  'elementEnergy',
  'electricity',
  'heatPumpHeat',
  'elementHeat',
  'delivered',
  'lost',
  'litres',
  'coldLitres',
  'coldMinutes',
  'compressorHours',
  'compressorStarts',
  'elementHours',
] as const satisfies readonly (keyof RunRow)[]

/** Two rows, one after the other, as one. */
export function together(first: ModelRow, next: ModelRow): ModelRow {
  const sums = Object.fromEntries(added.map(key => [key, first[key] + next[key]])) as Pick<
    RunRow,
    (typeof added)[number]
  >
  const [before, after] = [first.to - first.from, next.to - next.from]
  const mean = (key: 'air' | 'inlet') => (first[key] * before + next[key] * after) / (before + after)
  const warmth = (first.outlet ?? 0) * first.litres + (next.outlet ?? 0) * next.litres
  return {
    ...next,
    ...sums,
    from: first.from,
    storedBefore: first.storedBefore,
    meanBefore: first.meanBefore,
    outlet: sums.litres > 0 ? warmth / sums.litres : undefined,
    air: mean('air'),
    inlet: mean('inlet'),
    ...(first.cost !== undefined && next.cost !== undefined && { cost: first.cost + next.cost }),
  }
}
