/** A real store whose disk is full at times, whose acknowledgements are witnessed, and whose files can be had as a crash leaves them. */
import { copyFileSync, existsSync } from 'node:fs'
import { openStore } from '#station/store/sqlite/open-store'
import type { Batch, Store } from '#station/store/store'
import { StoreError } from '#station/store/store-error'
import { silentLogger } from '#wire/logger'
import type { Witness } from './witness.ts'

export interface FrailStore {
  readonly store: Store
  /** While it is true every write is refused. */
  full: boolean
  /** Whoever was killed acknowledges nothing any more. */
  dead: boolean
}

/** What a killed program leaves: the files as they are at this moment. The lock is the system's, and would be gone. */
export function crashed(from: string, to: string): void {
  for (const tail of ['', '-wal']) if (existsSync(`${from}${tail}`)) copyFileSync(`${from}${tail}`, `${to}${tail}`)
}

export async function openFrailStore(file: string, witness: Witness): Promise<FrailStore> {
  const inner = await openStore(file, { logger: silentLogger })
  const frail = { full: false, dead: false }
  const write = async (batch: Batch) => {
    if (frail.full) throw new StoreError('full', 'The disk is full.')
    const written = await inner.write(batch)
    if (!frail.dead) witness.kept(batch.samples ?? [])
    return written
  }
  const store = new Proxy(inner, {
    get(target, key) {
      if (key === 'write') return write
      const value = Reflect.get(target, key, target) as unknown
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
  return Object.assign(frail, { store })
}
