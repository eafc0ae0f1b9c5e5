/** Gaps in the record, by heater and beginning. */
import type { Gap } from '../../history/gap.ts'
import type { Span } from '../store.ts'
import { bounds, moment, optionalMoment } from './cell.ts'
import type { Database, Statement } from './engine.ts'
import type { HeaterTable } from './heater-table.ts'

type Row = Omit<Gap, 'until'> & { readonly until: number | null }

const select = `
  SELECT heater.id AS heater, gap."from", gap.until, gap.cause FROM gap JOIN heater ON heater.key = gap.heater
  WHERE (gap.until IS NULL OR gap.until > ?1) AND gap."from" < ?2`
const order = 'ORDER BY gap."from", gap.heater'

export class GapTable {
  readonly #heaters: HeaterTable
  readonly #put: Statement
  readonly #remove: Statement
  readonly #find: Statement
  readonly #findOfHeater: Statement
  readonly #count: Statement

  constructor(db: Database, heaters: HeaterTable) {
    this.#heaters = heaters
    this.#put = db.prepare(
      'INSERT INTO gap VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET until = excluded.until, cause = excluded.cause',
    )
    this.#remove = db.prepare('DELETE FROM gap WHERE heater = ? AND "from" = ?')
    this.#find = db.prepare(`${select} ${order}`)
    this.#findOfHeater = db.prepare(`${select} AND gap.heater = ?3 ${order}`)
    this.#count = db.prepare('SELECT count(*) AS count FROM gap')
  }

  /** One that is over where it begins is none. */
  put({ heater, from, until, cause }: Gap): void {
    const key = this.#heaters.keyFor(heater)
    if (optionalMoment(until) === moment(from)) this.#remove.run(key, moment(from))
    else this.#put.run(key, moment(from), optionalMoment(until), cause)
  }

  find({ heater, ...span }: Span & { readonly heater?: string | undefined }): Gap[] {
    let rows: Row[]
    if (heater === undefined) rows = this.#find.all(...bounds(span)) as unknown as Row[]
    else {
      const key = this.#heaters.keyOf(heater)
      if (key === undefined) return []
      rows = this.#findOfHeater.all(...bounds(span), key) as unknown as Row[]
    }
    return rows.map(({ until, ...row }) => ({ ...row, until: until ?? undefined }))
  }

  count(): number {
    return this.#count.get()?.count as number
  }
}
