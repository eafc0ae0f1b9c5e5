/** Samples at neighbouring milliseconds: whether one is among them, and the next moment that is free for another. */
export class Crowd {
  readonly from: number
  #end: number
  /** When each frame is there the last time. */
  readonly #times = new Map<string, number>()

  constructor(from: number) {
    this.from = from
    this.#end = from
  }

  /** The first moment after it. */
  get end(): number {
    return this.#end
  }

  holds(at: number): boolean {
    return at >= this.from && at < this.#end
  }

  /** Takes in the one at its end. */
  add(frame: string): void {
    this.#times.set(frame, this.#end++)
  }

  /** Whether it is there at that moment or later. */
  has(frame: string, at: number): boolean {
    return (this.#times.get(frame) ?? Number.NEGATIVE_INFINITY) >= at
  }
}
