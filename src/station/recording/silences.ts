/** Tells from the times of samples where some are missing, and why: gaps that begin, that last, and that end. */
import type { Duration } from '#time/duration'
import type { Gap, GapCause } from '../history/gap.ts'

export interface SilencesSetting {
  readonly interval: (heater: string) => Duration
  /** Why nothing comes from it at this moment. */
  readonly silence: (heater: string) => GapCause
}

/** Where the record of a heater stands at a moment. */
export interface Standing {
  /** Its newest sample up to then; undefined where the record begins later. */
  readonly newest?: number | undefined
  /** The gap that lasts since that one. */
  readonly gap?: Gap | undefined
}

/** A sample may be half an interval late. */
export const patience = 1.5

/** What is better known of a silence while it lasts, by what it was taken for. */
const better: Readonly<Partial<Record<GapCause, readonly GapCause[]>>> = {
  'heater-silent': ['heater-offline', 'not-asked', 'not-watched'],
  'link-down': ['not-watched'],
  'station-stopped': ['not-watched'],
}

interface Heater {
  /** Of its newest sample. */
  newest: number
  gap?: Gap | undefined
  /** The gap that ended last. */
  ended?: Gap | undefined
  /** In this run. */
  heard: boolean
  /** The clock was set since its newest sample, and that made a hole. */
  jumped: boolean
}

export class Silences {
  readonly #setting: SilencesSetting
  readonly #heaters = new Map<string, Heater>()

  constructor(setting: SilencesSetting) {
    this.#setting = setting
  }

  /** Every heater that it was told of. */
  get heaters(): Iterable<string> {
    return this.#heaters.keys()
  }

  /** What an earlier run left. */
  known(heater: string, { newest, gap }: Standing): void {
    if (newest !== undefined) this.#heaters.set(heater, { newest, gap, heard: false, jumped: false })
  }

  /**
   * The clock was set, and so its record stands there now.
   * @param heard whether the newest sample is of this run.
   * @returns the gap that was to begin later than now: there is none.
   */
  clockSet(heater: string, { newest, gap }: Standing, now: number, heard: boolean): Gap | undefined {
    const lasting = this.#heaters.get(heater)?.gap
    if (newest === undefined) this.#heaters.delete(heater)
    else {
      const jumped = this.#isLate(heater, newest, now)
      this.#heaters.set(heater, { newest, gap: lasting?.from === newest ? lasting : gap, heard, jumped })
    }
    return lasting && lasting.from > now ? { ...lasting, until: lasting.from } : undefined
  }

  /** The newest sample that it was told of. */
  newest(heater: string): number | undefined {
    return this.#heaters.get(heater)?.newest
  }

  /** @returns the gap that ends with this sample, or one that it breaks into. */
  sample(heater: string, at: number): Gap | undefined {
    const known = this.#heaters.get(heater)
    if (known === undefined) {
      this.#heaters.set(heater, { newest: at, heard: true, jumped: false })
      return undefined
    }
    const found = this.#endedBy(known, heater, at)
    const brokeInto = found !== undefined && found.from === known.ended?.from
    known.newest = brokeInto ? at : Math.max(known.newest, at)
    known.ended = found ?? known.ended
    known.gap = undefined
    known.heard = true
    known.jumped = false
    return found
  }

  /** A sample came and can't be kept. @returns the gap that begins with that. */
  lost(heater: string): Gap | undefined {
    const known = this.#heaters.get(heater)
    if (known === undefined || known.gap) return undefined
    known.heard = true
    known.gap = { heater, from: known.newest, cause: 'not-stored' }
    return known.gap
  }

  /** To be asked now and then. @returns the gaps that have begun, and those whose cause is known better now. */
  look(now: number): readonly Gap[] {
    const found: Gap[] = []
    for (const [heater, known] of this.#heaters) {
      const { gap } = known
      if (gap === undefined) {
        if (this.#isLate(heater, known.newest, now))
          known.gap = { heater, from: known.newest, cause: this.#cause(heater, known) }
      } else {
        const cause = this.#setting.silence(heater)
        if (better[gap.cause]?.includes(cause)) known.gap = { ...gap, cause }
      }
      if (known.gap && known.gap !== gap) found.push(known.gap)
    }
    return found
  }

  #endedBy(known: Heater, heater: string, at: number): Gap | undefined {
    const { newest, gap, ended } = known
    // Set back over its beginning, the clock will soon be there again.
    if (gap) return { ...gap, until: Math.max(gap.from, at) }
    // The clock was set back by so little that nobody noticed.
    if (at < newest)
      return ended?.until !== undefined && ended.from < at && at < ended.until ? { ...ended, until: at } : undefined
    if (!this.#isLate(heater, newest, at)) return undefined
    return { heater, from: newest, until: at, cause: this.#cause(heater, known) }
  }

  #isLate(heater: string, newest: number, at: number): boolean {
    return at - newest > patience * this.#setting.interval(heater)
  }

  #cause(heater: string, { heard, jumped }: Heater): GapCause {
    if (!heard) return 'station-stopped'
    return jumped ? 'clock' : this.#setting.silence(heater)
  }
}
