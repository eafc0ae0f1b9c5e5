/** A copy of a store, made while others write to it: under its own name only when it is whole. */
import { existsSync } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { StoreError } from '../store-error.ts'
import type { Database, Engine } from './engine.ts'
import { storeFailure } from './store-failure.ts'

/** Copied at once; then others have their turn, and the signal is looked at. */
const portion = 500

/** @throws StoreError, and the signal's reason. */
export async function backUp(engine: Engine, source: Database, file: string, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted()
  refuseExisting(file)
  const unfinished = `${file}.${process.pid}.part`
  try {
    await (await open(unfinished, 'wx', 0o600)).close()
    await engine.backup(source, unfinished, { rate: portion, progress: () => signal.throwIfAborted() })
    signal.throwIfAborted()
    refuseExisting(file)
    await rename(unfinished, file)
  } catch (error) {
    await rm(unfinished, { force: true })
    await rm(`${unfinished}-journal`, { force: true })
    throw signal.aborted ? signal.reason : storeFailure(error, file)
  }
}

function refuseExisting(file: string): void {
  if (existsSync(file)) throw new StoreError('failed', `${file} exists already: name another file for the backup.`)
}
