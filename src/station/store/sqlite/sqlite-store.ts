/** A store in one SQLite file. */
import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import { setImmediate as breath } from 'node:timers/promises'
import type { Logger } from '#wire/logger'
import type {
  Batch,
  JournalQuery,
  Rollup,
  SampleQuery,
  Span,
  Store,
  StoreBytes,
  StoreSize,
  StoreState,
} from '../store.ts'
import { StoreError } from '../store-error.ts'
import { backUp } from './backup.ts'
import type { EnergyQuery } from './energy-table.ts'
import type { Database, Engine } from './engine.ts'
import { storeFailure } from './store-failure.ts'
import type { StoreLock } from './store-lock.ts'
import { tableBytes } from './table-bytes.ts'
import { Tables } from './tables.ts'

export interface SqliteStoreParts {
  readonly engine: Engine
  readonly db: Database
  /** A path, or `:memory:`. */
  readonly place: string
  readonly logger: Logger
  /** Absent where it is only read. */
  readonly lock?: StoreLock | undefined
  /** Another connection to the same file; absent where there can be none. */
  readonly connect?: (() => Database) | undefined
}

/** Pages that are given back at once. */
const vacuumPortion = 1000

export class SqliteStore implements Store {
  readonly kind = 'sqlite'
  readonly place: string
  readonly #parts: SqliteStoreParts
  readonly #db: Database
  readonly #tables: Tables
  readonly #identity: string | undefined
  readonly #ending = new AbortController()
  readonly #backups = new Set<Promise<void>>()
  #state: StoreState
  #closing: Promise<void> | undefined

  constructor(parts: SqliteStoreParts) {
    this.#parts = parts
    this.place = parts.place
    this.#db = parts.db
    this.#tables = new Tables(parts.db)
    this.#identity = this.#identityNow()
    this.#state = parts.lock ? 'ready' : 'read-only'
  }

  get state(): StoreState {
    return this.#state
  }

  async write(batch: Batch) {
    this.#checkWritable()
    try {
      this.#checkPlace()
      this.#rollBack()
      this.#db.exec('BEGIN IMMEDIATE')
      const journal = this.#tables.put(batch)
      this.#db.exec('COMMIT')
      this.#state = 'ready'
      return { journal }
    } catch (error) {
      this.#tables.forget()
      // What can't be kept is at fault here, not the store.
      const failure = error instanceof RangeError ? unfit(error) : storeFailure(error, this.place)
      const { problem } = failure
      if (!(error instanceof RangeError))
        this.#state = problem === 'full' || problem === 'read-only' ? problem : 'failed'
      try {
        this.#rollBack()
      } catch (cause) {
        // The next batch begins with it.
        this.#parts.logger.warn({ error: cause }, 'A transaction could not be taken back')
      }
      throw failure
    }
  }

  heaters = () => this.#read(tables => tables.heaters.all())
  samples = (query: SampleQuery) => this.#read(tables => tables.samples.find(query))
  blocks = (query: Span & { readonly heater: string }) => this.#read(tables => tables.blocks.find(query))
  rollups = (query: Span & Pick<Rollup, 'heater' | 'span'>) => this.#read(tables => tables.rollups.find(query))
  dirty = () => this.#read(tables => tables.dirtyHours.all())
  gaps = (query: Span & { readonly heater?: string | undefined }) => this.#read(tables => tables.gaps.find(query))
  energy = (query: EnergyQuery) => this.#read(tables => tables.energy.find(query))
  journal = (query: JournalQuery) => this.#read(tables => tables.journal.find(query))
  alerts = (query: { readonly open?: boolean | undefined; readonly limit?: number | undefined }) =>
    this.#read(tables => tables.alerts.find(query.open, query.limit))
  tokens = () => this.#read(tables => tables.tokens.all())
  runs = (limit: number) => this.#read(tables => tables.runs.newest(limit))
  memory = (key: string) => this.#read(tables => tables.memory.get(key))

