/** What happens in a station, told to whoever listens at that moment. A listener that throws harms nobody else. */
import type { PresenceState } from '#heater/presence'
import type { Logger } from '#wire/logger'
import type { Alert } from './alerts/alert.ts'
import type { Gap } from './history/gap.ts'
import type { JournalEntry } from './journal/journal-entry.ts'
import type { Sample } from './sample.ts'

export type NewsItem =
  | { readonly kind: 'sample'; readonly sample: Sample }
  | { readonly kind: 'journal'; readonly entry: JournalEntry }
  | { readonly kind: 'alert'; readonly alert: Alert }
  | { readonly kind: 'gap'; readonly gap: Gap }
  | { readonly kind: 'presence'; readonly heater: string; readonly state: PresenceState }
  /** An account, its link or its list of heaters changed. */
  | { readonly kind: 'account'; readonly account: string }

export class News {
  readonly #logger: Logger
  readonly #listeners = new Set<(item: NewsItem) => void>()

  constructor(logger: Logger) {
    this.#logger = logger
  }

  /** @returns how to end it. */
  listen(listener: (item: NewsItem) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  tell(item: NewsItem): void {
    for (const listener of this.#listeners)
      try {
        listener(item)
      } catch (error) {
        this.#logger.error({ error }, 'A listener failed')
      }
  }
}
