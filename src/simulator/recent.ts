/** The last of what goes on without end, so that a simulation that runs for a month doesn't remember all of it. */

/** Holds between `keep` and twice as many, the newest. */
export class Recent<Item> {
  readonly items: Item[] = []
  readonly #keep: number

  constructor(keep: number) {
    this.#keep = keep
  }

  add(item: Item): void {
    this.items.push(item)
    if (this.items.length > 2 * this.#keep) this.items.splice(0, this.#keep)
  }
}
