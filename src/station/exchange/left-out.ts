/** What of a file could not be read: what it was, how often, and where first. */

export interface LeftOut {
  readonly what: string
  readonly count: number
  /** `line 17: comp_use is «maybe»`. */
  readonly first: string
}

export class LeftOutList {
  readonly #left = new Map<string, { count: number; first: string }>()

  add(what: string, line: number, why: string): void {
    const known = this.#left.get(what)
    if (known) known.count++
    else this.#left.set(what, { count: 1, first: `line ${line}: ${why}` })
  }

  get all(): readonly LeftOut[] {
    return [...this.#left].map(([what, { count, first }]) => ({ what, count, first }))
  }
}

/** Part of a cell, to be shown. */
export const shown = (text: string | undefined): string =>
  text === undefined || text === '' ? 'empty' : `«${text.slice(0, 40)}»`
