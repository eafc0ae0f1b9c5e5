/** A run of the station in the record: when it began, that it lives, and how it ended. */
import type { StationRun, Store } from '../store/store.ts'

export class RunRecord {
  /** The one before; undefined at the very first start. */
  readonly earlier: StationRun | undefined
  readonly #run: Omit<StationRun, 'alive' | 'ended'>
  #ended: number | undefined

  private constructor(run: Omit<StationRun, 'alive' | 'ended'>, earlier: StationRun | undefined) {
    this.#run = run
    this.earlier = earlier
  }

  /** Looks what was before; nothing is written yet. */
  static async begin(store: Pick<Store, 'runs'>, started: number, version: string): Promise<RunRecord> {
    const before = await store.runs(20)
    let id = started.toString(36)
    // Two starts of one moment, where a clock stands still or was set back.
    while (before.some(run => run.id === id)) id += '+'
    return new RunRecord({ id, started, version }, before[0])
  }

  /** The one before didn't say that it ended: a crash, or a power cut. */
  get crashed(): boolean {
    return this.earlier !== undefined && this.earlier.ended === undefined
  }

  /** Whether a sample of that time is of this run. An earlier one that lived later than now had a wrong clock. */
  isOfIt(at: number, now: number): boolean {
    const before = this.earlier && this.earlier.alive <= now ? this.earlier.alive : this.#run.started
    return at > before
  }

  /** As it is to be written at this moment. */
  now(now: number): StationRun {
    if (this.#ended === undefined) return { ...this.#run, alive: now }
    return { ...this.#run, alive: this.#ended, ended: this.#ended }
  }

  end(now: number): void {
    this.#ended ??= now
  }
}
