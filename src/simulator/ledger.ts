/** The books that a heater keeps of itself: its energy records and its lifetime counters, from the day on which it was installed. */
import type { Controller } from '#physics/controller/controller'
import type { Machine } from '#physics/machine'
import { noWork, type Work } from '#physics/meters'
import type { LocalTime } from '#physics/schedule/local-time'
import type { Counters } from '#schema/counters'
import { EnergyBook } from './energy-book.ts'
import { lifetimeCounters } from './lifetime-counters.ts'
import { type Stretch, workBetween, workTogether } from './work.ts'

export class Ledger {
  readonly #energy: EnergyBook
  readonly #time: LocalTime
  #installed: number
  /** Not gone through before somebody asks: it takes milliseconds, and heaters may be a thousand. */
  #past: Iterable<Stretch> | undefined
  #life = noWork
  /** The meters of the machine when they were last read. */
  #read: Work

  constructor(setup: {
    readonly time: LocalTime
    /** Where the simulation begins, ms since 1970. */
    readonly start: number
    readonly machine: Machine
    /** Its life before that. A heater without one is new. */
    readonly past?: Iterable<Stretch>
  }) {
    this.#time = setup.time
    this.#energy = new EnergyBook(setup.time)
    this.#read = setup.machine.meters
    this.#installed = setup.start
    this.#past = setup.past
  }

  /** What it used, by day and by month. */
  get energy(): EnergyBook {
    this.#remember()
    return this.#energy
  }

  /** Reads the machine's meters after a step from one moment to another, ms since 1970. */
  follow(from: number, to: number, { meters }: Machine): void {
    const work = workBetween(this.#read, meters)
    this.#read = meters
    if (work) this.#enter({ from, to, work })
  }

  /** Lifetime counters at a moment, ms since 1970; what happened and what the grid asked for is the controller's. */
  counters(now: number, controller: Controller): Counters {
    this.#remember()
    const days = this.#time.dayOf(now) - this.#time.dayOf(this.#installed)
    return lifetimeCounters({ total: this.energy.total, life: this.#life, days, controller })
  }

  #remember(): void {
    const past = this.#past ?? []
    this.#past = undefined
    for (const stretch of past) {
      this.#installed = Math.min(this.#installed, stretch.from)
      this.#enter(stretch)
    }
  }

  #enter({ from, to, work }: Stretch): void {
    this.#life = workTogether(this.#life, work)
    this.#energy.add(from, to, {
      heatPumpEnergy: work.heatPumpEnergy,
      elementEnergy: work.elementEnergy,
      heatPumpTime: work.compressorHours,
      // One element runs at a time.
      elementTime: work.upperElementHours + work.lowerElementHours,
    })
  }
}
