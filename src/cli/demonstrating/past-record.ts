/** Keeps what heaters told in their past as a station would have kept it: samples, and gaps where nobody listened. */
import { type Reading, readStatus } from '#heater/reading'
import type { StatusKey } from '#schema/status'
import type { PastStatus } from '#simulator/lived-past'
import { heaterId } from '#station/heater-id'
import { hoursAround } from '#station/history/dirty-hours'
import type { Gap, GapCause } from '#station/history/gap'
import { patience } from '#station/recording/silences'
import { changed, type Sample } from '#station/sample'
import type { DirtyHour, Store, StoredSample } from '#station/store/store'
import { type Duration, minutes } from '#time/duration'
import type { Episode } from './past-month.ts'

export interface PastRecordSetting {
  readonly store: Store
  readonly interval: Duration
  readonly episodes: readonly Episode[]
  /** The heater that goes through them. */
  readonly hero: string
  /** Is told of what was said unasked, of an answer every five minutes, and of the time that passes, in ms since 1970. */
  readonly watch: { passTo(moment: number): Promise<void>; take(sample: Sample): Promise<void> }
}

/** Samples that are written together. */
const batch = 2000
/** What changes is said unasked; for the rest journal and alerts need no more of a past that people wait for. */
export const watchedEvery = minutes(5)
/** Save what the journal knows the minute of. */
const noted: readonly StatusKey[] = ['dhwOperationSetting', 'dhwTemperatureSetting', 'vacationDaySetting', 'errorCode']

export class PastRecord {
  readonly #setting: PastRecordSetting
  readonly #last = new Map<string, PastStatus>()
  readonly #watched = new Map<string, number>()
  #samples: StoredSample[] = []
  #dirty = new Map<string, DirtyHour>()
  #gaps: Gap[] = []
  #kept = 0

  constructor(setting: PastRecordSetting) {
    this.#setting = setting
  }

  /** Samples that were written. */
  get kept(): number {
    return this.#kept
  }

  async take(told: PastStatus): Promise<void> {
    const {
      heater: { identity },
      at,
      cause,
      raw,
    } = told
    const { watch } = this.#setting
    await watch.passTo(at)
    const heater = heaterId(identity.macAddress)
    if (this.#unheard(heater, at, at) !== undefined) return
    const last = this.#last.get(heater)
    if (cause === 'push' && last !== undefined && !changed(readingOf(told), readingOf(last))) return
    this.#last.set(heater, told)
    this.#enter({ heater, at, cause, connected: true, raw }, last?.at)
    const since = at - (this.#watched.get(heater) ?? 0)
    if (cause === 'push' || since >= watchedEvery || noted.some(key => raw[key] !== last?.raw[key])) {
      this.#watched.set(heater, at)
      const status = readingOf(told)
      await watch.take({ heater, at: status.about.at, status, connected: true })
    }
    if (this.#samples.length >= batch) await this.#flush()
  }

  /** It is over. @param until ms since 1970. */
  async end(until: number): Promise<void> {
    await this.#setting.watch.passTo(until)
    await this.#flush()
  }

  async #flush(): Promise<void> {
    const samples = this.#samples
    const dirty = [...this.#dirty.values()]
    const gaps = this.#gaps
    this.#samples = []
    this.#dirty = new Map()
    this.#gaps = []
    await this.#setting.store.write({ samples, dirty, gaps })
    this.#kept += samples.length
  }

  #enter(sample: StoredSample, before = sample.at): void {
    const { heater, at } = sample
    this.#samples.push(sample)
    for (const hour of hoursAround(before, at)) this.#dirty.set(`${heater} ${hour}`, { heater, hour })
    if (at - before <= patience * this.#setting.interval) return
    this.#gaps.push({ heater, from: before, until: at, cause: this.#unheard(heater, before, at) ?? 'unknown' })
  }

  /** Why nothing was heard of it at some time in a span, if that was so. */
  #unheard(heater: string, from: number, until: number): GapCause | undefined {
    const { episodes, hero } = this.#setting
    return episodes.find(
      episode =>
        episode.unheard !== undefined &&
        until >= episode.from &&
        from < episode.until &&
        (heater === hero || episode.unheard !== 'heater-offline'),
    )?.unheard
  }
}

const readingOf = ({ raw, at, cause }: PastStatus): Reading => readStatus(raw, new Date(at), cause)
