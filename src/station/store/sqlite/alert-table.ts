/** Alerts, of now and of the past. */
import type { Alert } from '../../alerts/alert.ts'
import { optionalMoment } from './cell.ts'
import type { Database, Statement } from './engine.ts'
import type { HeaterTable } from './heater-table.ts'

const select = `
  SELECT alert.id, rule, severity, heater.id AS heater, since, ended, text, acknowledged,
    acknowledged_by AS acknowledgedBy, snoozed_until AS snoozedUntil, told, told_at AS toldAt
  FROM alert LEFT JOIN heater ON heater.key = alert.heater`

export class AlertTable {
  readonly #heaters: HeaterTable
  readonly #put: Statement
  readonly #all: Statement
  readonly #open: Statement
  readonly #ended: Statement

  constructor(db: Database, heaters: HeaterTable) {
    this.#heaters = heaters
    this.#put = db.prepare(
      `INSERT INTO alert VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET rule = excluded.rule, severity = excluded.severity, heater = excluded.heater,
         since = excluded.since, ended = excluded.ended, text = excluded.text, acknowledged = excluded.acknowledged,
         acknowledged_by = excluded.acknowledged_by, snoozed_until = excluded.snoozed_until, told = excluded.told,
         told_at = excluded.told_at`,
    )
    const order = 'ORDER BY since DESC, alert.rowid DESC LIMIT ?'
    this.#all = db.prepare(`${select} ${order}`)
    this.#open = db.prepare(`${select} WHERE ended IS NULL ${order}`)
    this.#ended = db.prepare(`${select} WHERE ended IS NOT NULL ${order}`)
  }

  put(alert: Alert): void {
    this.#put.run(
      alert.id,
      alert.rule,
      alert.severity,
      alert.heater === undefined ? null : this.#heaters.keyFor(alert.heater),
      optionalMoment(alert.since),
      optionalMoment(alert.ended),
      alert.text,
      optionalMoment(alert.acknowledged),
      alert.acknowledgedBy ?? null,
      optionalMoment(alert.snoozedUntil),
      alert.told,
      optionalMoment(alert.toldAt),
    )
  }

  /** @param limit without it, all. */
  find(open: boolean | undefined, limit: number | undefined): Alert[] {
    const statement = open === undefined ? this.#all : open ? this.#open : this.#ended
    return statement.all(limit ?? -1).map(row => {
      for (const [column, value] of Object.entries(row)) if (value === null) delete row[column]
      return { ...row } as unknown as Alert
    })
  }
}
