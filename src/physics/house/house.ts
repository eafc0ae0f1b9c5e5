/** The house around a heater: who draws water, the air, and the cold water, as one `Surroundings`. */
import type { Surroundings } from '../surroundings.ts'
import { type OutdoorsOptions, outdoors } from './climate.ts'
import { climates, type Place } from './climates.ts'
import type { Draws } from './draw.ts'
import { airIn, humidityIn, type Room } from './room.ts'
import { constant, meanBetween, type Series } from './series.ts'

/** Around the heater. */
export interface Weather {
  /** °C. */
  readonly air: Series
  /** Cold water, °C. */
  readonly inlet: Series
  /** Relative, %. */
  readonly humidity: Series
}

export interface House {
  readonly draws: Draws
  /** °C; a number stays. */
  readonly air: Series | number
  /** Cold water, °C. */
  readonly inlet: Series | number
  /** Relative, %; 50 by default, as in the US test. */
  readonly humidity?: Series | number | undefined
}

/** The weather that a heater has in a built-in place. */
export function weatherOf(place: Place, room: Room, options?: OutdoorsOptions): Weather {
  const { air: outdoor, vapour, mains } = outdoors(climates[place], options)
  const air = airIn(room, outdoor)
  // One of its own, so that each goes forward by itself.
  return { air, inlet: mains, humidity: humidityIn(room, air, vapour) }
}

const series = (given: Series | number) => (typeof given === 'number' ? constant(given) : given)

/** What a heater in this house meets. Quickest where time goes forward. Each call returns the same object, changed. */
export function surroundings({ draws, air, inlet, humidity = 50 }: House): Surroundings {
  const [airSeries, inletSeries, humiditySeries] = [series(air), series(inlet), series(humidity)]
  const conditions = { air: 0, humidity: 0, inlet: 0, litres: 0, tapLitres: 0 }
  return {
    between(from, to) {
      const { litres, tapLitres } = draws.litresBetween(from, to)
      conditions.air = meanBetween(airSeries, from, to)
      conditions.humidity = meanBetween(humiditySeries, from, to)
      conditions.inlet = meanBetween(inletSeries, from, to)
      conditions.litres = litres
      conditions.tapLitres = tapLitres
      return conditions
    },
  }
}
