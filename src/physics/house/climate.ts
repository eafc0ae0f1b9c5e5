/** The weather of a place with a climate: seasons, day and night, a seeded drift, and the cold water that follows from them. */
import { chanceFor } from './chance.ts'
import type { Climate, Months } from './climates.ts'
import type { Series } from './series.ts'
import { daySeconds, standardOffset, type UtcOffset, utc } from './wall-time.ts'

export interface Outdoors {
  /** °C. */
  readonly air: Series
  /** Pressure of the water in the air, hPa: nearly the same indoors. */
  readonly vapour: Series
  /** Cold water as it comes, °C. */
  readonly mains: Series
}

/** How the weather of a place is made up. */
export interface OutdoorsOptions {
  /** Of the drift from day to day. */
  readonly seed?: number
  /** Clocks of the place; UTC by default. The weather goes by its standard time all year. */
  readonly utcOffset?: UtcOffset | undefined
}

/** Hour of standard time at which it is warmest: a guess. */
const warmest = 15
/** No day is further from its season than that, K; mostly it is a third of it: a guess. */
const drift = 5

export function outdoors(climate: Climate, { seed = 1, utcOffset = utc }: OutdoorsOptions = {}): Outdoors {
  const east = standardOffset(utcOffset)
  const season = byDay(day => seasonal(climate.mean, day) + driftOf(seed, day), east)
  const swing = byDay(day => seasonal(climate.swing, day), east)
  return {
    air: {
      at(second) {
        const hours = (second + east) / 3600
        return season.at(second) + (swing.at(second) / 2) * Math.cos(((hours - warmest) * Math.PI) / 12)
      },
    },
    vapour: byDay(day => (seasonal(climate.humidity, day) / 100) * saturation(seasonal(climate.mean, day)), east),
    mains: byDay(mainsOf(climate), east),
  }
}

/** Pressure of water vapour that air can hold, hPa: Magnus' formula over water with the constants of the WMO. */
export const saturation = (celsius: number): number => 6.112 * Math.exp((17.62 * celsius) / (243.12 + celsius))

/** A value of each midnight, and straight lines between. @param east of UTC, s. */
function byDay(value: (day: number) => number, east: number): Series {
  let kept = Number.NaN
  let [begin, end] = [0, 0]
  return {
    at(second) {
      const time = (second + east) / daySeconds
      const day = Math.floor(time)
      if (day !== kept) {
        begin = day === kept + 1 ? end : value(day)
        end = value(day + 1)
        kept = day
      }
      return begin + (end - begin) * (time - day)
    },
  }
}

/** The value of a monthly table on a day: that of a month in its middle, and smooth between (Catmull and Rom's spline). */
function seasonal(months: Months, day: number): number {
  const date = new Date(day * daySeconds * 1000)
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()]
  const length = new Date(Date.UTC(year, month + 1, 0)).getUTCDate()
  const place = month + (date.getUTCDate() - 1) / length - 0.5
  const first = Math.floor(place)
  const t = place - first
  const monthAt = (i: number) => months[(i + 12) % 12] ?? Number.NaN
  const [a, b, c, d] = [monthAt(first - 1), monthAt(first), monthAt(first + 1), monthAt(first + 2)]
  return b + (t / 2) * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)))
}

/** Fronts take some days to pass: a day goes halfway with its neighbours. */
function driftOf(seed: number, day: number): number {
  const wind = (of: number) => chanceFor(seed, of)() * 2 - 1
  return (drift * (wind(day - 1) + 2 * wind(day) + wind(day + 1))) / 4
}

/**
 * Cold water by Burch and Christensen, "Towards Development of an Algorithm for Mains Water Temperature" (2007), as US
 * building simulators use it; in °F inside. For the northern half of the world.
 */
function mainsOf({ mean }: Climate): (day: number) => number {
  const celsius = mean.reduce((sum, month) => sum + month, 0) / mean.length
  const average = celsius * 1.8 + 32
  const range = (Math.max(...mean) - Math.min(...mean)) * 1.8
  const ratio = 0.4 + 0.01 * (average - 44)
  const lag = 35 - (average - 44)
  return day => {
    const year = new Date(day * daySeconds * 1000).getUTCFullYear()
    const newYear = Date.UTC(year, 0, 1) / 1000 / daySeconds
    const length = Date.UTC(year + 1, 0, 1) / 1000 / daySeconds - newYear
    const angle = (2 * Math.PI * (day - newYear + 1 - 15 - lag)) / length - Math.PI / 2
    const fahrenheit = average + 6 + ((ratio * range) / 2) * Math.sin(angle)
    return Math.max(0, (fahrenheit - 32) / 1.8)
  }
}
