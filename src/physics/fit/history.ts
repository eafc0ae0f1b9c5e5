/** A heater's record in columns: what it told, row by row, without an object for each. A year of minutes is some 15 MB. */

/** What a row tells; undefined where it doesn't. °C, W. */
export interface HistoryRow {
  /** s since 1970. */
  readonly time: number
  readonly upper?: number | undefined
  readonly lower?: number | undefined
  /** Of the whole unit. */
  readonly power?: number | undefined
  /** At the intake: the room's air while it runs, and the cabinet's at rest. */
  readonly intake?: number | undefined
  readonly compressor?: boolean | undefined
  readonly upperElement?: boolean | undefined
  readonly lowerElement?: boolean | undefined
  /** Hot water is being drawn. */
  readonly drawing?: boolean | undefined
}

/** Rows in the order of time. NaN is not told; of a switch, 0 is not told, 1 off and 2 on. */
export interface History {
  readonly length: number
  readonly time: Float64Array
  readonly upper: Float32Array
  readonly lower: Float32Array
  readonly power: Float32Array
  readonly intake: Float32Array
  readonly compressor: Uint8Array
  readonly upperElement: Uint8Array
  readonly lowerElement: Uint8Array
  readonly drawing: Uint8Array
}

const switched = (on: boolean | undefined) => (on === undefined ? 0 : on ? 2 : 1)

const columnsOf = (size: number) => ({
  time: new Float64Array(size),
  upper: new Float32Array(size),
  lower: new Float32Array(size),
  power: new Float32Array(size),
  intake: new Float32Array(size),
  compressor: new Uint8Array(size),
  upperElement: new Uint8Array(size),
  lowerElement: new Uint8Array(size),
  drawing: new Uint8Array(size),
})

type Columns = ReturnType<typeof columnsOf>
/** Rows. */
const blockSize = 16_384

/** Grows row by row: in blocks, because what grows by copying leaves several times its size behind. */
export class HistoryBuilder {
  #blocks: Columns[] = []
  #length = 0
  #lastTime = Number.NEGATIVE_INFINITY

  /** Rows so far. */
  get length(): number {
    return this.#length
  }

  /** Of the last row; −∞ before the first. */
  get lastTime(): number {
    return this.#lastTime
  }

  /** Later than the last. */
  add(row: HistoryRow): void {
    const at = this.#length++ % blockSize
    if (at === 0) this.#blocks.push(columnsOf(blockSize))
    const columns = this.#blocks.at(-1) as Columns
    this.#lastTime = row.time
    columns.time[at] = row.time
    columns.upper[at] = row.upper ?? Number.NaN
    columns.lower[at] = row.lower ?? Number.NaN
    columns.power[at] = row.power ?? Number.NaN
    columns.intake[at] = row.intake ?? Number.NaN
    columns.compressor[at] = switched(row.compressor)
    columns.upperElement[at] = switched(row.upperElement)
    columns.lowerElement[at] = switched(row.lowerElement)
    columns.drawing[at] = switched(row.drawing)
  }

  /** What was added; the builder is empty then. */
  history(): History {
    const length = this.#length
    const whole = columnsOf(length)
    for (const key of Object.keys(whole) as (keyof Columns)[])
      for (const [i, block] of this.#blocks.entries()) {
        whole[key].set(block[key].subarray(0, length - i * blockSize), i * blockSize)
        // Given back at once, not when somebody collects it.
        block[key].buffer.transfer(0)
      }
    this.#blocks = []
    this.#length = 0
    return { length, ...whole }
  }
}

/** The first row at or after a moment. */
export function rowAt({ time, length }: Pick<History, 'time' | 'length'>, moment: number): number {
  let [low, high] = [0, length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((time[middle] as number) < moment) low = middle + 1
    else high = middle
  }
  return low
}

/** Of rows from one to before another, those that tell; NaN when none does. */
export function meanOf(column: Float32Array, from: number, to: number): number {
  let [sum, count] = [0, 0]
  for (let i = Math.max(0, from); i < to && i < column.length; i++) {
    const value = column[i] as number
    if (Number.isNaN(value)) continue
    sum += value
    count++
  }
  return sum / count
}

/** The middle one of some numbers; NaN of none. */
export function medianOf(numbers: readonly number[]): number {
  if (numbers.length === 0) return Number.NaN
  const sorted = [...numbers].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  const upper = sorted[middle] as number
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] as number)) / 2
}
