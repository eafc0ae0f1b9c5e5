/** Which faults are switched on in a simulated cloud, for how long, and how often each has struck. */
import type { Clock } from '#time/clock'
import { type Duration, millis } from '#time/duration'
import { topicMatches } from '#wire/topics'
import {
  checkedSettings,
  type FaultName,
  type FaultScope,
  type FaultSettings,
  faultNamed,
  kindOf,
} from './fault-kinds.ts'

export { type FaultName, type FaultSettings, faultKinds } from './fault-kinds.ts'

/** A fault that is on. */
export interface ActiveFault {
  readonly name: FaultName
  readonly settings: FaultSettings
  /** How often it has struck. */
  readonly struck: number
  /** How often it still will. */
  readonly countLeft: number | undefined
  readonly timeLeft: Duration | undefined
}

/** What a fault could strike: whose, and which message or call. */
export interface Occasion {
  readonly clientId?: string
  readonly macAddress?: string
  /** A topic, or the filter of a subscription. */
  readonly topic?: string
  /** `POST /device/list` */
  readonly call?: string
}

type SwitchListener = (name: FaultName, on: boolean, settings: FaultSettings) => void

interface Entry {
  readonly name: FaultName
  readonly settings: FaultSettings
  readonly until: number | undefined
  struck: number
  cancel(): void
}

export class Faults {
  readonly #clock: Clock
  readonly #random: () => number
  readonly #entries = new Set<Entry>()
  readonly #listeners = new Set<SwitchListener>()
  #closed = false

  constructor(clock: Clock, random: () => number) {
    this.#clock = clock
    this.#random = random
  }

  /**
   * Switches a fault on. The same one may be on several times, for different clients, heaters or calls.
   * @returns what switches this one off again.
   * @throws RangeError for a name or a setting that there isn't.
   */
  on(name: FaultName, given: FaultSettings = {}): () => void {
    const settings = checkedSettings(faultNamed(name), given)
    if (this.#closed) return () => {}
    if (kindOf(name).acts === 'once') {
      this.#tell(name, true, settings)
      return () => {}
    }
    const { duration } = settings
    const entry: Entry = {
      name,
      settings,
      until: duration === undefined ? undefined : this.#clock.now() + duration,
      struck: 0,
      cancel: duration === undefined ? () => {} : this.#clock.after(duration, () => this.#end(entry)),
    }
    this.#entries.add(entry)
    this.#tell(name, true, settings)
    return () => this.#end(entry)
  }

  /** Switches off what has this name, or everything. @throws RangeError for a name that there isn't. */
  off(name?: FaultName): void {
    if (name !== undefined) faultNamed(name)
    for (const entry of [...this.#entries]) if (name === undefined || entry.name === name) this.#end(entry)
  }

  /** What is switched on, in the order in which it was. */
  list(): readonly ActiveFault[] {
    const now = this.#clock.now()
    return [...this.#entries].map(({ name, settings, until, struck }) => ({
      name,
      settings,
      struck,
      countLeft: settings.count === undefined ? undefined : settings.count - struck,
      timeLeft: until === undefined ? undefined : millis(Math.max(0, until - now)),
    }))
  }

  /** The settings of the fault when it is on and fits, using up one of its count; undefined otherwise. */
  strike(name: FaultName, about: Occasion = {}): FaultSettings | undefined {
    for (const entry of this.#entries) {
      const { settings } = entry
      if (entry.name !== name || !fits(settings, about)) continue
      if (settings.probability !== undefined && this.#random() >= settings.probability) continue
      entry.struck++
      if (entry.struck === settings.count) this.#end(entry)
      return settings
    }
    return undefined
  }

  /** The settings of the fault when it is on and fits, using nothing up: for what is a state. */
  holds(name: FaultName, about: Occasion = {}): FaultSettings | undefined {
    for (const entry of this.#entries) if (entry.name === name && fits(entry.settings, about)) return entry.settings
    return undefined
  }

  /** For faults that act at once, and for states that begin and end. @returns what takes the listener away. */
  onSwitch(listener: SwitchListener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Switches everything off for good. */
  close(): void {
    this.#closed = true
    for (const { cancel } of this.#entries) cancel()
    this.#entries.clear()
    this.#listeners.clear()
  }

  #end(entry: Entry): void {
    if (!this.#entries.delete(entry)) return
    entry.cancel()
    this.#tell(entry.name, false, entry.settings)
  }

  #tell(name: FaultName, on: boolean, settings: FaultSettings): void {
    for (const listener of [...this.#listeners]) listener(name, on, settings)
  }
}

/** The clock of the cloud: `clock`, put off while `skewed-clock` is on. */
export const cloudClock = (faults: Faults, clock: Clock): Clock => ({
  now: () => clock.now() + (faults.holds('skewed-clock')?.skew ?? 0),
  after: (span, callback) => clock.after(span, callback),
  every: (span, callback) => clock.every(span, callback),
})

function fits(scope: FaultScope, about: Occasion): boolean {
  const { clientId, macAddress, call, filter } = scope
  return (
    (clientId === undefined || clientId === about.clientId) &&
    (macAddress === undefined || macAddress === about.macAddress) &&
    (call === undefined || call === about.call) &&
    (filter === undefined ||
      (about.topic !== undefined && (filter === about.topic || topicMatches(filter, about.topic))))
  )
}
