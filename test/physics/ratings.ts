/** What our heater makes of the published test, beside what is published. */
import { type DayPattern, dayPatterns, patternFor } from '#physics/house/day-patterns'
import type { Parameters, TankSize } from '#physics/parameters'
import { type Bench, specimen } from './specimen.ts'
import { conditions, firstHour, type SimulatedUse, simulatedUse } from './us-test.ts'

export interface Published {
  readonly uniformEnergyFactor: number
  /** gal */
  readonly firstHour: number
}

/** Of the data sheets. */
export const published: Readonly<Record<TankSize, Published>> = {
  '50-gal': { uniformEnergyFactor: 3.85, firstHour: 65 },
  '65-gal': { uniformEnergyFactor: 4.03, firstHour: 80 },
  '80-gal': { uniformEnergyFactor: 4.05, firstHour: 85 },
}

export const sizes = Object.keys(published) as readonly TankSize[]

export interface Ratings extends Published {
  readonly pattern: DayPattern
  readonly day: SimulatedUse
  /** gal, in the two modes that may use the upper element. */
  readonly firstHours: { readonly 'energy-saver': number; readonly 'high-demand': number }
  /** On its elements alone: as tested, and as its own loss says. */
  readonly electric: number
  readonly electricByLoss: number
}

/** The pattern follows from the published first-hour rating, as a laboratory's would. */
export function ratingsOf(size: TankSize, bench: Omit<Bench, 'size' | 'mode'> = {}): Ratings {
  const pattern = patternFor(published[size].firstHour)
  const draws = dayPatterns[pattern]
  const day = simulatedUse(specimen({ ...bench, size, mode: 'heat-pump' }), draws)
  const firstHours = {
    'energy-saver': firstHour(specimen({ ...bench, size, mode: 'energy-saver' })).gallons,
    'high-demand': firstHour(specimen({ ...bench, size, mode: 'high-demand' })).gallons,
  }
  const onElements = specimen({ ...bench, size, mode: 'electric' })
  const electric = simulatedUse(onElements, draws)
  return {
    uniformEnergyFactor: day.uniformEnergyFactor,
    firstHour: firstHours['high-demand'],
    pattern,
    day,
    firstHours,
    electric: electric.uniformEnergyFactor,
    electricByLoss: byLoss(electric, onElements.machine().parameters),
  }
}

/** Q / (Q + UA · ΔT · 24 h), with the mean temperature of its own day. */
const byLoss = ({ useful, meanOfDay }: SimulatedUse, { standbyLoss }: Parameters) =>
  useful / (useful + standbyLoss * (meanOfDay - conditions.air) * 24)
