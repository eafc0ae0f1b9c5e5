/** What the record is held against: every sample that came, what the heater's own meters said at that moment, and what the store acknowledged. */
import { createHash } from 'node:crypto'
import type { SimulatedHeater } from '#simulator/index'
import { heaterId } from '#station/heater-id'
import type { Sample } from '#station/sample'
import type { StoredSample } from '#station/store/store'

/** What a gateway held back comes at once: the store gives each of those samples a millisecond of its own. */
export const longestMove = 2000

/** Wh since the beginning of its simulation. */
export interface Reckoning {
  readonly electricity: number
  readonly heatPump: number
  readonly element: number
}

/** The content of a sample in a few letters. */
export const printOf = (raw: StoredSample['raw']): string =>
  createHash('sha1').update(JSON.stringify(raw)).digest('base64').slice(0, 12)

/** When a sample of which content came. */
export class Prints {
  readonly #times = new Map<string, number[]>()
  size = 0

  add(print: string, at: number): void {
    const times = this.#times.get(print)
    if (times) times.push(at)
    else this.#times.set(print, [at])
    this.size++
  }

  /** When those of these came that have no equal among others between `least` and `most` ms later. */
  without(others: Prints, least: number, most: number): readonly number[] {
    return [...this.#times].flatMap(([print, times]) => {
      const equals = others.#times.get(print) ?? []
      return times.filter(at => !equals.some(other => other - at >= least && other - at <= most))
    })
  }
}

export class Witness {
  readonly #heaters: ReadonlyMap<string, SimulatedHeater>
  /** By heater and moment: what the meters said when a sample came. */
  readonly #meters = new Map<string, Map<number, Reckoning>>()
  /** By heater: what the store acknowledged. */
  readonly acknowledged = new Map<string, Prints>()
  heard = 0

  constructor(heaters: readonly SimulatedHeater[]) {
    this.#heaters = new Map(heaters.map(heater => [heaterId(heater.identity.macAddress), heater]))
  }

  get heaters(): readonly string[] {
    return [...this.#heaters.keys()]
  }

  sample({ heater, at }: Sample): void {
    const tank = this.#heaters.get(heater)
    if (!tank) return
    this.heard++
    const { electricity, heatPumpEnergy, elementEnergy } = tank.machine.meters
    const meters = this.#meters.get(heater) ?? new Map<number, Reckoning>()
    this.#meters.set(heater, meters)
    meters.set(at.getTime(), { electricity, heatPump: heatPumpEnergy, element: elementEnergy })
  }

  kept(samples: readonly StoredSample[]): void {
    for (const { heater, at, raw } of samples) {
      const prints = this.acknowledged.get(heater) ?? new Prints()
      this.acknowledged.set(heater, prints)
      prints.add(printOf(raw), at)
    }
  }

  /** What the heater used between two samples; undefined where one of them has come at no moment of its own. */
  between(heater: string, from: number, until: number): Reckoning | undefined {
    const [a, b] = [this.#at(heater, from), this.#at(heater, until)]
    if (!a || !b) return undefined
    return {
      electricity: b.electricity - a.electricity,
      heatPump: b.heatPump - a.heatPump,
      element: b.element - a.element,
    }
  }

  #at(heater: string, moment: number): Reckoning | undefined {
    const meters = this.#meters.get(heater)
    for (let back = 0; back <= longestMove; back++) {
      const found = meters?.get(moment - back)
      if (found) return found
    }
    return undefined
  }
}
