/** Tells from the times of samples where some are missing, and why: gaps that begin, that last, and that end. */
import type { Duration } from '#time/duration'
import type { Gap, GapCause } from '../history/gap.ts'

export interface SilencesSetting {
  readonly interval: (heater: string) => Duration
  /** Why nothing comes from it at this moment. */
  readonly silence: (heater: string) => GapCause
}

/** A sample may be half an interval late. */
const patience = 1.5

interface Heater {
  /** Of its newest sample. */
  newest: number
  gap?: Gap | undefined
  /** The gap that ended last. */
  ended?: Gap | undefined
  /** In this run. */
  heard: boolean
  /** The clock went ahead since its newest sample. */
  ahead: boolean
}

export class Silences {
  readonly #setting: SilencesSetting
  readonly #heaters = new Map<string, Heater>()

  constructor(setting: SilencesSetting) {
    this.#setting = setting
  }

  /** What an earlier run left: its newest sample, and the gap that lasts since then. */
  known(heater: string, newest: number, gap?: Gap): void {
    this.#heaters.set(heater, { newest, gap, heard: false, ahead: false })
  }

  /** The newest sample that it was told of. */
  newest(heater: string): number | undefined {
    return this.#heaters.get(heater)?.newest
  }

  /** @returns the gap that ends with this sample, or one that it breaks into. */
  sample(heater: string, at: number): Gap | undefined {
    const known = this.#heaters.get(heater)
    if (known === undefined) {
      this.#heaters.set(heater, { newest: at, heard: true, ahead: false })
      return undefined
    }
    const found = this.#endedBy(known, heater, at)
    const brokeInto = found !== undefined && found.from === known.ended?.from
    known.newest = brokeInto ? at : Math.max(known.newest, at)
    known.ended = found ?? known.ended
    known.gap = undefined
    known.heard = true
    known.ahead = false
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

  /** The clock was set forward: what is missing now was never there. */
  wentAhead(): void {
    for (const known of this.#heaters.values()) known.ahead = true
  }

  /** To be asked now and then. @returns the gaps that have begun, and those whose cause is known better now. */
  look(now: number): readonly Gap[] {
    const found: Gap[] = []
    for (const [heater, known] of this.#heaters) {
      const { gap } = known
      if (gap === undefined) {
        if (now - known.newest > patience * this.#setting.interval(heater))
          known.gap = { heater, from: known.newest, cause: this.#cause(heater, known) }
      } else if (gap.cause === 'heater-silent' && this.#setting.silence(heater) === 'heater-offline')
        known.gap = { ...gap, cause: 'heater-offline' }
      if (known.gap && known.gap !== gap) found.push(known.gap)
    }
    return found
  }

  #endedBy(known: Heater, heater: string, at: number): Gap | undefined {
    const { newest, gap, ended } = known
    // Set back over its beginning, the clock will soon be there again.
    if (gap) return { ...gap, until: Math.max(gap.from, at) }
    // The clock was far ahead for a while, and is right again.
    if (at < newest)
      return ended?.until !== undefined && ended.from < at && at < ended.until ? { ...ended, until: at } : undefined
    if (at - newest <= patience * this.#setting.interval(heater)) return undefined
    return { heater, from: newest, until: at, cause: this.#cause(heater, known) }
  }

  #cause(heater: string, { heard, ahead }: Heater): GapCause {
    if (!heard) return 'station-stopped'
    return ahead ? 'clock' : this.#setting.silence(heater)
  }
}
