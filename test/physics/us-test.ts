/**
 * The published test of water heaters, 10 CFR 430 subpart B appendix E, on anything that heats water: the first-hour test and
 * the 24 h simulated-use test, with the rule's own corrections.
 */
import { type Draw, drawList } from '#physics/house/draw'
import { litresInGallon } from '#physics/limits'
import { waterHeat } from '#physics/tank'

/** What is tested. Whoever builds it sees to the air, the inlet and the setpoint of {@link conditions}. */
export interface Specimen {
  /** Moves it on, drawing meanwhile. */
  advance(litres: number, seconds: number): void
  /** Switches it off at the panel. */
  off(): void
  /** Mean temperature of the water in it, °C. */
  mean(): number
  /** Electricity since its beginning, Wh. */
  electricity(): number
  /** Heat that left with hot water since its beginning, above 0 °C, Wh. */
  delivered(): number
  heating(): 'nothing' | 'upper element' | 'something else'
  /** Heat that warms its water by one kelvin, Wh/K. */
  readonly capacity: number
}

/** °C and % of the test. */
export const conditions = { air: 19.7, humidity: 50, inlet: 14.4, setpoint: 51.7 } as const

/** From 58 to 125 °F, K. */
const nominalRise = 67 / 1.8

/** s */
const step = 5
const hour = 3600

const heatOf = (litres: number, kelvin: number) => litres * waterHeat * kelvin

/** Waits until nothing heats; the start of a source that was asked for may take a minute. */
function recover(specimen: Specimen, longest = 24 * hour): void {
  let still = 0
  for (let t = 0; t < longest && still < 600; t += step) {
    specimen.advance(0, step)
    still = specimen.heating() === 'nothing' ? still + step : 0
  }
}

/** Warm throughout: recovered, drawn from until it heats, recovered again. */
function prepare(specimen: Specimen): void {
  recover(specimen)
  const litres = (1.7 * litresInGallon * step) / 60
  for (let t = 0; t < hour && specimen.heating() === 'nothing'; t += step) specimen.advance(litres, step)
  recover(specimen)
}

export interface FirstHour {
  readonly gallons: number
  /** Of each draw, L; the last by its temperature. */
  readonly draws: readonly number[]
}

/**
 * Draws at 3 gal/min until it runs cool, waits until the upper element is done, and again for an hour. What is drawn at its end
 * from a heater that still heats counts by its temperature.
 */
export function firstHour(specimen: Specimen): FirstHour {
  prepare(specimen)
  const flow = (3 * litresInGallon * step) / 60
  /** The outlet has fallen by so much when a draw ends, K. */
  const fall = 8.3
  const draws: { litres: number; mean: number; least: number }[] = []
  let t = 0

  const draw = (ends: (outlet: number, highest: number) => boolean) => {
    let [litres, heat, highest, least] = [0, 0, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]
    for (;;) {
      const before = specimen.delivered()
      specimen.advance(flow, step)
      t += step
      const outlet = (specimen.delivered() - before) / (flow * waterHeat)
      highest = Math.max(highest, outlet)
      if (ends(outlet, highest)) break
      least = Math.min(least, outlet)
      litres += flow
      heat += outlet * flow
    }
    return { litres, mean: heat / litres, least }
  }

  while (t < hour) {
    draws.push(draw((outlet, highest) => outlet <= highest - fall))
    let [asked, done] = [false, false]
    while (t < hour && !done) {
      specimen.advance(0, step)
      t += step
      const upper = specimen.heating() === 'upper element'
      done = asked && !upper
      asked ||= upper
    }
    if (t >= hour && !done) {
      const previous = draws.at(-1)
      if (previous === undefined) break
      const last = draw(outlet => outlet <= previous.least)
      const worth = last.litres > 0 ? (last.mean - previous.least) / (previous.mean - previous.least) : 0
      draws.push({ ...last, litres: last.litres * worth })
    }
  }
  const counted = draws.map(({ litres }) => litres)
  return { gallons: counted.reduce((sum, litres) => sum + litres, 0) / litresInGallon, draws: counted }
}

export interface SimulatedUse {
  readonly uniformEnergyFactor: number
  /** Heat per electricity from the first draw to the first cut-out after it. */
  readonly recoveryEfficiency: number
  /** Wh in 24 h, as metered and as the rule corrects it. */
  readonly electricity: number
  readonly corrected: number
  /** °C of the water in it: as the day begins, as it ends, on average; and of what was delivered, on average. */
  readonly meanAtStart: number
  readonly meanAtEnd: number
  readonly meanOfDay: number
  readonly outlet: number
  readonly litres: number
  /** Heat that left with the hot water above the inlet, Wh. */
  readonly useful: number
}

/** A day of draws, the first at its first second. In the last hour nothing begins to heat. */
export function simulatedUse(specimen: Specimen, draws: readonly Draw[]): SimulatedUse {
  prepare(specimen)
  for (let t = 0; t < hour; t += step) specimen.advance(0, step)

  const begun = { electricity: specimen.electricity(), delivered: specimen.delivered(), mean: specimen.mean() }
  let litres = 0
  let sumOfMeans = 0
  let recovery: 'awaited' | 'under way' | 'over' = 'awaited'
  let recovered = { electricity: 0, useful: 0, mean: 0 }
  const useful = () => specimen.delivered() - begun.delivered - heatOf(litres, conditions.inlet)
  const list = drawList(draws)
  let locked = false
  for (let t = 0; t < 24 * hour; t += step) {
    const drawn = list.litresBetween(t, t + step).litres
    specimen.advance(drawn, step)
    litres += drawn
    sumOfMeans += specimen.mean() * step
    const heats = specimen.heating() !== 'nothing'
    if (recovery === 'awaited' && heats) recovery = 'under way'
    else if (recovery === 'under way' && !heats) {
      recovery = 'over'
      recovered = { electricity: specimen.electricity() - begun.electricity, useful: useful(), mean: specimen.mean() }
    }
    if (!locked && t >= 23 * hour && !heats) {
      specimen.off()
      locked = true
    }
  }

  const electricity = specimen.electricity() - begun.electricity
  const gained = specimen.capacity * (recovered.mean - begun.mean)
  const recoveryEfficiency = (recovered.useful + gained) / recovered.electricity
  const meanAtEnd = specimen.mean()
  // The air is the rule's own all day, so its correction for the air is none.
  const atEqualStore = electricity - (specimen.capacity * (meanAtEnd - begun.mean)) / recoveryEfficiency
  const nominal = heatOf(litres, nominalRise)
  const corrected = atEqualStore + (nominal - useful()) / recoveryEfficiency
  return {
    uniformEnergyFactor: nominal / corrected,
    recoveryEfficiency,
    electricity,
    corrected,
    meanAtStart: begun.mean,
    meanAtEnd,
    meanOfDay: sumOfMeans / (24 * hour),
    outlet: conditions.inlet + useful() / heatOf(litres, 1),
    litres,
    useful: useful(),
  }
}
