/** Brings entries into the store, in their order; while it takes nothing they wait, and are tried again. */
import type { Clock } from '#time/clock'
import { millis, minutes, seconds } from '#time/duration'
import type { Logger } from '#wire/logger'
import type { News } from '../news.ts'
import type { Store } from '../store/store.ts'
import type { JournalEntry } from './journal-entry.ts'

export interface EntryWriterSetting {
  readonly store: Pick<Store, 'write'>
  readonly news: News
  readonly clock: Pick<Clock, 'after'>
  readonly logger: Logger
}

type Memory = Readonly<Record<string, unknown>>

interface Waiting {
  readonly entry: JournalEntry
  readonly kept: (entry: JournalEntry) => void
}

/** Entries that may wait; what comes beyond that is lost. */
const mostWaiting = 10_000
const [firstWait, longestWait] = [seconds(1), minutes(1)]

export class EntryWriter {
  readonly #setting: EntryWriterSetting
  #waiting: Waiting[] = []
  #memory: Memory = {}
  #wait = firstWait
  #working: Promise<void> | undefined
  #cancelRetry: (() => void) | undefined
  #closed = false

  constructor(setting: EntryWriterSetting) {
    this.#setting = setting
  }

  /**
   * Never throws. One with an id takes the place of that one.
   * @param memory written with it or not at all.
   * @param kept is told when it is in the store, with its id.
   */
  append(entry: JournalEntry, memory: Memory = {}, kept: (entry: JournalEntry) => void = () => {}): void {
    if (this.#waiting.length < mostWaiting) this.#waiting.push({ entry, kept })
    else this.#setting.logger.error({ kind: entry.kind, repeats: true }, 'An entry of the journal was lost')
    this.remember(memory)
  }

  /** For the next start. */
  remember(memory: Memory): void {
    this.#memory = { ...this.#memory, ...memory }
    if (!this.#cancelRetry) this.#working ??= this.#work()
  }

  /** Resolves when nothing waits any more, or when it has to wait longer. */
  async settled(): Promise<void> {
    await this.#working
  }

  /** Tries a last time. What comes after that is still tried once. Safe twice. */
  async close(): Promise<void> {
    this.#closed = true
    this.#cancelRetry?.()
    this.#cancelRetry = undefined
    await this.#working
    if (this.#isIdle) return
    this.#working = this.#work()
    await this.#working
    if (this.#waiting.length > 0)
      this.#setting.logger.error({ entries: this.#waiting.length }, 'These entries of the journal could not be kept')
  }

  get #isIdle(): boolean {
    return this.#waiting.length === 0 && Object.keys(this.#memory).length === 0
  }

  async #work(): Promise<void> {
    // What is said in one breath is written together.
    await Promise.resolve()
    while (!this.#isIdle) {
      const [entries, memory] = [this.#waiting, this.#memory]
      this.#waiting = []
      this.#memory = {}
      try {
        const { journal } = await this.#setting.store.write({ journal: entries.map(({ entry }) => entry), memory })
        this.#wait = firstWait
        for (const [i, entry] of journal.entries()) {
          entries[i]?.kept(entry)
          this.#setting.news.tell({ kind: 'journal', entry })
        }
      } catch (error) {
        this.#waiting = [...entries, ...this.#waiting]
        this.#memory = { ...memory, ...this.#memory }
        this.#setting.logger.error({ error, repeats: true }, 'The journal could not be written')
        this.#retryLater()
        break
      }
    }
    this.#working = undefined
  }

  #retryLater(): void {
    if (this.#closed) return
    this.#cancelRetry = this.#setting.clock.after(this.#wait, () => {
      this.#cancelRetry = undefined
      this.#working ??= this.#work()
    })
    this.#wait = millis(Math.min(longestWait, this.#wait * 2))
  }
}
