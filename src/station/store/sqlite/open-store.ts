/** Opens a store: a file of SQLite, or one in memory for tests. */
import { mkdir, realpath } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import type { Logger } from '#wire/logger'
import type { Store } from '../store.ts'
import { claimFile } from './claim-file.ts'
import { connectToRead, connectToWrite } from './connection.ts'
import { type Engine, loadEngine } from './engine.ts'
import { SqliteStore } from './sqlite-store.ts'
import { storeFailure } from './store-failure.ts'
import { lockStore } from './store-lock.ts'

export interface OpenOptions {
  /** Beside a station that writes; takes no lock and changes nothing. */
  readonly readOnly?: boolean | undefined
  readonly logger: Logger
  /** For tests of a full disk: the file may have so many pages. */
  readonly largestPages?: number | undefined
}

/** @param file a path, or `:memory:`. @throws StoreError. */
export async function openStore(file: string, options: OpenOptions): Promise<Store> {
  try {
    const engine = await loadEngine()
    if (file === ':memory:') return inMemory(engine, options)
    return await (options.readOnly ? toRead(engine, file, options) : toWrite(engine, file, options))
  } catch (error) {
    throw storeFailure(error, file)
  }
}

function inMemory(engine: Engine, { logger, largestPages }: OpenOptions): Store {
  const place = ':memory:'
  const db = connectToWrite(engine, place, { largestPages })
  return new SqliteStore({ engine, db, place, logger, lock: { close() {} } })
}

async function toRead(engine: Engine, file: string, { logger }: OpenOptions): Promise<Store> {
  const place = resolve(file)
  const connect = () => connectToRead(engine, place)
  return new SqliteStore({ engine, db: connect(), place, logger, connect })
}

async function toWrite(engine: Engine, file: string, { logger, largestPages }: OpenOptions): Promise<Store> {
  await mkdir(dirname(resolve(file)), { recursive: true, mode: 0o700 })
  await claimFile(file)
  const place = await realpath(file)
  const lock = await lockStore(engine, place)
  try {
    const db = connectToWrite(engine, place, { largestPages })
    return new SqliteStore({ engine, db, place, logger, lock, connect: () => connectToRead(engine, place) })
  } catch (error) {
    lock.close()
    throw error
  }
}
