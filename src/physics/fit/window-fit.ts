/** How well a model tells a window, and which way its numbers and what was drawn should move to tell it better. */
import { type Parameters, parametersOf } from '../parameters.ts'
import type { DrawHabits } from './draw-habits.ts'
import { withHabits } from './draws.ts'
import { flowAt, flowSlope, type Learnable, parametersAt } from './learnable.ts'
import { binSteps, type InletGuess, stepSeconds, type Window } from './window.ts'
import {
  beginAgain,
  beginState,
  copyState,
  type State,
  simulate,
  type Trace,
  traceFor,
  type Unknowns,
} from './window-simulation.ts'

/** Residuals beyond so many doubts count less and less: a draw that nobody saw must not bend the model. */
const huber = 1.5
/** Of power, W and as a part. */
const powerDoubt = { least: 8, part: 0.015 } as const
/** Steps for the derivatives: in doubts of a number, L, K. */
const small = { number: 0.1, litres: 2, inlet: 0.5 } as const

/** What a window weighs: sums over its residuals, each weighted, and their derivatives. */
export interface Normal {
  /** By the model's numbers, by the window's unknowns, and between the two (rows are unknowns). */
  readonly numbers: Float64Array
  readonly unknowns: Float64Array
  readonly between: Float64Array
  readonly numbersSide: Float64Array
  readonly unknownsSide: Float64Array
}

export const unknownsOf = ({ groups, inlet }: Window): Unknowns => ({
  litres: Float64Array.from(groups, ({ minutes }) => minutes * flowAt(0)),
  inlet: inlet.expected,
})

export const copyUnknowns = ({ litres, inlet }: Unknowns): Unknowns => ({ litres: litres.slice(), inlet })

/** Derivatives are made and weighed at once, so all windows may use one room for them. */
let room = new Float64Array(0)
function roomFor(size: number): Float64Array {
  if (room.length < size) room = new Float64Array(size)
  else room.fill(0, 0, size)
  return room
}

/** A window with room to work in. */
export class WindowFit {
  window: Window
  unknowns: Unknowns
  /** Bins from here on are left out. */
  readonly bins: number
  readonly #trace: Trace
  readonly #other: Trace
  readonly #base: Float64Array
  readonly #moved: Float64Array
  readonly #snapshots: State[] = []
  readonly #state: State

  constructor(window: Window, bins = window.bins.upper.length) {
    this.window = window
    this.bins = bins
    this.unknowns = unknownsOf(window)
    this.#state = beginState(window, parametersOf())
    this.#trace = traceFor(window)
    this.#other = traceFor(window)
    this.#base = new Float64Array(3 * bins)
    this.#moved = new Float64Array(3 * bins)
  }

  /** Cold water and habits are known better now. */
  expect(inlet: InletGuess, habits: DrawHabits): void {
    const { groups, from } = this.window
    this.window = { ...this.window, inlet, groups: withHabits(groups, habits, from, stepSeconds) }
    this.unknowns.inlet = inlet.expected
  }

