/** What the recorder has taken in and the store not yet: samples in their order, with the gaps that they end. */
import type { Gap } from '../history/gap.ts'
import type { StoredSample } from '../store/store.ts'

/** Written together or not at all. */
export interface BacklogItem {
  readonly sample?: StoredSample | undefined
  /** The newest sample of its heater before it. */
  readonly after?: number | undefined
  readonly gap?: Gap | undefined
}

export class Backlog {
  readonly #longest: number
  #items: BacklogItem[] = []

  /** @param longest samples; a gap is small, and always fits. */
  constructor(longest: number) {
    this.#longest = longest
  }

  get length(): number {
    return this.#items.length
  }

  get full(): boolean {
    return this.#items.length >= this.#longest
  }

  add(item: BacklogItem): void {
    this.#items.push(item)
  }

  /** A gap as it is now; an older word on it that waits still is forgotten. */
  addGap(gap: Gap): void {
    const waits = this.#items.findIndex(({ sample, gap: other }) => !sample && isSame(gap, other))
    if (waits < 0) this.#items.push({ gap })
    else this.#items[waits] = { gap }
  }

  /** The oldest. They stay until they are dropped. */
  first(count: number): readonly BacklogItem[] {
    return this.#items.slice(0, count)
  }

  /** The oldest are written, or given up. */
  drop(count: number): void {
    this.#items = this.#items.slice(count)
  }
}

const isSame = (gap: Gap, other: Gap | undefined) => gap.heater === other?.heater && gap.from === other.from
