/** The alerts that are open, and those whose end nobody was told yet; kept in the store as soon as it takes them. */
import type { Logger } from '#wire/logger'
import type { Store } from '../store/store.ts'
import type { Alert } from './alert.ts'
import { mended } from './mended.ts'
import type { RuleState } from './rule-state.ts'

/** An alert with where it comes from. */
export interface Entry {
  readonly alert: Alert
  /** Of the account that it is about, where it is about one. */
  readonly account?: string | undefined
}

/** JSON. States by key: rule and what it looks at. */
interface Kept {
  readonly states: Readonly<Record<string, RuleState>>
  readonly entries: readonly Entry[]
}

const memoryKey = 'alerts'

export interface AlertBookOptions {
  readonly store: Pick<Store, 'write' | 'alerts' | 'memory'>
  readonly logger: Logger
  /** What else is to be remembered together with them. */
  readonly memory: () => Readonly<Record<string, unknown>>
}

export class AlertBook {
  readonly states = new Map<string, RuleState>()
  readonly #options: AlertBookOptions
  readonly #entries = new Map<string, Entry>()
  #unwritten = new Map<string, Alert>()
  #stale = false
  #writing: Promise<void> | undefined

  constructor(options: AlertBookOptions) {
    this.#options = options
  }

  /** @throws StoreError */
  async load(): Promise<void> {
    const { store } = this.#options
    const { states = {}, entries = [] } = ((await store.memory(memoryKey)) ?? {}) as Partial<Kept>
    for (const [key, state] of Object.entries(states)) this.states.set(key, state)
    for (const entry of entries) this.#entries.set(entry.alert.id, entry)
  }

  get entries(): readonly Entry[] {
    return [...this.#entries.values()]
  }

  get(id: string): Entry | undefined {
    return this.#entries.get(id)
  }

  /** Open ones and changed ones as they are, and below them what the store has. Newest first. */
  async list({
    open,
    limit = 100,
  }: {
    open?: boolean | undefined
    limit?: number | undefined
  }): Promise<readonly Alert[]> {
    const stored = await this.#options.store.alerts({ open, limit })
    const newest = new Map(stored.map(alert => [alert.id, alert]))
    for (const alert of [...this.#unwritten.values(), ...this.entries.map(({ alert }) => alert)])
      newest.set(alert.id, alert)
    return [...newest.values()]
      .filter(({ ended }) => !open || ended === undefined)
      .sort((a, b) => b.since - a.since)
      .slice(0, limit)
  }

  put(entry: Entry): void {
    this.#entries.set(entry.alert.id, entry)
    this.write(entry.alert)
  }

  /** After somebody set the clock back. */
  mend(now: number): void {
    for (const entry of this.entries) {
      const alert = mended(entry.alert, ['since', 'ended', 'acknowledged', 'toldAt'], now)
      if (alert !== entry.alert) this.put({ ...entry, alert })
    }
  }

  /** Nothing is owed of it any more. */
  forget(id: string): void {
    this.#entries.delete(id)
    this.touch()
  }

  write(alert: Alert): void {
    this.#unwritten.set(alert.id, alert)
    this.touch()
  }

  /** What is remembered is other than before. */
  touch(): void {
    this.#stale = true
    this.save()
  }

  /** Writes what waits, unless that is being done. What the store refuses waits for the next time. */
  save(): void {
    if (!this.#stale) return
    this.#writing ??= this.#write().finally(() => {
      this.#writing = undefined
    })
  }

  /** Resolves when the store has it, or refused it. */
  async saved(): Promise<void> {
    await this.#writing
  }

  async #write(): Promise<void> {
    const { store, logger, memory } = this.#options
    // What one sample brings goes together.
    await Promise.resolve()
    while (this.#stale) {
      const alerts = this.#unwritten
      this.#unwritten = new Map()
      this.#stale = false
      try {
        const kept: Kept = { states: Object.fromEntries(this.states), entries: this.entries }
        await store.write({ alerts: [...alerts.values()], memory: { ...memory(), [memoryKey]: kept } })
      } catch (error) {
        this.#unwritten = new Map([...alerts, ...this.#unwritten])
        this.#stale = true
        logger.error({ error, repeats: true }, 'Alerts could not be kept; they are tried again')
        return
      }
    }
  }
}
