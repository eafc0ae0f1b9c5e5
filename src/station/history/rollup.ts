/** Numbers over a span of time: of each field its mean, least and most or how long it said what, and the energy by its source. */
import type { Field } from '#schema/field'
import { type StatusKey, statusFields } from '#schema/status'
import { countOf } from './count.ts'
import { type EnergyBySource, energyBetween, powerAt } from './energy.ts'
import type { Stretch } from './stretch.ts'

/** A field that measures, over a span in which it was observed for so long, ms. In counts of the wire. */
export interface FieldRange {
  readonly observed: number
  /** By time, to {@link meanParts} of a count. */
  readonly mean: number
  readonly min: number
  readonly max: number
}

/** For how long a field had each of its codes, ms. */
export type FieldTimes = ReadonlyMap<number, number>

export interface SpanNumbers {
  /** Of the span, ms. */
  readonly observed: number
  readonly energy: EnergyBySource
  readonly ranges: ReadonlyMap<StatusKey, FieldRange>
  readonly times: ReadonlyMap<StatusKey, FieldTimes>
}

/** A mean is kept to a tenth of a count: 0.05 K of a temperature in half kelvins. */
export const meanParts = 10
/** Energy is kept to so many parts of a watt-hour. */
export const energyParts = 100

/** Why a status was sent says nothing about the heater. */
export const rolledUp: readonly StatusKey[] = (Object.keys(statusFields) as StatusKey[]).filter(
  key => key !== 'command' && statusFields[key].quantity !== 'text',
)
const isChoice = (key: StatusKey) => statusFields[key].quantity === 'choice'
/** What jumps from value to value, and has nothing in between. */
const jumps = ({ quantity }: Field) =>
  quantity === 'code' || quantity === 'bits' || quantity === 'days' || quantity === 'hours'

/** Where nothing was observed. */
export const nothingSeen: SpanNumbers = {
  observed: 0,
  energy: { heatPump: 0, element: 0, other: 0, observed: 0 },
  ranges: new Map(),
  times: new Map(),
}

/**
 * @param stretches by time; they may go beyond the bounds, and for energy should.
 * @param bounds ascending, ms: a result for each span between two of them.
 */
export function rollUp(
  stretches: readonly Stretch[],
  bounds: readonly number[],
  keys: readonly StatusKey[] = rolledUp,
): SpanNumbers[] {
  const energy = energyBetween(stretches, bounds)
  const sums = energy.map(() => new SpanSum(keys))
  let span = 0
  for (const stretch of stretches) {
    while (span < sums.length && (bounds[span + 1] as number) <= stretch.from) span++
    for (let i = span; i < sums.length && (bounds[i] as number) < stretch.until; i++) {
      const from = Math.max(stretch.from, bounds[i] as number)
      const until = Math.min(stretch.until, bounds[i + 1] as number)
      if (until > from) sums[i]?.add(stretch, from, until)
    }
  }
  return sums.map((sum, i) => sum.numbers(energy[i] as EnergyBySource))
}

class RangeSum {
  #observed = 0
  #sum = 0
  #min = Number.POSITIVE_INFINITY
  #max = Number.NEGATIVE_INFINITY

  /** A straight line. */
  add(span: number, first: number, last: number): void {
    this.#observed += span
    this.#sum += ((first + last) / 2) * span
    this.#min = Math.min(this.#min, first, last)
    this.#max = Math.max(this.#max, first, last)
  }

  get range(): FieldRange | undefined {
    const observed = this.#observed
    if (observed === 0) return undefined
    const [min, max] = [whole(this.#min), whole(this.#max)]
    const mean = whole((this.#sum / observed) * meanParts) / meanParts
    return { observed, mean: Math.min(max, Math.max(min, mean)), min, max }
  }
}

class SpanSum {
  #observed = 0
  readonly #ranges: readonly (readonly [StatusKey, RangeSum])[]
  readonly #times: readonly (readonly [StatusKey, Map<number, number>])[]

  constructor(keys: readonly StatusKey[]) {
    this.#ranges = keys.filter(key => !isChoice(key)).map(key => [key, new RangeSum()])
    this.#times = keys.filter(isChoice).map(key => [key, new Map()])
  }

  /** The part of a stretch that lies in the span. */
  add(stretch: Stretch, from: number, until: number): void {
    this.#observed += until - from
    const turn = Math.min(until, Math.max(from, stretch.turn))
    for (const [key, sum] of this.#ranges) {
      if (key === 'currentInstPower') addPower(sum, stretch, from, until)
      else addLine(sum, key, stretch, from, turn, until)
    }
    for (const [key, times] of this.#times) {
      const [first, last] = [countOf(stretch.first, key), countOf(stretch.last, key)]
      const changed = first === last ? until : turn
      addTime(times, first, changed - from)
      addTime(times, last, until - changed)
    }
  }

  numbers(energy: EnergyBySource): SpanNumbers {
    return {
      observed: this.#observed,
      energy: rounded(energy),
      ranges: new Map(this.#ranges.flatMap(([key, { range }]) => (range ? [[key, range]] : []))),
      times: new Map(this.#times.filter(([, times]) => times.size > 0)),
    }
  }
}

function addLine(sum: RangeSum, key: StatusKey, stretch: Stretch, from: number, turn: number, until: number): void {
  const [first, last] = [countOf(stretch.first, key), countOf(stretch.last, key)]
  if (first === undefined || last === undefined) return
  if (first === last) sum.add(until - from, first, first)
  else if (jumps(statusFields[key])) {
    if (turn > from) sum.add(turn - from, first, first)
    if (until > turn) sum.add(until - turn, last, last)
  } else {
    const slope = (last - first) / (stretch.until - stretch.from)
    sum.add(until - from, first + slope * (from - stretch.from), first + slope * (until - stretch.from))
  }
}

/** By its pieces, so that the mean power is the energy over the time. */
function addPower(sum: RangeSum, { power }: Stretch, from: number, until: number): void {
  for (const piece of power) {
    const [begin, end] = [Math.max(from, piece.from), Math.min(until, piece.until)]
    if (end > begin) sum.add(end - begin, powerAt(piece, begin), powerAt(piece, end))
  }
}

function addTime(times: Map<number, number>, code: number | undefined, span: number): void {
  if (code !== undefined && span > 0) times.set(code, (times.get(code) ?? 0) + span)
}

const rounded = ({ heatPump, element, other, observed }: EnergyBySource): EnergyBySource => ({
  heatPump: parts(heatPump),
  element: parts(element),
  other: parts(other),
  observed,
})
const parts = (energy: number) => whole(energy * energyParts) / energyParts
/** Never the zero below zero. */
const whole = (value: number) => Math.round(value) || 0
