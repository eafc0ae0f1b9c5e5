/** Which numbers of a heater a record can teach, how far each may lie from what is known, and what it is in words. */
import type { Parameters } from '../parameters.ts'

/** A number that a record may teach. */
export type LearnableName = Exclude<
  keyof Parameters,
  'size' | 'litres' | 'layers' | 'inletMixing' | 'upperElement' | 'lowerElement' | 'thermistorLag'
>

/** Numbers that tell of one thing stand or fall together. */
export type LearnableGroup = 'loss' | 'heat pump' | 'sensors' | 'elements'

export interface Learnable {
  readonly name: LearnableName
  readonly group: LearnableGroup
  /** It lies mostly within this of what is known: a factor when `relative`, else in its own unit. */
  readonly doubt: number
  readonly relative: boolean
  readonly lowest: number
  readonly highest: number
}

// biome-ignore format: a number is a line
export const learnables: readonly Learnable[] = [
  { name: 'standbyLoss', group: 'loss', doubt: 0.5, relative: true, lowest: 0.3, highest: 15 },
  { name: 'bottomLoss', group: 'loss', doubt: 0.06, relative: false, lowest: 0, highest: 0.6 },
  { name: 'mixingTime', group: 'loss', doubt: 0.3, relative: true, lowest: 4, highest: 400 },
  { name: 'powerFactor', group: 'heat pump', doubt: 0.2, relative: true, lowest: 0.4, highest: 2.5 },
  { name: 'copFactor', group: 'heat pump', doubt: 0.3, relative: true, lowest: 0.3, highest: 1.8 },
  { name: 'startHeat', group: 'heat pump', doubt: 50, relative: false, lowest: 1, highest: 800 },
  { name: 'condenserTop', group: 'heat pump', doubt: 0.06, relative: false, lowest: 0.2, highest: 0.8 },
  { name: 'upperThermistor', group: 'sensors', doubt: 0.07, relative: false, lowest: 0.55, highest: 0.98 },
  { name: 'lowerThermistor', group: 'sensors', doubt: 0.07, relative: false, lowest: 0.03, highest: 0.45 },
  { name: 'elementPower', group: 'elements', doubt: 0.2, relative: true, lowest: 1000, highest: 7000 },
]

/** How far a value lies from what is known, in doubts. */
export function standing({ name, doubt, relative }: Learnable, known: Parameters, value: number): number {
  return relative ? Math.log(value / known[name]) / doubt : (value - known[name]) / doubt
}

/** The value that lies so far, within what is possible. */
export function valueAt({ name, doubt, relative, lowest, highest }: Learnable, known: Parameters, x: number): number {
  const value = relative ? known[name] * Math.exp(doubt * x) : known[name] + doubt * x
  return Math.min(highest, Math.max(lowest, value))
}

/** The heater with numbers that lie so far from what is known. */
export function parametersAt(known: Parameters, learned: readonly Learnable[], x: Float64Array): Parameters {
  const values = learned.map((learnable, i) => [learnable.name, valueAt(learnable, known, x[i] as number)] as const)
  return { ...known, ...Object.fromEntries(values) }
}

/** What flows of the tank's own water in short draws, L/min, and by which factor that may be wrong (as a logarithm). */
const flow = { usual: 1, doubt: 0.5 } as const

/** The flow that lies so far from the usual one, and how it changes there. */
export const flowAt = (x: number): number => flow.usual * Math.exp(flow.doubt * x)
export const flowSlope = (x: number): number => flow.doubt * flowAt(x)
/** Where a flow lies. */
export const standingFlow = (litres: number): number => Math.log(litres / flow.usual) / flow.doubt
