/** The tokens of the API. */
import type { ApiToken } from '../store.ts'
import { moment, optionalMoment } from './cell.ts'
import type { Database, Statement } from './engine.ts'

export class TokenTable {
  readonly #put: Statement
  readonly #remove: Statement
  readonly #all: Statement

  constructor(db: Database) {
    this.#put = db.prepare(
      `INSERT INTO token VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET name = excluded.name, scope = excluded.scope, hash = excluded.hash,
         created = excluded.created, used = excluded.used`,
    )
    this.#remove = db.prepare('DELETE FROM token WHERE id = ?')
    this.#all = db.prepare('SELECT id, name, scope, hash, created, used FROM token ORDER BY created, rowid')
  }

  put({ id, name, scope, hash, created, used }: ApiToken): void {
    this.#put.run(id, name, scope, hash, moment(created), optionalMoment(used))
  }

  remove(id: string): void {
    this.#remove.run(id)
  }

  all(): ApiToken[] {
    const rows = this.#all.all() as unknown as (Omit<ApiToken, 'used'> & { readonly used: number | null })[]
    return rows.map(({ used, ...row }) => ({ ...row, used: used ?? undefined }))
  }
}
