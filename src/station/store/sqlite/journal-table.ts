/** The journal's entries, numbered as they came. */
import type { JournalEntry } from '../../journal/journal-entry.ts'
import type { JournalQuery } from '../store.ts'
import { bounds, json, moment, parsed } from './cell.ts'
import type { Database, Statement } from './engine.ts'
import type { HeaterTable } from './heater-table.ts'

type Row = Omit<JournalEntry, 'heater' | 'who' | 'data'> & {
  readonly heater: string | null
  readonly who: JournalEntry['who'] | null
  readonly data: string | null
}

const select = `
  SELECT journal.id, at, heater.id AS heater, kind, who, text, data
  FROM journal LEFT JOIN heater ON heater.key = journal.heater
  WHERE journal.id < ?1 AND at >= ?2 AND at < ?3 AND (?4 IS NULL OR kind IN (SELECT value FROM json_each(?4)))`
const newestFirst = 'ORDER BY journal.id DESC LIMIT ?5'

export class JournalTable {
  readonly #heaters: HeaterTable
  readonly #put: Statement
  readonly #find: Statement
  readonly #findOfHeater: Statement
  readonly #count: Statement

  constructor(db: Database, heaters: HeaterTable) {
    this.#heaters = heaters
    this.#put = db.prepare('INSERT OR REPLACE INTO journal VALUES (?, ?, ?, ?, ?, ?, ?)')
    this.#find = db.prepare(`${select} ${newestFirst}`)
    this.#findOfHeater = db.prepare(`${select} AND journal.heater = ?6 ${newestFirst}`)
    this.#count = db.prepare('SELECT count(*) AS count FROM journal')
  }

  /** @returns it with its id. */
  put(entry: JournalEntry): JournalEntry {
    const { id, at, heater, kind, who, text, data } = entry
    const key = heater === undefined ? null : this.#heaters.keyFor(heater)
    const { lastInsertRowid } = this.#put.run(id ?? null, moment(at), key, kind, who ?? null, text, json(data))
    return { ...entry, id: Number(lastInsertRowid) }
  }

  find({ heater, kinds, before, limit = 100, ...span }: JournalQuery): JournalEntry[] {
    const wanted = kinds ? JSON.stringify(kinds) : null
    const condition = [before ?? Number.MAX_SAFE_INTEGER, ...bounds(span), wanted, limit] as const
    let rows: Row[]
    if (heater === undefined) rows = this.#find.all(...condition) as unknown as Row[]
    else {
      const key = this.#heaters.keyOf(heater)
      if (key === undefined) return []
      rows = this.#findOfHeater.all(...condition, key) as unknown as Row[]
    }
    return rows.map(row => ({
      ...row,
      heater: row.heater ?? undefined,
      who: row.who ?? undefined,
      data: parsed(row.data),
    }))
  }

  count(): number {
    return this.#count.get()?.count as number
  }
}
