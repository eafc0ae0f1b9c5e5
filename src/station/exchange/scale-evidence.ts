/**
 * Finds out in which scales a record gives its temperatures, from what its rows say together: hot water is as warm as
 * the upper tank, the charge tells how far the tank is on its way to the setpoint, and a heater can only be set so far.
 */
import { type StatusKey, statusFields } from '#schema/status'
import {
  isCounted,
  type Scales,
  sensorCelsius,
  sensorScales,
  usualSensors,
  type WaterScale,
  waterCelsius,
  waterScales,
} from './temperature-scale.ts'

/** The numbers of a row as they stand in the file, of columns whose scale isn't known. */
export type RowNumbers = Readonly<Partial<Record<StatusKey, number>>>

/** °C that a working heater reads, with room to both sides. */
const plausible: Partial<Record<StatusKey, readonly [least: number, most: number]>> = {
  dhwTemperature: [0, 80],
  dhwTemperatureSetting: [33, 68],
  dhwTargetTemperatureSetting: [33, 68],
  freezeProtectionTemperature: [4, 12],
  heatMinOpTemperature: [30, 60],
  tankUpperTemperature: [0, 85],
  tankLowerTemperature: [0, 85],
  ambientTemperature: [-25, 50],
  dischargeTemperature: [-25, 130],
  suctionTemperature: [-40, 60],
  evaporatorTemperature: [-40, 60],
}
const watched = Object.keys(plausible) as StatusKey[]

/** The vendor's charge is empty at 35 °C and full at the setpoint. */
const emptyTank = 35
/** A reading against one of these is worth so much; every other is K or the like. */
const impossible = 10
/** What no program writes so by habit. */
const unusual = 0.05
/** A tank is seldom colder, °C, and what makes every one so cold is another scale. */
const [seldomColder, seldom] = [20, 0.5]
/** A scale fits up to this on average, and is known from others by so much. */
const fits = 3
const known = 0.3
/** K, a count of the wire: as long as scales don't differ by more, either will do. */
const sameReading = 0.5

interface Guess extends Scales {
  misfit: number
}

export type ScaleVerdict =
  | { readonly scales: Scales }
  /** The scales that fit, more than one or none. */
  | { readonly scales: undefined; readonly fitting: readonly WaterScale[] }

export class ScaleEvidence {
  readonly #guesses: readonly Guess[]
  readonly #given: boolean
  #rows = 0
  #least = Number.POSITIVE_INFINITY
  #most = Number.NEGATIVE_INFINITY

  /** @param given the scale of the water, where a person said it. */
  constructor(given?: WaterScale) {
    // Real degrees come first where others fit as well.
    const waters = given === undefined ? waterScales.toReversed() : [given]
    this.#given = given !== undefined
    this.#guesses = waters.flatMap(water => sensorScales.map(sensors => ({ water, sensors, misfit: 0 })))
  }

  /** @param charge per cent. */
  look(row: RowNumbers, charge: number | undefined): void {
    this.#rows++
    for (const key of watched)
      if (statusFields[key].perUnit === 2) {
        const value = row[key]
        if (value === undefined) continue
        this.#least = Math.min(this.#least, value)
        this.#most = Math.max(this.#most, value)
      }
    for (const guess of this.#guesses) guess.misfit += misfit(row, charge, guess)
  }

  /** Without any row that could tell, the usual scales of who writes °F. */
  verdict(): ScaleVerdict {
    const rows = Math.max(1, this.#rows)
    const mean = (guess: Guess) => guess.misfit / rows + (usualSensors[guess.water] === guess.sensors ? 0 : unusual)
    const ranked = [...this.#guesses].sort((one, other) => mean(one) - mean(other))
    const [best] = ranked
    if (best === undefined || (mean(best) > fits && !this.#given)) return { scales: undefined, fitting: [] }
    const rivals = ranked.filter(
      other => other.water !== best.water && mean(other) < mean(best) + known && !this.#same(best.water, other.water),
    )
    if (rivals.length === 0) return { scales: { water: best.water, sensors: best.sensors } }
    return { scales: undefined, fitting: [...new Set([best, ...rivals].map(({ water }) => water))] }
  }

  /** Whether both scales read all numbers of the file the same. */
  #same(one: WaterScale, other: WaterScale): boolean {
    return [this.#least, this.#most].every(
      value => Number.isFinite(value) && Math.abs(waterCelsius(one, value) - waterCelsius(other, value)) <= sameReading,
    )
  }
}

function misfit(row: RowNumbers, charge: number | undefined, { water, sensors }: Scales): number {
  let sum = 0
  const celsius: Partial<Record<StatusKey, number>> = {}
  for (const key of watched) {
    const value = row[key]
    const range = plausible[key]
    if (value === undefined || range === undefined) continue
    const isWater = statusFields[key].perUnit === 2
    const read = isWater ? waterCelsius(water, value) : sensorCelsius(sensors, value)
    celsius[key] = read
    if (read < range[0] || read > range[1]) sum += impossible
    if (isCounted(isWater ? water : sensors) && !Number.isInteger(value)) sum += impossible
    if (isWater && water === 'celsius' && !Number.isInteger(value * 2)) sum += impossible
  }
  const { dhwTemperature: hot, tankUpperTemperature: upper, dhwTemperatureSetting: setpoint } = celsius
  if (hot !== undefined && upper !== undefined) sum += Math.min(impossible, Math.max(0, Math.abs(hot - upper) - 0.5))
  const top = hot ?? upper
  if (top !== undefined && top < seldomColder) sum += seldom
  if (charge !== undefined && charge > 0 && top !== undefined && setpoint !== undefined && setpoint > emptyTank + 2) {
    const expected = Math.min(100, Math.max(0, ((top - emptyTank) / (setpoint - emptyTank)) * 100))
    sum += Math.min(impossible, Math.max(0, Math.abs(expected - charge) - 2) / 4)
  }
  return sum
}
