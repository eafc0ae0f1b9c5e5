/** What happened, for years: changes and who made them, commands, faults, comings and goings. Who it was is told as far as it can be. */
import type { Clock } from '#time/clock'
import type { Logger } from '#wire/logger'
import type { News, NewsItem } from '../news.ts'
import type { Sample } from '../sample.ts'
import type { Sink } from '../sink.ts'
import type { Deed, StationAccount, StationHeater } from '../station-view.ts'
import type { JournalQuery, Store } from '../store/store.ts'
import { Deeds, type EndedDeed } from './deeds.ts'
import { commandEntry } from './entries.ts'
import { EntryWriter } from './entry-writer.ts'
import { HeaterChecks } from './heater-checks.ts'
import { HeaterChronicle } from './heater-chronicle.ts'
import type { JournalEntry } from './journal-entry.ts'
import { LinkWatch } from './link-watch.ts'
import { schedules } from './schedule-changes.ts'

export interface JournalOptions {
  readonly store: Store
  readonly news: News
  /** The heaters'. */
  readonly clock: Clock
  /** For tries to write; the heaters' by default. */
  readonly wallClock?: Clock | undefined
  readonly logger: Logger
  readonly heaters: () => readonly StationHeater[]
  /** Whose links are watched. */
  readonly accounts?: (() => readonly Pick<StationAccount, 'name' | 'link'>[]) | undefined
}

export interface Acting {
  /** Writes down what came of it. */
  ended(outcome: EndedDeed): void
}

export class Journal implements Sink {
  readonly name = 'journal'
  readonly #options: JournalOptions
  readonly #writer: EntryWriter
  readonly #deeds = new Deeds()
  readonly #checks: HeaterChecks
  readonly #links: LinkWatch
  readonly #chronicles = new Map<string, HeaterChronicle>()
  #stopListening = () => {}

  constructor(options: JournalOptions) {
    const { store, news, clock, wallClock = clock, logger } = options
    this.#options = options
    this.#writer = new EntryWriter({ store, news, clock: wallClock, logger })
    this.#checks = new HeaterChecks({
      clock,
      logger,
      check: async (heater, signal) => this.#chronicles.get(heater)?.check(signal),
    })
    this.#links = new LinkWatch(
      () => clock.now(),
      entry => this.note(entry),
    )
  }

  async start(): Promise<void> {
    this.#stopListening()
    this.#stopListening = this.#options.news.listen(item => this.#heard(item))
    this.#follow()
  }

  /** Appends; never throws. While the store takes nothing it is kept, and tried again. */
  note(entry: JournalEntry): void {
    this.#writer.append(entry)
  }

  /** Newest first. */
  read(query: JournalQuery): Promise<readonly JournalEntry[]> {
    return this.#options.store.journal(query)
  }

  /** Says that something is being done to a heater by us, so that its change is known as ours. */
  acting(deed: Deed): Acting {
    const { clock } = this.#options
    const began = clock.now()
    const ended = this.#deeds.begin(deed, began)
    return {
      ended: outcome => {
        const now = clock.now()
        ended(outcome, now)
        this.note(commandEntry(deed, outcome, began, now))
        if (writesSchedule(deed)) this.#checks.now(deed.heater.id)
      },
    }
  }

  async write(samples: readonly Sample[]): Promise<void> {
    for (const sample of samples) {
      const chronicle = this.#chronicles.get(sample.heater) ?? this.#follow().get(sample.heater)
      await chronicle?.sample(sample)
      this.#checks.heard(sample.heater)
    }
    await this.#writer.settled()
  }

  /** What was noted is kept, if it can be. Safe twice. */
  async stop(): Promise<void> {
    this.#stopListening()
    this.#links.close()
    await this.#checks.close()
    for (const chronicle of this.#chronicles.values()) chronicle.close()
    this.#chronicles.clear()
    await this.#writer.close()
  }

  #heard(item: NewsItem): void {
    if (item.kind === 'account') this.#forget(this.#follow())
    if (item.kind === 'presence') this.#chronicles.get(item.heater)?.presence(item.state)
  }

  /** Heaters that are watched no longer. */
  #forget(chronicles: ReadonlyMap<string, HeaterChronicle>): void {
    const heaters = new Set(this.#options.heaters().map(({ id }) => id))
    for (const [id, chronicle] of chronicles)
      if (!heaters.has(id)) {
        chronicle.close()
        this.#chronicles.delete(id)
      }
  }

  /** Those heaters and links that there are now. */
  #follow(): ReadonlyMap<string, HeaterChronicle> {
    const { heaters, accounts, store, clock, logger } = this.#options
    this.#links.watch(accounts?.() ?? [])
    for (const heater of heaters()) {
      const known = this.#chronicles.get(heater.id)
      if (known?.heater.device === heater.device && known.heater.timeZone === heater.timeZone) continue
      known?.close()
      const chronicle = new HeaterChronicle({
        heater,
        store,
        clock,
        logger,
        writer: this.#writer,
        deeds: this.#deeds,
        doubt: () => this.#checks.soon(heater.id),
      })
      this.#chronicles.set(heater.id, chronicle)
      chronicle.presence(heater.device.presence)
    }
    return this.#chronicles
  }
}

const writesSchedule = ({ command }: Deed) => Object.values(schedules).some(({ deeds }) => deeds.includes(command))
