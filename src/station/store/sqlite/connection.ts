/** Opening a store's file: what it must be, and how SQLite is to treat it. */
import { accessSync, constants, statSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { StoreError } from '../store-error.ts'
import type { Database, Engine } from './engine.ts'
import { applicationId, migrate, newestVersion, versionOf } from './migrations.ts'
import { isNoSpaceForLocks, primaryCode, sqliteCode } from './sqlite-code.ts'
import { otherProgram } from './store-failure.ts'

export interface WritingOptions {
  /** The file may have so many pages. */
  readonly largestPages?: number | undefined
}

/** How long another program's short lock is waited for, ms. Everything waits with it. */
const patience = 1000
/** What a write-ahead log that grew behind a long reader is cut to afterwards, bytes. */
const longestLog = 16 * 2 ** 20

/** @param place a path, or `:memory:`. @throws StoreError, and what SQLite throws. */
export function connectToWrite({ DatabaseSync }: Engine, place: string, { largestPages }: WritingOptions): Database {
  const db = new DatabaseSync(place, { timeout: patience })
  try {
    checkOrigin(db, place)
    // The first counts only while there is no table, and a log that is synced with each commit loses none of them.
    db.exec(`
      PRAGMA auto_vacuum = INCREMENTAL;
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = FULL;
      PRAGMA journal_size_limit = ${longestLog};
      PRAGMA temp_store = MEMORY;
    `)
    migrate(db)
    if (largestPages !== undefined) db.exec(`PRAGMA max_page_count = ${Math.round(largestPages)}`)
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

/** @throws StoreError, and what SQLite throws. */
export function connectToRead(engine: Engine, place: string): Database {
  checkReadable(place)
  const db = openToRead(engine, place)
  try {
    checkOrigin(db, place)
    const version = versionOf(db)
    if (version === 0) throw new StoreError('failed', `${place} is empty as yet; «navilink serve» fills it.`)
    if (version < newestVersion)
      throw new StoreError(
        'failed',
        `${place} is of an older version of this program; start the station once, which renews it.`,
      )
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

function openToRead({ DatabaseSync }: Engine, place: string): Database {
  const options = { readOnly: true, timeout: patience }
  let db: Database | undefined
  try {
    db = new DatabaseSync(place, options)
    versionOf(db)
    return db
  } catch (error) {
    db?.close()
    // Reading needs a file of locks beside the store. Where none can be made and nobody writes, it goes without.
    if (!isNoPlaceForLocks(error)) throw error
    if (hasLog(place))
      throw new StoreError(
        'failed',
        `The newest part of ${place} is in ${place}-wal, which is read where one may write: copy both files to such a place.`,
        { cause: error },
      )
    const url = pathToFileURL(place)
    url.searchParams.set('immutable', '1')
    return new DatabaseSync(url, options)
  }
}

function checkReadable(place: string): void {
  try {
    accessSync(place, constants.R_OK)
  } catch (error) {
    const missing = (error as { code?: string }).code === 'ENOENT'
    const sentence = missing
      ? `There is no record at ${place} yet; «navilink serve» begins one.`
      : `${place} is not for this user: ask as the one who runs the station.`
    throw new StoreError('failed', sentence, { cause: error })
  }
}

/** On a disk or in a folder that is read-only, or full. */
function isNoPlaceForLocks(error: unknown): boolean {
  const code = primaryCode(error)
  return code === sqliteCode.readOnly || code === sqliteCode.cantOpen || isNoSpaceForLocks(error)
}

const hasLog = (place: string): boolean => (statSync(`${place}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0

/** Before anything is written. */
function checkOrigin(db: Database, place: string): void {
  const tables = Number(db.prepare('SELECT count(*) AS count FROM sqlite_schema').get()?.count)
  const origin = Number(db.prepare('PRAGMA application_id').get()?.application_id)
  if (tables > 0 && origin !== applicationId) throw otherProgram(place)
  const version = versionOf(db)
  if (version > newestVersion)
    throw new StoreError(
      'newer',
      `${place} was written by a newer version of this program (${version}, this one knows ${newestVersion}): update, or name another file.`,
    )
}
