/**
 * Keeps a record in order: rolls up hours that are over, enters days into the ledger, packs old ones. Every step is
 * one write, and what is still to be done follows from what the store holds, so it may end anywhere.
 */
import type { Clock } from '#time/clock'
import type { Logger } from '#wire/logger'
import type { Batch, Rollup, Store } from '../store/store.ts'
import { StoreError } from '../store/store-error.ts'
import { numbersOfDay, toldAlone, withTold } from './day-numbers.ts'
import { type DirtyDay, dirtyDays, hour, hoursTouched } from './dirty-hours.ts'
import type { EnergyDay } from './energy-day.ts'
import type { LocalDay, LocalDays } from './local-day.ts'
import { isAhead, openDays } from './open-days.ts'
import { dayStart, packedDay, utcDay } from './packed-day.ts'
import { progressOf, withProgress } from './progress.ts'
import { nothingSeen, rollUp, type SpanNumbers } from './rollup.ts'
import { decodeRollup, encodeRollup } from './rollup-block.ts'
import { stretchesAround } from './span-reader.ts'

export interface HousekeepingOptions {
  readonly store: Store
  readonly clock: Pick<Clock, 'now'>
  readonly logger: Logger
  /** Samples stay raw for so many days. */
  readonly rawDays: number
  readonly daysIn: (timeZone: string) => LocalDays
  /** Nobody else writes to the ledger meanwhile. */
  readonly alone: <T>(work: () => Promise<T>) => Promise<T>
  /** Gives the thread to others. */
  readonly breath: () => Promise<void>
}

export class Housekeeping {
  readonly #options: HousekeepingOptions

  constructor(options: HousekeepingOptions) {
    this.#options = options
  }

  /** Once through all; ends early when the signal says so. @throws StoreError */
  async round(signal?: AbortSignal): Promise<void> {
    const { store, clock, daysIn } = this.#options
    const heaters = new Map((await store.heaters()).map(({ id, timeZone }) => [id, daysIn(timeZone)]))
    const dirty = await store.dirty()
    for (const day of dirtyDays(dirty, clock.now())) {
      if (signal?.aborted) return
      const all = new Set(dirty.filter(({ heater }) => heater === day.heater).map(each => each.hour))
      const days = heaters.get(day.heater) ?? daysIn('UTC')
      await this.#step(day.heater, () => this.#rollHours(day, all, days))
    }
    for (const [heater, days] of heaters) {
      while (!signal?.aborted && (await this.#step(heater, () => this.#enterDay(heater, days))));
      while (!signal?.aborted && (await this.#step(heater, () => this.#pack(heater))));
    }
  }

  /** @returns whether there was something to do, and it was done. */
  async #step(heater: string, work: () => Promise<Batch | undefined>): Promise<boolean> {
    const { store, logger, alone, breath } = this.#options
    try {
      const batch = await alone(async () => {
        const batch = await work()
        if (batch) await store.write(batch)
        return batch
      })
      if (batch) await breath()
      return batch !== undefined
    } catch (error) {
      if (!(error instanceof StoreError && error.problem === 'damaged')) throw error
      logger.error({ error, heater, repeats: true }, 'A part of the record could not be read')
      return false
    }
  }

  async #rollHours(day: DirtyDay, dirty: ReadonlySet<number>, localDays: LocalDays): Promise<Batch> {
    const { store, clock } = this.#options
    const { heater } = day
    const touched = await hoursTouched(store, day, dirty)
    const hours = touched.filter(at => at + hour <= clock.now())
    const later = touched.slice(hours.length).map(at => ({ heater, hour: at }))
    const rollups: Rollup[] = []
    for (const utc of new Set(hours.map(dayStart)))
      rollups.push(
        await this.#hoursOfDay(
          heater,
          utc,
          hours.filter(each => dayStart(each) === utc),
        ),
      )
    const days = await this.#daysAnew(heater, hours, localDays)
    return { rollups: [...rollups, ...days.rollups], energy: days.energy, clean: day.hours, dirty: later }
  }

  /** The block of a UTC day with some of its hours made anew. */
  async #hoursOfDay(heater: string, day: number, hours: readonly number[]): Promise<Rollup> {
    const { store, clock } = this.#options
    const [known] = await store.rollups({ heater, span: 'hours', from: day, until: day + 1 })
    let spans = known && readable(known)
    // Where it can't be read, the whole day is made anew.
    const whole = known !== undefined && spans === undefined
    spans ??= Array.from({ length: 24 }, () => nothingSeen)
    const from = whole ? day : (hours[0] as number)
    const until = whole ? Math.min(day + utcDay, clock.now()) : (hours.at(-1) as number) + hour
    const wanted = new Set(hours)
    const bounds = Array.from({ length: Math.floor((until - from) / hour) + 1 }, (_, i) => from + i * hour)
    const made = rollUp(await stretchesAround(store, { heater, from, until }), bounds)
    for (const [i, numbers] of made.entries())
      if (whole || wanted.has(from + i * hour)) spans[(from - day) / hour + i] = numbers
    return { heater, span: 'hours', from: day, data: encodeRollup(spans) }
  }

