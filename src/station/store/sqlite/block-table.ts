/** Packed days. */
import type { DayBlock, Span } from '../store.ts'
import { bounds, moment } from './cell.ts'
import type { Database, Statement } from './engine.ts'
import type { HeaterTable } from './heater-table.ts'

export class BlockTable {
  readonly #heaters: HeaterTable
  readonly #put: Statement
  readonly #samples: Statement
  readonly #find: Statement
  readonly #count: Statement

  constructor(db: Database, heaters: HeaterTable) {
    this.#heaters = heaters
    this.#put = db.prepare(
      `INSERT INTO block (heater, day, samples, data) VALUES (?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET samples = excluded.samples, data = excluded.data`,
    )
    this.#samples = db.prepare('SELECT samples FROM block WHERE heater = ? AND day = ?')
    this.#find = db.prepare(
      'SELECT day, samples, data FROM block WHERE heater = ? AND day >= ? AND day < ? ORDER BY day',
    )
    this.#count = db.prepare('SELECT count(*) AS count FROM block')
  }

  /** @returns by how many samples there are more in blocks now. */
  put({ heater, day, samples, data }: DayBlock): number {
    const key = this.#heaters.keyFor(heater)
    const before = this.#samples.get(key, moment(day))?.samples as number | undefined
    this.#put.run(key, moment(day), samples, data)
    return samples - (before ?? 0)
  }

  find({ heater, ...span }: Span & { readonly heater: string }): DayBlock[] {
    const key = this.#heaters.keyOf(heater)
    if (key === undefined) return []
    const rows = this.#find.all(key, ...bounds(span)) as unknown as Omit<DayBlock, 'heater'>[]
    return rows.map(row => ({ heater, ...row }))
  }

  count(): number {
    return this.#count.get()?.count as number
  }
}
