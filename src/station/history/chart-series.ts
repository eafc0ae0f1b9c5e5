/** A field of a chart: what went into each of its points, and the numbers that come out. */
import { type StatusKey, statusFields } from '#schema/status'
import type { SpanNumbers } from './rollup.ts'
import type { RollupBlock } from './rollup-block.ts'

/** One value a point; null where nothing was observed. Numbers are in the field's unit. */
export type Series =
  | {
      readonly mean: readonly (number | null)[]
      readonly min: readonly (number | null)[]
      readonly max: readonly (number | null)[]
    }
  | { readonly label: readonly (string | null)[] }

export interface SeriesBuilder {
  addNumbers(point: number, numbers: SpanNumbers): void
  /** @param points where each span of the block goes; undefined leaves it out. */
  addBlock(block: RollupBlock, points: readonly (number | undefined)[]): void
  series(): Series
}

export const seriesBuilder = (key: StatusKey, points: number): SeriesBuilder =>
  statusFields[key].quantity === 'choice' ? new LabelBuilder(key, points) : new RangeBuilder(key, points)

class RangeBuilder implements SeriesBuilder {
  readonly #key: StatusKey
  readonly #observed: Float64Array
  readonly #sum: Float64Array
  readonly #min: Float64Array
  readonly #max: Float64Array

  constructor(key: StatusKey, points: number) {
    this.#key = key
    this.#observed = new Float64Array(points)
    this.#sum = new Float64Array(points)
    this.#min = new Float64Array(points).fill(Number.POSITIVE_INFINITY)
    this.#max = new Float64Array(points).fill(Number.NEGATIVE_INFINITY)
  }

  addNumbers(point: number, { ranges }: SpanNumbers): void {
    const range = ranges.get(this.#key)
    if (range) this.#add(point, range.observed, range.mean, range.min, range.max)
  }

  addBlock(block: RollupBlock, points: readonly (number | undefined)[]): void {
    block.eachRange(this.#key, (span, observed, mean, min, max) => {
      const point = points[span]
      if (point !== undefined) this.#add(point, observed, mean, min, max)
    })
  }

  series(): Series {
    const { perUnit } = statusFields[this.#key]
    const told = (values: Float64Array) =>
      Array.from(values, (value, i) => (this.#observed[i] === 0 ? null : rounded(value / perUnit)))
    const mean = this.#sum.map((sum, i) => sum / (this.#observed[i] as number))
    return { mean: told(mean), min: told(this.#min), max: told(this.#max) }
  }

  #add(point: number, observed: number, mean: number, min: number, max: number): void {
    ;(this.#observed[point] as number) += observed
    ;(this.#sum[point] as number) += mean * observed
    if (min < (this.#min[point] as number)) this.#min[point] = min
    if (max > (this.#max[point] as number)) this.#max[point] = max
  }
}

class LabelBuilder implements SeriesBuilder {
  readonly #key: StatusKey
  readonly #times: Map<number, number>[]

  constructor(key: StatusKey, points: number) {
    this.#key = key
    this.#times = Array.from({ length: points }, () => new Map())
  }

  addNumbers(point: number, { times }: SpanNumbers): void {
    this.#add(point, times.get(this.#key) ?? [])
  }

  addBlock(block: RollupBlock, points: readonly (number | undefined)[]): void {
    block.eachTimes(this.#key, (span, times) => {
      const point = points[span]
      if (point !== undefined) this.#add(point, times)
    })
  }

  /** What held longest. */
  series(): Series {
    const { labels } = statusFields[this.#key]
    const label = this.#times.map(times => {
      const [longest] = [...times].sort(([one, span], [other, otherSpan]) => otherSpan - span || one - other)
      if (!longest) return null
      const [code] = longest
      return labels?.[code] ?? `unknown-${code}`
    })
    return { label }
  }

  #add(point: number, times: Iterable<readonly [number, number]>): void {
    const all = this.#times[point]
    for (const [code, span] of times) all?.set(code, (all.get(code) ?? 0) + span)
  }
}

/** More digits than any field carries, and none of those that binary fractions add. */
const rounded = (value: number) => Math.round(value * 1000) / 1000
