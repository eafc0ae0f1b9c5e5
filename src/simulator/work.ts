/** What the parts of a heater did in a stretch of time. */
import { noWork, type Work } from '#physics/meters'

/** From one moment to another, ms since 1970. */
export interface Stretch {
  readonly from: number
  readonly to: number
  readonly work: Work
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