  get #steps(): number {
    return this.bins * binSteps
  }

  /** Half the square of what is left, robustly, and how far the unknowns are from what was expected of them. */
  cost(parameters: Parameters, flow: number, unknowns: Unknowns = this.unknowns): number {
    beginAgain(this.#state, this.window, parameters)
    simulate(this.window, parameters, unknowns, this.#state, this.#trace, 0, this.#steps)
    this.#residuals(this.#trace, this.#base)
    return this.#sum() + this.#strain(unknowns, flow)
  }

  #sum(): number {
    let sum = 0
    for (const residual of this.#base) {
      const size = Math.abs(residual)
      sum += size <= huber ? (size * size) / 2 : huber * (size - huber / 2)
    }
    return sum
  }

  #strain({ litres, inlet }: Unknowns, flow: number): number {
    const { groups, inlet: guess } = this.window
    let sum = ((inlet - guess.expected) / guess.doubt) ** 2
    for (const [i, { minutes, doubt }] of groups.entries())
      sum += (((litres[i] as number) - minutes * flow) / doubt) ** 2
    return sum / 2
  }

  #residuals({ upper, lower, power }: Trace, into: Float64Array, from = 0): void {
    const { bins } = this.window
    for (let bin = from; bin < this.bins; bin++) {
      const byUpper = ((upper[bin] as number) - (bins.upper[bin] as number)) / (bins.upperDoubt[bin] as number)
      const byLower = ((lower[bin] as number) - (bins.lower[bin] as number)) / (bins.lowerDoubt[bin] as number)
      const watts = bins.power[bin] as number
      const byPower = ((power[bin] as number) - watts) / (powerDoubt.least + powerDoubt.part * watts)
      into[3 * bin] = Number.isNaN(byUpper) ? 0 : byUpper
      into[3 * bin + 1] = Number.isNaN(byLower) ? 0 : byLower
      into[3 * bin + 2] = Number.isNaN(byPower) ? 0 : byPower
    }
  }

  /** Around a model: `known` with `learned` at `x`, which has the flow as its last. */
  normal(known: Parameters, learned: readonly Learnable[], x: Float64Array): Normal {
    const { window, unknowns } = this
    const { groups } = window
    const [p, q] = [x.length, groups.length + 1]
    const parameters = parametersAt(known, learned, x)
    const snapshots = this.#snapshots
    const state = this.#state
    beginAgain(state, window, parameters)
    let reached = 0
    simulate(window, parameters, unknowns, state, this.#trace, 0, this.#steps, (group, at) => {
      snapshots[group] ??= beginState(window, parameters)
      copyState(snapshots[group], at)
      reached = group + 1
    })
    this.#residuals(this.#trace, this.#base)
    const size = this.#base.length
    const slopes = roomFor((p + q) * size)

    const slope = (row: number, step: number, from = 0) => {
      this.#residuals(this.#other, this.#moved, from)
      for (let i = 3 * from; i < size; i++)
        slopes[row * size + i] = ((this.#moved[i] as number) - (this.#base[i] as number)) / step
    }
    for (let j = 0; j < learned.length; j++) {
      const shifted = x.slice()
      shifted[j] = (x[j] as number) + small.number
      const other = parametersAt(known, learned, shifted)
      beginAgain(state, window, other)
      simulate(window, other, unknowns, state, this.#other, 0, this.#steps)
      slope(j, small.number)
    }
    const changed = copyUnknowns(unknowns)
    for (const [k, { first }] of groups.entries()) {
      const snapshot = snapshots[k]
      if (k >= reached || !snapshot) continue
      copyState(state, snapshot)
      changed.litres[k] = (unknowns.litres[k] as number) + small.litres
      simulate(window, parameters, changed, state, this.#other, first, this.#steps)
      slope(p + k, small.litres, Math.floor(first / binSteps))
      changed.litres[k] = unknowns.litres[k] as number
    }
    const beginning = snapshots[0]
    if (reached > 0 && beginning) {
      copyState(state, beginning)
      changed.inlet = unknowns.inlet + small.inlet
      const first = groups[0]?.first ?? 0
      simulate(window, parameters, changed, state, this.#other, first, this.#steps)
      slope(p + q - 1, small.inlet, Math.floor(first / binSteps))
    }
    const normal = this.#weighed(slopes, p, q)
    this.#addStrain(normal, p, x[p - 1] as number)
    return normal
  }

  #weighed(slopes: Float64Array, p: number, q: number): Normal {
    const base = this.#base
    const size = base.length
    const weights = Float64Array.from(base, residual => Math.min(1, huber / Math.abs(residual)))
    const product = (a: number, b: number) => {
      let sum = 0
      for (let i = 0; i < size; i++)
        sum += (slopes[a * size + i] as number) * (slopes[b * size + i] as number) * (weights[i] as number)
      return sum
    }
    const side = (a: number) => {
      let sum = 0
      for (let i = 0; i < size; i++)
        sum -= (slopes[a * size + i] as number) * (base[i] as number) * (weights[i] as number)
      return sum
    }
    const normal: Normal = {
      numbers: new Float64Array(p * p),
      unknowns: new Float64Array(q * q),
      between: new Float64Array(q * p),
      numbersSide: Float64Array.from({ length: p }, (_, j) => side(j)),
      unknownsSide: Float64Array.from({ length: q }, (_, k) => side(p + k)),
    }
    for (let a = 0; a < p; a++)
      for (let b = 0; b <= a; b++) {
        const value = product(a, b)
        normal.numbers[a * p + b] = value
        normal.numbers[b * p + a] = value
      }
    for (let a = 0; a < q; a++) {
      for (let b = 0; b <= a; b++) {
        const value = product(p + a, p + b)
        normal.unknowns[a * q + b] = value
        normal.unknowns[b * q + a] = value
      }
      for (let j = 0; j < p; j++) normal.between[a * p + j] = product(p + a, j)
    }
    return normal
  }

  #addStrain({ numbers, unknowns, between, numbersSide, unknownsSide }: Normal, p: number, x: number): void {
    const { groups, inlet: guess } = this.window
    const { litres, inlet } = this.unknowns
    const q = groups.length + 1
    const last = p - 1
    const add = (column: Float64Array, at: number, value: number) => {
      column[at] = (column[at] as number) + value
    }
    for (const [k, { minutes, doubt }] of groups.entries()) {
      const weight = 1 / doubt ** 2
      const slope = minutes * flowSlope(x)
      const strain = (litres[k] as number) - minutes * flowAt(x)
      add(unknowns, k * q + k, weight)
      add(unknownsSide, k, -strain * weight)
      add(between, k * p + last, -slope * weight)
      add(numbers, last * p + last, slope * slope * weight)
      add(numbersSide, last, strain * slope * weight)
      // Nobody draws less than nothing: such a wish holds the group where it is.
      if ((litres[k] as number) <= 0 && (unknownsSide[k] as number) < 0) unknowns[k * q + k] = Number.POSITIVE_INFINITY
    }
    add(unknowns, q * q - 1, 1 / guess.doubt ** 2)
    add(unknownsSide, q - 1, -(inlet - guess.expected) / guess.doubt ** 2)
  }
}