  /** Days in the ledger of which some hours changed. */
  async #daysAnew(heater: string, hours: readonly number[], days: LocalDays) {
    const { store, clock } = this.#options
    const { ledger } = await progressOf(store, heater)
    const touched = new Map<string, LocalDay>()
    for (const from of hours)
      for (const day of days.within(from, from + hour))
        if (ledger?.timeZone === days.timeZone && day.name < ledger.until) touched.set(day.name, day)
    const rollups: Rollup[] = []
    const energy: EnergyDay[] = []
    for (const day of touched.values()) {
      const { line, rollup } = await numbersOfDay(store, heater, day, clock.now())
      const [known] = await store.energy({ heater, from: day.name, until: `${day.name}x` })
      energy.push(withTold(line, known))
      rollups.push(rollup)
    }
    return { rollups, energy }
  }

  /** The next day that is over goes into the ledger. */
  async #enterDay(heater: string, days: LocalDays): Promise<Batch | undefined> {
    const { store, clock } = this.#options
    const now = clock.now()
    const progress = await progressOf(store, heater)
    const { ledger } = progress
    if (ledger && ledger.timeZone !== days.timeZone) return this.#beginAnew(heater, days)
    if (ledger && isAhead(progress, days, now)) {
      const today = days.at(now)
      const removedEnergy = await store.energy({ heater, from: days.at(today.until).name })
      return { removedEnergy, ...withProgress(heater, { ...progress, ledger: { ...ledger, until: today.name } }) }
    }
    const { value: day } = await openDays(store, heater, days, now).next()
    if (!day || day.until > now) return undefined
    const { line, rollup } = await numbersOfDay(store, heater, day, now)
    const [known] = await store.energy({ heater, from: day.name, until: `${day.name}x` })
    return {
      energy: [withTold(line, known)],
      rollups: [rollup],
      ...withProgress(heater, { ...progress, ledger: { until: days.at(day.until).name, timeZone: days.timeZone } }),
    }
  }

  /** In another zone days are other ones: none of the old ones may stay beside them. */
  async #beginAnew(heater: string, days: LocalDays): Promise<Batch> {
    const { store, clock } = this.#options
    const { ledger: _, ...progress } = await progressOf(store, heater)
    const lines = await store.energy({ heater })
    return {
      removedEnergy: lines.filter(({ told }) => !told),
      energy: lines.flatMap(line => toldAlone(line, days, clock.now()) ?? []),
      ...withProgress(heater, progress),
    }
  }

  /** The oldest day that is old enough. */
  async #pack(heater: string): Promise<Batch | undefined> {
    const { store, clock, rawDays } = this.#options
    const [oldest] = await store.samples({ heater, limit: 1 })
    if (!oldest) return undefined
    const day = dayStart(oldest.at)
    if (day + utcDay > dayStart(clock.now()) - rawDays * utcDay) return undefined
    const block = await packedDay(store, heater, day)
    if (!block) return undefined
    const progress = await progressOf(store, heater)
    const packed = {
      from: Math.min(day, progress.packed?.from ?? day),
      until: Math.max(day + utcDay, progress.packed?.until ?? 0),
    }
    return { blocks: [block], ...withProgress(heater, { ...progress, packed }) }
  }
}

function readable({ data }: Rollup): SpanNumbers[] | undefined {
  try {
    return decodeRollup(data)
  } catch {
    return undefined
  }
}
