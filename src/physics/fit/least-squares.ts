/** Finds the numbers that tell many windows best, each window with unknowns of its own (Gauss and Newton's steps, damped). */
import type { Parameters } from '../parameters.ts'
import { flowAt, type Learnable, parametersAt, standingFlow } from './learnable.ts'
import { factorise, solve } from './linear-system.ts'
import { copyUnknowns, type Normal, type WindowFit } from './window-fit.ts'
import type { Unknowns } from './window-simulation.ts'

export interface Fitted {
  /** How far each number lies from what was known, in doubts, and how far that may still be wrong; the flow is last. */
  readonly x: Float64Array
  readonly left: Float64Array
}

/** No step is longer, in doubts; and steps shorter than this are the last. */
const [longest, shortest] = [1, 0.003]
/** The scatter that windows have in common (a day's habits, the air) is more than that of one. */
const inCommon = 8

/** Draws and cold water of a window by a model. */
export function fitUnknowns(window: WindowFit, known: Parameters, flow: number, steps: number): void {
  const still = new Float64Array(1)
  let cost = window.cost(known, flow)
  let damping = 0.01
  for (let i = 0; i < steps; i++) {
    const normal = window.normal(known, [], Float64Array.of(standingFlow(flow)))
    let better = false
    for (let attempt = 0; attempt < 4 && !better; attempt++, damping *= 10) {
      const change = reduced(normal, 1, damping).unknowns(still)
      const moved = movedBy(window.unknowns, change)
      const found = window.cost(known, flow, moved)
      if (found >= cost) continue
      const gain = cost - found
      window.unknowns = moved
      cost = found
      better = true
      damping /= 100
      if (gain < 0.05) return
    }
    if (!better) return
  }
}

/** Yields after each step, so that a long fit can be watched and stopped. */
export function* fitNumbers(
  windows: readonly WindowFit[],
  known: Parameters,
  learned: readonly Learnable[],
  begin: Float64Array,
  steps: number,
): Generator<undefined, Fitted> {
  const p = begin.length
  let x = begin
  let damping = 0.01
  let parameters = parametersAt(known, learned, x)
  let costs = windows.map(window => window.cost(parameters, flowAt(x[p - 1] as number)))
  let matrix = new Float64Array(p * p)
  for (let i = 0; i < steps; i++) {
    yield
    const normals = windows.map(window => window.normal(known, learned, x))
    let moved = false
    for (let attempt = 0; attempt < 4 && !moved; attempt++) {
      const parts = normals.map(normal => reduced(normal, p, damping))
      const side = new Float64Array(p)
      matrix = new Float64Array(p * p)
      for (const part of parts) {
        for (let a = 0; a < p * p; a++) matrix[a] = (matrix[a] as number) + (part.matrix[a] as number) / inCommon
        for (let j = 0; j < p; j++) side[j] = (side[j] as number) + (part.side[j] as number) / inCommon
      }
      for (let j = 0; j < p; j++) {
        matrix[j * p + j] = (matrix[j * p + j] as number) + 1
        side[j] = (side[j] as number) - (x[j] as number)
      }
      const root = matrix.slice()
      for (let j = 0; j < p; j++) root[j * p + j] = (root[j * p + j] as number) * (1 + damping)
      factorise(root, p)
      solve(root, p, side)
      const size = Math.max(...side.map(Math.abs))
      const scale = Math.min(1, longest / size)
      const change = side.map(value => value * scale)
      const next = x.map((value, j) => value + (change[j] as number))
      const there = parametersAt(known, learned, next)
      const flow = flowAt(next[p - 1] as number)
      const tried = windows.map((window, w) => {
        const by = parts[w]?.unknowns(change) ?? new Float64Array(0)
        const changed = movedBy(window.unknowns, by)
        const [withChange, without] = [window.cost(there, flow, changed), window.cost(there, flow)]
        return withChange < without
          ? { unknowns: changed, cost: withChange }
          : { unknowns: window.unknowns, cost: without }
      })
      if (
        total(
          tried.map(({ cost }) => cost),
          next,
        ) < total(costs, x)
      ) {
        for (const [w, window] of windows.entries())
          window.unknowns = copyUnknowns(tried[w]?.unknowns ?? window.unknowns)
        costs = tried.map(({ cost }) => cost)
        x = next
        parameters = there
        moved = true
        damping = Math.max(1e-4, damping / 10)
        if (size < shortest) i = steps
      } else damping *= 10
    }
    if (!moved) break
  }
  return { x, left: leftOf(matrix, p) }
}

const total = (costs: readonly number[], x: Float64Array) =>
  costs.reduce((sum, cost) => sum + cost, 0) / inCommon + x.reduce((sum, value) => sum + value * value, 0) / 2

/** What is left of a doubt of 1 once the windows have spoken. */
function leftOf(matrix: Float64Array, p: number): Float64Array {
  const root = matrix.slice()
  factorise(root, p)
  return Float64Array.from({ length: p }, (_, j) => {
    const unit = new Float64Array(p)
    unit[j] = 1
    solve(root, p, unit)
    return Math.sqrt(unit[j] as number)
  })
}

/** A window's say on the numbers once its unknowns follow them, and how those then follow. */
function reduced(normal: Normal, p: number, damping: number) {
  const q = normal.unknownsSide.length
  const root = normal.unknowns.slice()
  for (let k = 0; k < q; k++) root[k * q + k] = (root[k * q + k] as number) * (1 + damping)
  factorise(root, q)
  const own = normal.unknownsSide.slice()
  solve(root, q, own)
  const matrix = normal.numbers.slice()
  const side = normal.numbersSide.slice()
  for (let j = 0; j < p; j++) {
    const column = Float64Array.from({ length: q }, (_, k) => normal.between[k * p + j] as number)
    for (let k = 0; k < q; k++) side[j] = (side[j] as number) - (column[k] as number) * (own[k] as number)
    solve(root, q, column)
    for (let a = 0; a < p; a++)
      for (let k = 0; k < q; k++)
        matrix[a * p + j] =
          (matrix[a * p + j] as number) - (normal.between[k * p + a] as number) * (column[k] as number)
  }
  return {
    matrix,
    side,
    unknowns(change: Float64Array): Float64Array {
      const right = normal.unknownsSide.slice()
      for (let k = 0; k < q; k++)
        for (let j = 0; j < p; j++)
          right[k] = (right[k] as number) - (normal.between[k * p + j] as number) * (change[j] as number)
      solve(root, q, right)
      return right
    },
  }
}

function movedBy({ litres, inlet }: Unknowns, change: Float64Array): Unknowns {
  return {
    litres: litres.map((value, k) => Math.max(0, value + Math.max(-40, Math.min(40, change[k] as number)))),
    inlet: Math.min(40, Math.max(0, inlet + (change[litres.length] as number))),
  }
}
