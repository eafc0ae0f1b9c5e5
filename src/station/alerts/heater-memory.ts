/** What the rules know of each heater: its newest sample, its tally, and what the record says of its past. */
import { LocalTime } from '#physics/schedule/local-time'
import type { Status } from '#schema/status'
import type { Clock } from '#time/clock'
import { type Duration, days, minutes } from '#time/duration'
import type { Logger } from '#wire/logger'
import type { History } from '../history/history.ts'
import { nameOfDay } from '../history/local-day.ts'
import type { Sample } from '../sample.ts'
import type { StationHeater } from '../station-view.ts'
import type { HeaterFacts } from './facts.ts'
import { mended } from './mended.ts'
import { mendedTally, type Tally, tallied } from './tally.ts'
import { type UsualEnergy, usualEnergy } from './usual-energy.ts'

export interface HeaterMemoryOptions {
  readonly history: Pick<History, 'chart' | 'energy'>
  readonly clock: Pick<Clock, 'now'>
  readonly logger: Logger
  /** °C that count as hot at a heater. */
  readonly hot: (heater: StationHeater) => number
}

/** So many days make what is usual. */
const usualDays = 28
/** How far back the record is asked when a heater was last hot. */
const searched = days(60)
const lookedEvery = minutes(15)

/** What was seen longer ago says nothing of now. */
export const patienceWith = ({ interval }: Pick<StationHeater, 'interval'>): Duration =>
  Math.max(3 * interval, minutes(10)) as Duration

export class HeaterMemory {
  readonly #options: HeaterMemoryOptions
  readonly #heard = new Map<string, { readonly at: number; readonly status: Status }>()
  readonly #tallies = new Map<string, Tally>()
  readonly #energy = new Map<string, UsualEnergy | undefined>()
  readonly #zones = new Map<string, LocalTime>()
  /** Whose past was looked up, or was remembered. */
  readonly #searched = new Set<string>()
  #looked = Number.NEGATIVE_INFINITY
  #looking: Promise<void> | undefined

  constructor(options: HeaterMemoryOptions) {
    this.#options = options
  }

  /** To be kept from one run to the next. */
  get tallies(): Readonly<Record<string, Tally>> {
    return Object.fromEntries(this.#tallies)
  }

  restore(tallies: Readonly<Record<string, Tally>>): void {
    for (const [id, tally] of Object.entries(tallies)) {
      this.#tallies.set(id, tally)
      this.#searched.add(id)
    }
  }

  take(heater: StationHeater, sample: Sample): void {
    const { id, timeZone } = heater
    const heard = { at: sample.at.getTime(), status: sample.status }
    this.#heard.set(id, heard)
    const tally = tallied(this.#tallies.get(id), heard.at, heard.status, {
      patience: patienceWith(heater),
      hot: this.#options.hot(heater),
      local: this.zone(timeZone),
    })
    this.#tallies.set(id, tally)
  }

  /** After somebody set the clock back. */
  mend(now: number): void {
    for (const [id, heard] of this.#heard) this.#heard.set(id, mended(heard, ['at'], now))
    for (const [id, tally] of this.#tallies) this.#tallies.set(id, mendedTally(tally, now))
    this.#looked = Math.min(this.#looked, now)
  }

  /** When it was heard last, ms since 1970. */
  heard(id: string): number | undefined {
    return this.#heard.get(id)?.at
  }

  facts(heater: StationHeater, linked: boolean, now: number): HeaterFacts {
    const { id, timeZone, device } = heater
    const heard = this.#heard.get(id)
    const fresh = heard !== undefined && now - heard.at <= patienceWith(heater)
    return {
      now,
      status: fresh ? heard.status : undefined,
      tally: this.#tallies.get(id),
      presence: device.presence,
      linked,
      minute: this.minute(timeZone, now),
      energy: this.#energy.get(id),
    }
  }

  /** Minutes since local midnight. */
  minute(timeZone: string, now: number): number {
    const { hour, minute } = this.zone(timeZone).at(now)
    return hour * 60 + minute
  }

  zone(name: string): LocalTime {
    const known = this.#zones.get(name) ?? new LocalTime(name)
    this.#zones.set(name, known)
    return known
  }

  /** Asks the record now and then, one heater after the other. */
  look(heaters: readonly StationHeater[], signal: AbortSignal): void {
    const now = this.#options.clock.now()
    const strange = heaters.some(({ id }) => this.#tallies.has(id) && !this.#searched.has(id))
    if (this.#looking || (now - this.#looked < lookedEvery && !strange)) return
    this.#looked = now
    this.#looking = this.#lookAt(heaters, signal).finally(() => {
      this.#looking = undefined
    })
  }

  /** Resolves when nothing is asked any more. */
  async idle(): Promise<void> {
    await this.#looking
  }

  async #lookAt(heaters: readonly StationHeater[], signal: AbortSignal): Promise<void> {
    for (const heater of heaters) {
      if (signal.aborted) return
      try {
        if (this.#tallies.has(heater.id) && !this.#searched.has(heater.id)) await this.#searchHot(heater)
        this.#energy.set(heater.id, await this.#usual(heater))
      } catch (error) {
        this.#options.logger.warn(
          { error, heater: heater.id, repeats: true },
          'The record could not be asked for alerts',
        )
      }
    }
  }

  async #usual({ id, timeZone }: StationHeater): Promise<UsualEnergy | undefined> {
    const zone = this.zone(timeZone)
    const today = zone.dayOf(this.#options.clock.now())
    const from = nameOfDay(today - usualDays)
    return usualEnergy(await this.#options.history.energy({ heater: id, from }), nameOfDay(today))
  }

  /** In a record that is older than this memory. */
  async #searchHot(heater: StationHeater): Promise<void> {
    const { history, clock, hot } = this.#options
    const until = clock.now()
    const fields = ['tankUpperTemperature', 'tankLowerTemperature'] as const
    const { at, series } = await history.chart({ heater: heater.id, fields, from: until - searched, until })
    const highest = fields.map(field => {
      const one = series[field]
      return one && 'max' in one ? one.max : []
    })
    const warmest = at.map((_, i) => Math.max(...highest.map(values => values[i] ?? -99)))
    const limit = hot(heater)
    const hotAt = at[warmest.findLastIndex(value => value >= limit)]
    const watched = at[warmest.findIndex(value => value > -99)]
    this.#searched.add(heater.id)
    const tally = this.#tallies.get(heater.id)
    if (!tally) return
    this.#tallies.set(heater.id, {
      ...tally,
      hotAt: tally.hotAt ?? hotAt,
      watched: Math.min(tally.watched, watched ?? tally.watched),
    })
  }
}