  size = (): Promise<StoreSize> =>
    this.#read(({ tally, blocks, journal, gaps }) => ({
      bytes: this.#bytes(),
      samples: tally.get('samples'),
      blocks: blocks.count(),
      packedSamples: tally.get('packed'),
      journal: journal.count(),
      gaps: gaps.count(),
    }))

  async bytes(): Promise<StoreBytes | undefined> {
    try {
      return await this.#read(() => tableBytes(this.#db))
    } catch (error) {
      // Not every SQLite that Node is built with can tell.
      if (/no such table: dbstat/.test((error as Error).message)) return undefined
      throw error
    }
  }

  async backup(file: string, signal?: AbortSignal): Promise<void> {
    const { engine, connect } = this.#parts
    if (this.#state === 'closed') throw closed(this.place)
    const copying = async () => {
      // A snapshot of its own: a copy would begin again with each change that it sees.
      const source = connect?.()
      try {
        source?.exec('BEGIN; SELECT count(*) FROM sqlite_schema')
        const ending = this.#ending.signal
        await backUp(engine, source ?? this.#db, resolve(file), signal ? AbortSignal.any([signal, ending]) : ending)
      } finally {
        source?.close()
      }
    }
    const backup = copying()
    this.#backups.add(backup)
    await backup.finally(() => this.#backups.delete(backup))
  }

  async vacuum(): Promise<void> {
    this.#checkWritable()
    try {
      for (let free = this.#pragma('freelist_count'); free > 0 && this.#db.isOpen; free -= vacuumPortion) {
        this.#db.exec(`PRAGMA incremental_vacuum(${vacuumPortion})`)
        await breath()
      }
      if (this.#db.isOpen) this.#db.exec('PRAGMA wal_checkpoint(TRUNCATE)')
    } catch (error) {
      throw storeFailure(error, this.place)
    }
  }

  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  async #close(): Promise<void> {
    this.#state = 'closed'
    this.#ending.abort(closed(this.place))
    await Promise.allSettled(this.#backups)
    try {
      // The last one that leaves brings the log into the file.
      this.#db.close()
    } finally {
      this.#parts.lock?.close()
    }
  }

  async #read<T>(work: (tables: Tables) => T): Promise<T> {
    if (this.#state === 'closed') throw closed(this.place)
    try {
      return work(this.#tables)
    } catch (error) {
      throw storeFailure(error, this.place)
    }
  }

  #checkWritable(): void {
    if (this.#state === 'closed') throw closed(this.place)
    if (!this.#parts.lock) throw new StoreError('read-only', `${this.place} was opened for reading only.`)
  }

  /** SQLite would go on writing into a file that nobody can find any more. */
  #checkPlace(): void {
    if (this.#identityNow() !== this.#identity)
      throw new StoreError(
        'failed',
        `${this.place} was moved, deleted or exchanged while it was in use: start the station again.`,
      )
  }

  #identityNow(): string | undefined {
    if (!this.#parts.connect) return undefined
    const stats = statSync(this.place, { throwIfNoEntry: false })
    return stats && `${stats.dev} ${stats.ino}`
  }

  #rollBack(): void {
    if (this.#db.isTransaction) this.#db.exec('ROLLBACK')
  }

  #bytes(): number {
    if (!this.#parts.connect) return this.#pragma('page_count') * this.#pragma('page_size')
    const sizes = ['', '-wal', '-shm', '-lock'].map(
      end => statSync(`${this.place}${end}`, { throwIfNoEntry: false })?.size ?? 0,
    )
    return sizes.reduce((sum, size) => sum + size, 0)
  }

  #pragma(name: string): number {
    return Number(this.#db.prepare(`PRAGMA ${name}`).get()?.[name])
  }
}

const unfit = (cause: RangeError) => new StoreError('failed', `It can’t be kept: ${cause.message}`, { cause })
const closed = (place: string) => new StoreError('failed', `${place} is closed.`)
