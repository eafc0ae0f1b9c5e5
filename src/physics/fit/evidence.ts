/** Whether a record has enough of what tells each number; if not, in words what it lacks. */
import type { LearnableName } from './learnable.ts'
import type { PlainEstimates } from './plain-estimates.ts'
import { binSteps, stepSeconds, type Window } from './window.ts'

/** What the windows hold. */
export interface Evidence {
  readonly recoveries: number
  /** Without compressor and without a draw in sight, h. */
  readonly quietHours: number
  /** Windows in which draws took the upper and the lower reading down. */
  readonly upperFalls: number
  readonly lowerFalls: number
}

/** A fall counts from so much on, K. */
const fallen = { upper: 3, lower: 5 } as const

export function evidenceIn(windows: readonly Window[]): Evidence {
  let [quietSteps, upperFalls, lowerFalls] = [0, 0, 0]
  for (const { steps, group, groups, compressor, bins } of windows) {
    for (let step = 0; step < steps; step++)
      if (compressor[step] === 0 && !groups[group[step] as number]?.seen) quietSteps++
    const fell = (column: Float64Array, least: number) =>
      groups.some(({ seen, first, after }) => {
        const before = column[Math.floor(first / binSteps) - 1] ?? Number.NaN
        const then = column[Math.floor(after / binSteps) + 1] ?? Number.NaN
        return seen && before - then > least
      })
    if (fell(bins.upper, fallen.upper)) upperFalls++
    if (fell(bins.lower, fallen.lower)) lowerFalls++
  }
  const recoveries = windows.filter(({ recovery }) => recovery).length
  return { recoveries, quietHours: (quietSteps * stepSeconds) / 3600, upperFalls, lowerFalls }
}

const least = { stretches: 5, hours: 24, recoveries: 6, falls: 4 } as const

/** What a number needs and the record hasn't enough of; undefined when it has. */
export function lackFor(name: LearnableName, evidence: Evidence, plain: PlainEstimates): string | undefined {
  const { recoveries, quietHours, upperFalls, lowerFalls } = evidence
  const lack = (has: number, needs: number, what: string) =>
    has >= needs ? undefined : `it takes ${needs} ${what}, and the record has ${Math.floor(has)}`
  switch (name) {
    case 'standbyLoss':
      return plain.standbyLoss ? undefined : `it takes ${least.stretches} spells of two hours at rest after a recovery`
    case 'powerFactor':
    case 'copFactor':
      if (plain[name]) return undefined
      return plain.copFactor
        ? 'the record is silent about power'
        : `it takes ${least.stretches} half hours in which the heat pump warms an even tank and nobody draws`
    case 'bottomLoss':
    case 'mixingTime':
      return lack(quietHours, least.hours, 'hours without draws')
    case 'startHeat':
    case 'condenserTop':
      return lack(recoveries, least.recoveries, 'recoveries that can be followed')
    case 'upperThermistor':
      return upperFalls > 0 ? undefined : 'no draw of the record reaches the upper sensor'
    case 'lowerThermistor':
      return lack(lowerFalls, least.falls, 'draws that reach the lower sensor')
    case 'elementPower':
      return plain.elementPower ? undefined : 'the record hardly shows an element at work'
  }
}
