/** Numbers that would take long to count, kept in step with what they count. */
import type { Database, Statement } from './engine.ts'

export type TallyName = 'samples' | 'packed' | 'marks'

export class TallyTable {
  readonly #add: Statement
  readonly #get: Statement

  constructor(db: Database) {
    this.#add = db.prepare('UPDATE tally SET value = value + ? WHERE name = ? RETURNING value')
    this.#get = db.prepare('SELECT value FROM tally WHERE name = ?')
  }

  /** @returns what it is then. */
  add(name: TallyName, number: number): number {
    return number === 0 ? this.get(name) : (this.#add.get(number, name)?.value as number)
  }

  get(name: TallyName): number {
    return this.#get.get(name)?.value as number
  }
}
