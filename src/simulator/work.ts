/** What the parts of a heater did in a stretch of time. */
import type { Meters } from '#physics/meters'
import type { Flows } from '#physics/tank'

/** Wh, hours and starts. */
export type Work = Omit<Meters, keyof Flows | 'electricity'>

/** From one moment to another, ms since 1970. */
export interface Stretch {
  readonly from: number
  readonly to: number
  readonly work: Work
}

export const noWork: Work = {
  heatPumpEnergy: 0,
  elementEnergy: 0,
  compressorHours: 0,
  compressorStarts: 0,
  fanHours: 0,
  fanStarts: 0,
  upperElementHours: 0,
  upperElementStarts: 0,
  lowerElementHours: 0,
  lowerElementStarts: 0,
}

const kinds = Object.keys(noWork) as (keyof Work)[]

/** What was done between two readings of meters; undefined when it was nothing, as most of the time. */
export function workBetween(before: Work, after: Work): Work | undefined {
  if (kinds.every(kind => before[kind] === after[kind])) return undefined
  const work = { ...noWork }
  for (const kind of kinds) work[kind] = after[kind] - before[kind]
  return work
}

export function workTogether(one: Work, other: Work): Work {
  const work = { ...noWork }
  for (const kind of kinds) work[kind] = one[kind] + other[kind]
  return work
}
