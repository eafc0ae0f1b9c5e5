/** Comings and goings of a heater: told one by one, and together where they are so many that nobody would read them. */
import type { PresenceState } from '#heater/presence'
import type { Clock } from '#time/clock'
import { hours } from '#time/duration'
import { flappingEntry, presenceEntry } from './entries.ts'
import type { JournalEntry } from './journal-entry.ts'

export interface PresenceLogSetting {
  readonly heater: string
  /** The heaters'. */
  readonly clock: Pick<Clock, 'now' | 'after'>
  readonly append: (entry: JournalEntry) => void
}

/** Of an hour: three times gone and back. */
const toldSingly = 6
const within = hours(1)

export class PresenceLog {
  readonly #setting: PresenceLogSetting
  /** When it changed lately. */
  #changes: number[] = []
  /** Those that are told together, and since when. */
  #folded: PresenceState[] = []
  #since = 0
  #cancel = () => {}

  constructor(setting: PresenceLogSetting) {
    this.#setting = setting
  }

  /** @param before what it was until now, and since when. */
  changed(state: PresenceState, before: { readonly state: PresenceState; readonly since: number } | undefined): void {
    const { heater, clock, append } = this.#setting
    const at = clock.now()
    this.#changes = [...this.#changes.filter(other => Math.abs(at - other) < within), at].slice(-toldSingly - 1)
    if (this.#folded.length === 0 && this.#changes.length <= toldSingly)
      append(presenceEntry(state, before, { at, heater }))
    else if (this.#folded.push(state) === 1) {
      this.#since = at
      this.#cancel = clock.after(within, () => this.tell())
    }
  }

  /** What waits is told now. */
  tell(): void {
    this.#cancel()
    const { heater, clock, append } = this.#setting
    const states = this.#folded
    this.#folded = []
    if (states.length > 0) append(flappingEntry(states, { since: this.#since, at: clock.now(), heater }))
  }
}
