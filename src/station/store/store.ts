/**
 * What keeps a station's memory: the port that SQLite stands behind, and another store may stand beside. All that is
 * computed from a record lies above it, in `history`; a store only keeps and finds. Times are ms since 1970, UTC.
 */
import type { Alert } from '../alerts/alert.ts'
import type { EnergyDay } from '../history/energy-day.ts'
import type { Gap } from '../history/gap.ts'
import type { JournalEntry, JournalKind } from '../journal/journal-entry.ts'

/** A heater as the record knows it. */
export interface StoredHeater {
  readonly id: string
  readonly name: string
  /** Where it stands, as `America/Los_Angeles`: its local days are days of that zone. */
  readonly timeZone: string
  /** Of its account in the config. */
  readonly account: string
}

/** A status as it came: raw fields of the wire, unknown and odd ones included. */
export interface StoredSample {
  readonly heater: string
  readonly at: number
  readonly cause: 'answer' | 'push' | 'import'
  /** Whether the cloud could reach the heater. */
  readonly connected: boolean
  readonly raw: Readonly<Record<string, unknown>>
}

/** Samples of one heater and UTC day, packed by `history`. */
export interface DayBlock {
  readonly heater: string
  /** The first moment of its UTC day. */
  readonly day: number
  readonly samples: number
  readonly data: Uint8Array
}

/** A block on its way in. */
export interface NewBlock extends DayBlock {
  /** When the raw samples were that are in it: they go away. One that came meanwhile stays. */
  readonly raw: readonly number[]
}

/** Numbers over a span, packed by `history`: the hours of a UTC day, or one day of the heater's zone. */
export interface Rollup {
  readonly heater: string
  readonly span: 'hours' | 'day'
  readonly from: number
  readonly data: Uint8Array
}

/** An hour whose samples changed since its rollup was made. */
export interface DirtyHour {
  readonly heater: string
  readonly hour: number
  /** The store's, another one with each change: what is clean by an older mark stays dirty. */
  readonly mark?: number | undefined
}

/** A run of the station. */
export interface StationRun {
  readonly id: string
  readonly started: number
  /** When it last said that it lives. */
  readonly alive: number
  readonly ended?: number | undefined
  readonly version: string
}

export interface ApiToken {
  readonly id: string
  readonly name: string
  readonly scope: 'read' | 'write'
  /** Of the secret, hex SHA-256. */
  readonly hash: string
  readonly created: number
  readonly used?: number | undefined
}

/** What is written together, in one transaction. Where a thing with its id or key is there already, it is replaced. */
export interface Batch {
  readonly heaters?: readonly StoredHeater[]
  /** One that is there already is left out; another of the same heater and time gets the next free millisecond. */
  readonly samples?: readonly StoredSample[]
  readonly dirty?: readonly DirtyHour[]
  /** Hours whose rollup was made. */
  readonly clean?: readonly DirtyHour[]
  readonly rollups?: readonly Rollup[]
  readonly blocks?: readonly NewBlock[]
  /** One that is over where it begins goes away. */
  readonly gaps?: readonly Gap[]
  /** Lines that go away, before others come. */
  readonly removedEnergy?: readonly Pick<EnergyDay, 'heater' | 'day'>[]
  readonly energy?: readonly EnergyDay[]
  /** An entry without an id is appended. */
  readonly journal?: readonly JournalEntry[]
  readonly alerts?: readonly Alert[]
  readonly tokens?: readonly ApiToken[]
  readonly removedTokens?: readonly string[]
  readonly runs?: readonly StationRun[]
  /** What parts of the station keep for themselves, by a key; JSON. */
  readonly memory?: Readonly<Record<string, unknown>>
}

/** From (included) and until (excluded), ms since 1970; without them, all. */
export interface Span {
  readonly from?: number | undefined
  readonly until?: number | undefined
}

export interface SampleQuery extends Span {
  readonly heater: string
  readonly limit?: number | undefined
  /** Newest first. */
  readonly backwards?: boolean | undefined
}

export interface JournalQuery extends Span {
  readonly heater?: string | undefined
  readonly kinds?: readonly JournalKind[] | undefined
  /** Only entries with a smaller id: the next page. */
  readonly before?: number | undefined
  /** Newest first; 100 by default. */
  readonly limit?: number | undefined
}

/** How much there is of everything. */
export interface StoreSize {
  /** Of all its files. */
  readonly bytes: number
  readonly samples: number
  readonly blocks: number
  readonly packedSamples: number
  readonly journal: number
  readonly gaps: number
}

/** What takes the most room, in bytes. */
export interface StoreBytes {
  readonly samples: number
  readonly blocks: number
  readonly rollups: number
  /** UTC days of a heater that have numbers. */
  readonly rolledUpDays: number
}

/** `ready`; or why it doesn't take anything at the moment. */
export type StoreState = 'ready' | 'full' | 'read-only' | 'failed' | 'closed'

export interface Store {
  readonly kind: string
  /** Where it is, as a person would name it: a path. */
  readonly place: string
  readonly state: StoreState

  /**
   * All of it or nothing. When it resolves, a crash of the program can't undo it.
   * @returns the journal entries with their ids.
   * @throws StoreError
   */
  write(batch: Batch): Promise<{ readonly journal: readonly JournalEntry[] }>

  heaters(): Promise<readonly StoredHeater[]>
  /** Raw samples that are in no block, by time. At most 10,000 at once. */
  samples(query: SampleQuery): Promise<readonly StoredSample[]>
  blocks(query: Span & { readonly heater: string }): Promise<readonly DayBlock[]>
  rollups(query: Span & { readonly heater: string; readonly span: Rollup['span'] }): Promise<readonly Rollup[]>
  dirty(): Promise<readonly DirtyHour[]>
  /** Those that touch the span, by their beginning. */
  gaps(query: Span & { readonly heater?: string | undefined }): Promise<readonly Gap[]>
  /** By day; `from` and `until` (excluded) as `2026-11-21`. */
  energy(query: {
    readonly heater?: string | undefined
    readonly from?: string | undefined
    readonly until?: string | undefined
  }): Promise<readonly EnergyDay[]>
  journal(query: JournalQuery): Promise<readonly JournalEntry[]>
  /** Newest first. */
  alerts(query: { readonly open?: boolean | undefined; readonly limit?: number | undefined }): Promise<readonly Alert[]>
  tokens(): Promise<readonly ApiToken[]>
  /** Newest first. */
  runs(limit: number): Promise<readonly StationRun[]>
  memory(key: string): Promise<unknown>

  size(): Promise<StoreSize>
  /** Goes through all of it. Undefined where the store can't tell. */
  bytes(): Promise<StoreBytes | undefined>
  /** A copy that can be opened by itself, made while others write. @throws StoreError where the file exists. */
  backup(file: string, signal?: AbortSignal): Promise<void>
  /** Gives space back to the disk. */
  vacuum(): Promise<void>
  /** Safe twice. What was acknowledged is kept. */
  close(): Promise<void>
}
