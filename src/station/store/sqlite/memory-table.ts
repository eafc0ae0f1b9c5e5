/** What parts of the station keep for themselves, as JSON by a key. */
import { json, parsed } from './cell.ts'
import type { Database, Statement } from './engine.ts'

export class MemoryTable {
  readonly #put: Statement
  readonly #remove: Statement
  readonly #get: Statement

  constructor(db: Database) {
    this.#put = db.prepare('INSERT INTO memory VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value')
    this.#remove = db.prepare('DELETE FROM memory WHERE key = ?')
    this.#get = db.prepare('SELECT value FROM memory WHERE key = ?')
  }

  /** Undefined takes it away. */
  put(key: string, value: unknown): void {
    const text = json(value)
    if (text === null) this.#remove.run(key)
    else this.#put.run(key, text)
  }

  get(key: string): unknown {
    return parsed((this.#get.get(key)?.value as string | undefined) ?? null)
  }
}
