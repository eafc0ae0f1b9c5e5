/** Notices the rows of two heaters in one record: a tank doesn't warm by degrees within a minute, and two of them differ. */

/** A rise of so much within so long is no tank's, K and s: elements make 1.2 K a minute. */
const rise = { kelvin: 4, seconds: 150 } as const
/** Odd readings happen; so many, and such a part of all rows, don't. */
const many = { count: 12, part: 0.004 } as const

export class JumpWatch {
  #time = Number.NEGATIVE_INFINITY
  #upper = Number.NaN
  #lower = Number.NaN
  #rows = 0
  #count = 0
  #first = ''

  /** @param place to be told. */
  look(time: number, upper: number | undefined, lower: number | undefined, place: () => string): void {
    this.#rows++
    if (time - this.#time <= rise.seconds) {
      const jumped =
        (upper ?? Number.NaN) - this.#upper > rise.kelvin || (lower ?? Number.NaN) - this.#lower > rise.kelvin
      if (jumped && this.#count++ === 0) this.#first = place()
    }
    this.#time = time
    this.#upper = upper ?? Number.NaN
    this.#lower = lower ?? Number.NaN
  }

  verdict(): { readonly count: number; readonly first: string } | undefined {
    if (this.#count < Math.max(many.count, many.part * this.#rows)) return undefined
    return { count: this.#count, first: this.#first }
  }
}
