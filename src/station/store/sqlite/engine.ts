/** SQLite as Node brings it. */
import type { DatabaseSync, StatementSync } from 'node:sqlite'

export type Database = DatabaseSync
export type Statement = StatementSync
export type Engine = typeof import('node:sqlite')

/** Loaded when a store is wanted, and on Node 22 without the one line which says that this module is experimental there. */
export async function loadEngine(): Promise<Engine> {
  const emitWarning = process.emitWarning
  process.emitWarning = ((warning: string | Error, ...rest: never[]) => {
    if (!String(warning).startsWith('SQLite is an experimental feature')) emitWarning.call(process, warning, ...rest)
  }) as typeof emitWarning
  try {
    return await import('node:sqlite')
  } finally {
    process.emitWarning = emitWarning
  }
}
