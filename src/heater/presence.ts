/** Whether a heater is there: what the cloud says of it, and how many expected answers it left out since it last spoke. */

/** `stale`: it should have answered three times and did not. `offline`: ten times, or the cloud says so. */
export type PresenceState = 'unknown' | 'online' | 'stale' | 'offline'

const staleAfter = 3
const offlineAfter = 10

export class Presence {
  readonly #now: () => number
  readonly #changed: (state: PresenceState) => void
  #connected: boolean | undefined
  #silences = 0
  #state: PresenceState
  #since: number

  /** @param connected what the cloud's list says. */
  constructor(connected: boolean | undefined, now: () => number, changed: (state: PresenceState) => void) {
    this.#connected = connected
    this.#now = now
    this.#changed = changed
    this.#state = this.#derived
    this.#since = now()
  }

  get state(): PresenceState {
    return this.#state
  }

  get since(): Date {
    return new Date(this.#since)
  }

  /** Whether the cloud can reach it, as far as was told last. */
  get connected(): boolean | undefined {
    return this.#connected
  }

  /** It spoke, or came: whatever was missed is forgotten. */
  heard(): void {
    this.#silences = 0
    this.told(true)
  }

  /** The cloud's word. That it can reach the heater doesn't make a silent one speak. */
  told(connected: boolean): void {
    this.#connected = connected
    this.#look()
  }

  /** It was asked over an open link, and gave no answer in time. */
  silent(): void {
    this.#silences++
    this.#look()
  }

  get #derived(): PresenceState {
    if (this.#connected === false || this.#silences >= offlineAfter) return 'offline'
    if (this.#silences >= staleAfter) return 'stale'
    return this.#connected === undefined ? 'unknown' : 'online'
  }

  #look(): void {
    const state = this.#derived
    if (state === this.#state) return
    this.#state = state
    this.#since = this.#now()
    this.#changed(state)
  }
}
