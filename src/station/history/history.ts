/** The record of a station as numbers: samples, charts, the energy ledger, and the housekeeping that keeps them quick to read. */
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { EnergyRow } from '#schema/energy'
import type { Clock } from '#time/clock'
import type { Logger } from '#wire/logger'
import type { Store, StoredSample } from '../store/store.ts'
import { type Chart, type ChartQuery, chartOf } from './chart.ts'
import type { EnergyDay } from './energy-day.ts'
import { Housekeeping } from './housekeeping.ts'
import { EnergyLedger, type EnergyQuery } from './ledger.ts'
import { LocalDays } from './local-day.ts'
import { type SampleRange, samplesIn } from './sample-reader.ts'

export type { Chart, ChartQuery } from './chart.ts'
export type { Series } from './chart-series.ts'
export type { EnergyQuery } from './ledger.ts'

export interface HistoryOptions {
  readonly store: Store
  /** The heaters'. */
  readonly clock: Pick<Clock, 'now'>
  readonly logger: Logger
  /** Samples stay raw for so many days, `usualRawDays` when left out; then they are packed, without loss. */
  readonly rawDays?: number | undefined
}

export const usualRawDays = 90
const breath = () => nextTurn()

export class History {
  readonly #store: Store
  readonly #clock: Pick<Clock, 'now'>
  readonly #ledger: EnergyLedger
  readonly #housekeeping: Housekeeping
  readonly #zones = new Map<string, LocalDays>()
  #round: Promise<void> | undefined
  /** What is written to the ledger is written one after the other. */
  #writing: Promise<unknown> = Promise.resolve()

  constructor({ store, clock, logger, rawDays = usualRawDays }: HistoryOptions) {
    this.#store = store
    this.#clock = clock
    const daysOf = (heater: string) => this.#daysOf(heater)
    const alone = <T>(work: () => Promise<T>) => this.#alone(work)
    this.#ledger = new EnergyLedger({ store, clock, daysOf, alone })
    const daysIn = (timeZone: string) => this.#daysIn(timeZone)
    this.#housekeeping = new Housekeeping({ store, clock, logger, rawDays, daysIn, alone, breath })
  }

  /** Raw and packed ones together, by time. @throws StoreError */
  samples(query: SampleRange): AsyncIterable<StoredSample> {
    return samplesIn(this.#store, query)
  }

  /** @throws StoreError; RangeError for a span that ends before it begins. */
  async chart(query: ChartQuery): Promise<Chart> {
    const days = await this.#daysOf(query.heater)
    return chartOf({ store: this.#store, clock: this.#clock, days, breath }, query)
  }

  /** By day, today as far as it has come. @throws StoreError */
  energy(query: EnergyQuery): Promise<readonly EnergyDay[]> {
    return this.#ledger.days(query)
  }

  /**
   * Enters what the heater itself says of its days.
   * @param at when it said so, ms since 1970.
   */
  told(heater: string, rows: readonly EnergyRow[], at: number): Promise<void> {
    return this.#ledger.told(heater, rows, at)
  }

  /** Housekeeping, in small portions; whoever calls meanwhile waits for the same round. @throws StoreError */
  keep(signal?: AbortSignal): Promise<void> {
    this.#round ??= this.#housekeeping.round(signal).finally(() => {
      this.#round = undefined
    })
    return this.#round
  }

  async #daysOf(heater: string): Promise<LocalDays> {
    const heaters = await this.#store.heaters()
    return this.#daysIn(heaters.find(({ id }) => id === heater)?.timeZone ?? 'UTC')
  }

  #daysIn(timeZone: string): LocalDays {
    const days = this.#zones.get(timeZone) ?? new LocalDays(timeZone)
    this.#zones.set(timeZone, days)
    return days
  }

  #alone<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#writing.then(work)
    this.#writing = done.catch(() => {})
    return done
  }
}
