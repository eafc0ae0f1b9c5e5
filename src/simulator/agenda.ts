/** Many deadlines on one timer of the clock, so that a thousand idle connections cost one. */
import type { Clock } from '#time/clock'
import { type Duration, millis } from '#time/duration'

interface Entry {
  readonly due: number
  readonly order: number
  /** Undefined when it was called off. */
  callback: (() => void) | undefined
}

const before = (a: Entry, b: Entry) => a.due < b.due || (a.due === b.due && a.order < b.order)

export class Agenda {
  readonly #clock: Clock
  /** A binary heap, the earliest at 0. */
  #heap: Entry[] = []
  #order = 0
  #calledOff = 0
  #timer: { readonly due: number; cancel(): void } | undefined
  #closed = false

  constructor(clock: Clock) {
    this.#clock = clock
  }

  now(): number {
    return this.#clock.now()
  }

  /** Calls back once. The returned function takes the call back, also when it is too late. */
  after(span: Duration, callback: () => void): () => void {
    if (this.#closed) return () => {}
    const entry: Entry = { due: this.now() + Math.max(0, span), order: this.#order++, callback }
    this.#push(entry)
    this.#arm()
    return () => this.#callOff(entry)
  }

  close() {
    this.#closed = true
    this.#heap = []
    this.#timer?.cancel()
    this.#timer = undefined
  }

  #callOff(entry: Entry) {
    if (entry.callback === undefined) return
    entry.callback = undefined
    // Called off entries go when they fall due, or all at once when they are the most of it.
    if (++this.#calledOff > this.#heap.length / 2) {
      const left = this.#heap.filter(({ callback }) => callback !== undefined)
      this.#heap = left.sort((a, b) => (before(a, b) ? -1 : 1))
      this.#calledOff = 0
    }
    this.#arm()
  }

  #arm() {
    const due = this.#heap[0]?.due
    if (due === this.#timer?.due) return
    this.#timer?.cancel()
    this.#timer =
      due === undefined
        ? undefined
        : { due, cancel: this.#clock.after(millis(Math.max(0, due - this.now())), () => this.#ring()) }
  }

  #ring() {
    this.#timer = undefined
    const now = this.now()
    for (let first = this.#heap[0]; first !== undefined && first.due <= now; first = this.#heap[0]) {
      this.#pop()
      const { callback } = first
      first.callback = undefined
      if (callback === undefined) this.#calledOff--
      else callback()
    }
    this.#arm()
  }

  #push(entry: Entry) {
    const heap = this.#heap
    let at = heap.push(entry) - 1
    while (at > 0) {
      const above = (at - 1) >> 1
      const parent = heap[above] as Entry
      if (!before(entry, parent)) break
      heap[at] = parent
      at = above
    }
    heap[at] = entry
  }

  #pop() {
    const heap = this.#heap
    const last = heap.pop()
    if (last === undefined || heap.length === 0) return
    let at = 0
    for (;;) {
      const [left, right] = [heap[2 * at + 1], heap[2 * at + 2]]
      const least = right !== undefined && left !== undefined && before(right, left) ? right : left
      if (least === undefined || !before(least, last)) break
      heap[at] = least
      at = 2 * at + (least === left ? 1 : 2)
    }
    heap[at] = last
  }
}
