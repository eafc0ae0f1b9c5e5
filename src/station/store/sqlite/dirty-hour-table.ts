/** Hours whose samples changed since their rollup was made. */
import type { DirtyHour } from '../store.ts'
import { moment } from './cell.ts'
import type { Database, Statement } from './engine.ts'
import type { HeaterTable } from './heater-table.ts'

export class DirtyHourTable {
  readonly #heaters: HeaterTable
  readonly #put: Statement
  readonly #remove: Statement
  readonly #removeMarked: Statement
  readonly #all: Statement

  constructor(db: Database, heaters: HeaterTable) {
    this.#heaters = heaters
    this.#put = db.prepare('INSERT INTO dirty_hour VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET mark = excluded.mark')
    this.#remove = db.prepare('DELETE FROM dirty_hour WHERE heater = ? AND hour = ?')
    this.#removeMarked = db.prepare('DELETE FROM dirty_hour WHERE heater = ? AND hour = ? AND mark = ?')
    this.#all = db.prepare(
      `SELECT heater.id AS heater, hour, mark FROM dirty_hour JOIN heater ON heater.key = dirty_hour.heater
       ORDER BY dirty_hour.heater, hour`,
    )
  }

  put({ heater, hour }: DirtyHour, mark: number): void {
    this.#put.run(this.#heaters.keyFor(heater), moment(hour), mark)
  }

  /** One that was marked again meanwhile stays. */
  remove({ heater, hour, mark }: DirtyHour): void {
    const key = this.#heaters.keyFor(heater)
    if (mark === undefined) this.#remove.run(key, moment(hour))
    else this.#removeMarked.run(key, moment(hour), mark)
  }

  all(): DirtyHour[] {
    return this.#all.all() as unknown as DirtyHour[]
  }
}
