/** One station a file: a lock beside the store, which the system lets go of however the process ends. */
import { StoreError } from '../store-error.ts'
import { claimFile } from './claim-file.ts'
import type { Engine } from './engine.ts'
import { primaryCode, sqliteCode } from './sqlite-code.ts'

export interface StoreLock {
  close(): void
}

/** An exclusive transaction on an empty database is a lock that works on every system. @throws StoreError `in-use`. */
export async function lockStore({ DatabaseSync }: Engine, place: string): Promise<StoreLock> {
  const file = `${place}-lock`
  await claimFile(file)
  const db = new DatabaseSync(file, { timeout: 0 })
  try {
    // Without a journal it needs no room on the disk.
    db.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE')
  } catch (error) {
    db.close()
    if (primaryCode(error) !== sqliteCode.busy) throw error
    throw new StoreError('in-use', `Another station is writing to ${place}: stop it, or give this one its own file.`)
  }
  return {
    close() {
      if (db.isOpen) db.close()
    },
  }
}
