/** The runs of the station. */
import type { StationRun } from '../store.ts'
import { moment, optionalMoment } from './cell.ts'
import type { Database, Statement } from './engine.ts'

export class RunTable {
  readonly #put: Statement
  readonly #newest: Statement

  constructor(db: Database) {
    this.#put = db.prepare(
      `INSERT INTO run VALUES (?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET started = excluded.started, alive = excluded.alive, ended = excluded.ended,
         version = excluded.version`,
    )
    this.#newest = db.prepare('SELECT id, started, alive, ended, version FROM run ORDER BY rowid DESC LIMIT ?')
  }

  put({ id, started, alive, ended, version }: StationRun): void {
    this.#put.run(id, moment(started), moment(alive), optionalMoment(ended), version)
  }

  newest(limit: number): StationRun[] {
    const rows = this.#newest.all(limit) as unknown as (Omit<StationRun, 'ended'> & { readonly ended: number | null })[]
    return rows.map(({ ended, ...row }) => ({ ...row, ended: ended ?? undefined }))
  }
}
