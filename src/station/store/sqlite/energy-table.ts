/** The lines of the energy ledger. */
import type { EnergyDay } from '../../history/energy-day.ts'
import { json, optionalMoment, parsed } from './cell.ts'
import type { Database, Statement } from './engine.ts'
import type { HeaterTable } from './heater-table.ts'

export interface EnergyQuery {
  readonly heater?: string | undefined
  readonly from?: string | undefined
  readonly until?: string | undefined
}

type Row = Omit<EnergyDay, 'told' | 'toldAt'> & { readonly told: string | null; readonly toldAt: number | null }

const select = `
  SELECT heater.id AS heater, day, heat_pump AS heatPumpEnergy, element AS elementEnergy, other AS otherEnergy,
    observed, unobserved, told, told_at AS toldAt
  FROM energy JOIN heater ON heater.key = energy.heater
  WHERE day >= ?1 AND day < ?2`
const order = 'ORDER BY day, energy.heater'

export class EnergyTable {
  readonly #heaters: HeaterTable
  readonly #put: Statement
  readonly #remove: Statement
  readonly #find: Statement
  readonly #findOfHeater: Statement

  constructor(db: Database, heaters: HeaterTable) {
    this.#heaters = heaters
    this.#put = db.prepare('INSERT OR REPLACE INTO energy VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)')
    this.#remove = db.prepare('DELETE FROM energy WHERE heater = ? AND day = ?')
    this.#find = db.prepare(`${select} ${order}`)
    this.#findOfHeater = db.prepare(`${select} AND energy.heater = ?3 ${order}`)
  }

  put(day: EnergyDay): void {
    this.#put.run(
      this.#heaters.keyFor(day.heater),
      day.day,
      day.heatPumpEnergy,
      day.elementEnergy,
      day.otherEnergy,
      day.observed,
      day.unobserved,
      json(day.told),
      optionalMoment(day.toldAt),
    )
  }

  remove({ heater, day }: Pick<EnergyDay, 'heater' | 'day'>): void {
    this.#remove.run(this.#heaters.keyFor(heater), day)
  }

  /** Days are text; every one of them stands before an `x`. */
  find({ heater, from = '', until = 'x' }: EnergyQuery): EnergyDay[] {
    let rows: Row[]
    if (heater === undefined) rows = this.#find.all(from, until) as unknown as Row[]
    else {
      const key = this.#heaters.keyOf(heater)
      if (key === undefined) return []
      rows = this.#findOfHeater.all(from, until, key) as unknown as Row[]
    }
    return rows.map(({ told, toldAt, ...row }) => ({ ...row, told: parsed(told), toldAt: toldAt ?? undefined }))
  }
}
