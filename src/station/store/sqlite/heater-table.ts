/** The heaters, and the small numbers that stand for them in every other table. */
import type { StoredHeater } from '../store.ts'
import type { Database, Statement } from './engine.ts'

export class HeaterTable {
  readonly #insert: Statement
  readonly #update: Statement
  readonly #all: Statement
  readonly #keyOf: Statement
  readonly #keys = new Map<string, number>()

  constructor(db: Database) {
    this.#insert = db.prepare('INSERT INTO heater (id) VALUES (?)')
    this.#update = db.prepare('UPDATE heater SET name = ?, time_zone = ?, account = ? WHERE key = ?')
    this.#all = db.prepare(
      'SELECT id, name, time_zone AS timeZone, account FROM heater WHERE name IS NOT NULL ORDER BY key',
    )
    this.#keyOf = db.prepare('SELECT key FROM heater WHERE id = ?')
  }

  put({ id, name, timeZone, account }: StoredHeater): void {
    this.#update.run(name, timeZone, account, this.keyFor(id))
  }

  all(): readonly StoredHeater[] {
    return this.#all.all() as unknown as StoredHeater[]
  }

  /** Undefined for one that nothing was ever written of. */
  keyOf(id: string): number | undefined {
    const known = this.#keys.get(id)
    if (known !== undefined) return known
    const key = this.#keyOf.get(id)?.key as number | undefined
    if (key !== undefined) this.#keys.set(id, key)
    return key
  }

  /** For writing: a new one gets its number. */
  keyFor(id: string): number {
    const known = this.keyOf(id)
    if (known !== undefined) return known
    const key = Number(this.#insert.run(id).lastInsertRowid)
    this.#keys.set(id, key)
    return key
  }

  /** After a transaction that was taken back. */
  forget(): void {
    this.#keys.clear()
  }
}
