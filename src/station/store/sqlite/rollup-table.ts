/** Rollups of hours and days. */
import type { Rollup, Span } from '../store.ts'
import { bounds, moment } from './cell.ts'
import type { Database, Statement } from './engine.ts'
import type { HeaterTable } from './heater-table.ts'

export class RollupTable {
  readonly #heaters: HeaterTable
  readonly #put: Statement
  readonly #find: Statement

  constructor(db: Database, heaters: HeaterTable) {
    this.#heaters = heaters
    this.#put = db.prepare(
      `INSERT INTO rollup (heater, span, "from", data) VALUES (?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET data = excluded.data`,
    )
    this.#find = db.prepare(
      `SELECT "from", data FROM rollup WHERE heater = ? AND span = ? AND "from" >= ? AND "from" < ? ORDER BY "from"`,
    )
  }

  put({ heater, span, from, data }: Rollup): void {
    this.#put.run(this.#heaters.keyFor(heater), span, moment(from), data)
  }

  find({ heater, span, ...within }: Span & Pick<Rollup, 'heater' | 'span'>): Rollup[] {
    const key = this.#heaters.keyOf(heater)
    if (key === undefined) return []
    const rows = this.#find.all(key, span, ...bounds(within)) as unknown as Pick<Rollup, 'from' | 'data'>[]
    return rows.map(row => ({ heater, span, ...row }))
  }
}
