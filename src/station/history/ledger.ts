/** The energy ledger: what was used by day, as it was seen and as the heater says itself. */
import { type EnergyRow, sumOf } from '#schema/energy'
import type { Clock } from '#time/clock'
import type { Store } from '../store/store.ts'
import { emptyLine, lineOfDay, toldAlone, withTold } from './day-numbers.ts'
import type { EnergyDay } from './energy-day.ts'
import { dayName, type LocalDays } from './local-day.ts'
import { openDays } from './open-days.ts'
import { progressOf } from './progress.ts'

/** Of one heater; days as `2026-11-21`, from included and until excluded. */
export interface EnergyQuery {
  readonly heater: string
  readonly from?: string | undefined
  readonly until?: string | undefined
}

export interface LedgerOptions {
  readonly store: Store
  readonly clock: Pick<Clock, 'now'>
  readonly daysOf: (heater: string) => Promise<LocalDays>
  /** Nobody else writes to the ledger meanwhile. */
  readonly alone: <T>(work: () => Promise<T>) => Promise<T>
}

export class EnergyLedger {
  readonly #options: LedgerOptions

  constructor(options: LedgerOptions) {
    this.#options = options
  }

  async days({ heater, from = '', until }: EnergyQuery): Promise<EnergyDay[]> {
    const { store, clock, daysOf } = this.#options
    const lines = new Map<string, EnergyDay>()
    const days = await daysOf(heater)
    const now = clock.now()
    const today = days.at(now).name
    const { ledger } = await progressOf(store, heater)
    const isOfZone = !ledger || ledger.timeZone === days.timeZone
    for (const line of await store.energy({ heater, from: from === '' ? undefined : from, until })) {
      // Of another zone's days only what the heater told stands.
      const stands = isOfZone ? line : toldAlone(line, days, now)
      if (stands && line.day <= today) lines.set(line.day, stands)
    }
    for await (const day of openDays(store, heater, days, now)) {
      if (day.name < from || (until !== undefined && day.name >= until)) continue
      lines.set(day.name, withTold(await lineOfDay(store, heater, day, now), lines.get(day.name)))
    }
    return [...lines.values()].sort((one, other) => (one.day < other.day ? -1 : 1))
  }

  async told(heater: string, rows: readonly EnergyRow[], at: number): Promise<void> {
    const { store, clock, daysOf, alone } = this.#options
    const days = await daysOf(heater)
    const today = days.at(at).name
    await alone(async () => {
      const known = new Map((await store.energy({ heater })).map(line => [line.day, line]))
      const energy = rows.flatMap(({ year, month, day, ...told }) => {
        if (day === undefined) return []
        const name = dayName(year, month, day)
        const line = known.get(name)
        // Days to come are rows of zeros, and so are those before the heater was there.
        const idle = Object.values(sumOf([told])).every(value => value === 0)
        if (name > today || (!line && idle)) return []
        return [{ ...(line ?? emptyLine(heater, days.named(name), clock.now())), told, toldAt: at }]
      })
      if (energy.length > 0) await store.write({ energy })
    })
  }
}
