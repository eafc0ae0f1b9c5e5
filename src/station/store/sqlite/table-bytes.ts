/** How much room the largest tables take, from the pages of the file. */
import type { StoreBytes } from '../store.ts'
import type { Database } from './engine.ts'

/** With its indexes, which are called by their table. */
const bytesOf = `
  SELECT sum(pgsize) AS bytes FROM dbstat
  WHERE aggregate = TRUE AND name IN (SELECT name FROM sqlite_schema WHERE tbl_name = ?)`

/** Throws where this SQLite was built without its table of pages. */
export function tableBytes(db: Database): StoreBytes {
  const statement = db.prepare(bytesOf)
  const bytes = (table: string) => Number(statement.get(table)?.bytes ?? 0)
  const days = db.prepare("SELECT count(*) AS days FROM rollup WHERE span = 'hours'").get()?.days
  return { samples: bytes('sample'), blocks: bytes('block'), rollups: bytes('rollup'), rolledUpDays: Number(days) }
}
