/** Brings what waits into the store, in few transactions, and tries again for as long as the store takes nothing. */
import type { Clock } from '#time/clock'
import { type Duration, formatDuration, millis, minutes, seconds } from '#time/duration'
import type { Logger } from '#wire/logger'
import type { JournalEntry } from '../journal/journal-entry.ts'
import type { StationRun, Store } from '../store/store.ts'
import { StoreError } from '../store/store-error.ts'
import type { Backlog, BacklogItem } from './backlog.ts'
import { batchOf } from './batch.ts'
import type { SilencesSetting } from './silences.ts'

/** `waiting`: the store takes nothing at the moment; why not is in `problem`. */
export interface RecorderState {
  readonly kind: 'recording' | 'waiting'
  readonly problem?: string | undefined
  /** By the heaters' clock. */
  readonly since: Date
}

export interface BatchWriterSetting extends Pick<SilencesSetting, 'interval'> {
  readonly backlog: Backlog
  readonly store: Store
  /** The heaters'. */
  readonly clock: Pick<Clock, 'now'>
  readonly wallClock: Clock
  readonly logger: Logger
  readonly note: (entry: JournalEntry) => void
  /** The station's run as it is to be written with each transaction. */
  readonly run: () => StationRun
  /** Samples that were given up so far. */
  readonly lost: () => number
  /** A sample that the store can't ever take. */
  readonly unfit: (item: BacklogItem) => void
}

/** Each transaction waits for the disk, so what comes within this time after one shares the next. */
const gatheredFor = seconds(1)
const largestBatch = 1000
/** After so many failures so many samples are tried one by one. */
const [patience, sifted] = [3, 20]
const [firstWait, longestWait] = [seconds(1), minutes(1)]

export class BatchWriter {
  readonly #setting: BatchWriterSetting
  #state: RecorderState
  #wait = firstWait
  /** In a row. */
  #failures = 0
  #flushed = Number.NEGATIVE_INFINITY
  #flushing: Promise<void> | undefined
  #cancel: (() => void) | undefined
  #closed = false

  constructor(setting: BatchWriterSetting) {
    this.#setting = setting
    this.#state = { kind: 'recording', since: new Date(setting.clock.now()) }
  }

  get state(): RecorderState {
    return this.#state
  }

  /** At once, if the last transaction is a while ago or there is enough for one; else with what comes until then. */
  async soon(): Promise<void> {
    const { backlog, wallClock } = this.#setting
    if (backlog.length === 0 || this.#closed) return
    if (backlog.length >= largestBatch && this.#state.kind === 'recording') return this.flush()
    if (this.#cancel) return
    const since = wallClock.now() - this.#flushed
    if (since < 0 || since >= gatheredFor) await this.flush()
    else this.#flushIn(millis(gatheredFor - since))
  }

  /** Writes all that waits, and the run where nothing does. Resolves also when that failed. */
  flush(): Promise<void> {
    this.#cancel?.()
    this.#flushing ??= this.#write().finally(() => {
      this.#flushing = undefined
      // What came in the last moment.
      void this.soon()
    })
    return this.#flushing
  }

  /** Writes the run, unless something was written that recently, or nothing can be. */
  async atLeastEvery(span: Duration): Promise<void> {
    const since = this.#setting.wallClock.now() - this.#flushed
    if (this.#state.kind === 'recording' && (since < 0 || since >= span)) await this.flush()
  }

  /** Tries a last time. Safe twice. */
  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    this.#cancel?.()
    await this.#flushing
    await this.flush()
  }

  #flushIn(wait: Duration): void {
    this.#cancel?.()
    const cancel = this.#setting.wallClock.after(wait, () => {
      this.#cancel = undefined
      void this.flush()
    })
    this.#cancel = () => {
      this.#cancel = undefined
      cancel()
    }
  }

  async #write(): Promise<void> {
    const { backlog, wallClock } = this.#setting
    do {
      const items = backlog.first(largestBatch)
      this.#flushed = wallClock.now()
      try {
        await this.#put(items)
        backlog.drop(items.length)
        this.#takes()
      } catch (error) {
        if (!(await this.#sifted(error))) return this.#refuses(error)
      }
    } while (backlog.length > 0)
  }

  async #put(items: readonly BacklogItem[]): Promise<void> {
    const { store, interval, clock, run } = this.#setting
    const batch = await batchOf({ store, interval, now: clock.now() }, items)
    await store.write({ ...batch, runs: [run()] })
  }

  /** When it fails again and again, one sample may be at fault, and the others are not to suffer for it. */
  async #sifted(error: unknown): Promise<boolean> {
    const { backlog, logger, unfit } = this.#setting
    if (error instanceof StoreError && error.problem !== 'failed') return false
    if (++this.#failures < patience) return false
    const items = backlog.first(sifted)
    const failed: BacklogItem[] = []
    for (const item of items) await this.#put([item]).catch(() => failed.push(item))
    if (failed.length === items.length) return false
    backlog.drop(items.length)
    for (const item of failed) unfit(item)
    logger.error({ error, samples: failed.length }, 'The store can’t take these samples, and they are left out')
    return true
  }

  #refuses(error: unknown): void {
    const { clock, logger, note } = this.#setting
    const problem = error instanceof Error ? error.message : String(error)
    if (this.#state.kind === 'recording') {
      logger.error({ error }, 'The store takes nothing; samples wait in memory')
      note({
        at: clock.now(),
        kind: 'store',
        text: `Nothing can be kept, and samples wait in memory: ${problem}`,
        data: { state: 'waiting', ...(error instanceof StoreError && { problem: error.problem }) },
      })
      this.#state = { kind: 'waiting', problem, since: new Date(clock.now()) }
    } else this.#state = { ...this.#state, problem }
    if (!this.#closed) this.#flushIn(this.#wait)
    this.#wait = millis(Math.min(longestWait, this.#wait * 2))
  }

  #takes(): void {
    this.#wait = firstWait
    this.#failures = 0
    if (this.#state.kind === 'recording') return
    const { clock, logger, note } = this.#setting
    const [now, lost] = [clock.now(), this.#setting.lost()]
    const lasted = millis(Math.max(0, now - this.#state.since.getTime()))
    this.#state = { kind: 'recording', since: new Date(now) }
    logger.info({ lost }, 'The store takes samples again')
    const what = lost === 0 ? 'none was lost' : `${lost} were lost since the start`
    note({
      at: now,
      kind: 'store',
      text: `Samples are kept again after ${formatDuration(lasted)}; ${what}.`,
      data: { state: 'recording', lasted, lost },
    })
  }
}
