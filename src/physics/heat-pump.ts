/** The heat pump once it is warm: what it draws and how much more it gives, by its water and its air. °C and W; heat is power × COP, always. */
import { condenserLead } from './tank.ts'

/** What a set of parameters makes of the rated map: 1 and 1 for the ratings, a COP of 0.83 for what one home measured. */
export interface HeatPumpMap {
  readonly powerFactor: number
  readonly copFactor: number
}

/** Where the map's lines hold: the US test's air [R]. */
const rated = { air: 19.7, humidity: 50 } as const
/**
 * W, and W more per K of water: three fits between 38 and 57 °C [P], the recording at 54 °C [C] and a recovery's end at
 * 62 °C [P] lie within 5 % of it. Where its line falls below `least` nobody measured, and a compressor without lift still turns: a guess.
 */
const power = { cold: 98, perKelvin: 6, least: 200, soft: 60 } as const
/** The same for the COP: a line of comparable heaters [H], raised until the three ratings are met [D]. */
const cop = { cold: 8.53, perKelvin: 0.0936 } as const
/** Capacity grows by this part for each K of air [P][H]: × 0.80 at 10 °C, × 1.43 at 35 °C. */
const capacityPerKelvin = 0.0235
/** Power by air levels off on both sides: −8 % at 10 °C, +7 % at 35 °C [P]; that it never goes beyond these is a guess. */
const powerByAir = { least: 0.85, most: 1.08, middle: 15.5, width: 13.3 } as const
/** A guess: capacity that fully moist air adds to that of air at 50 %, and dry air takes; the field resolved no effect. */
const latentGain = 0.03
/** Guesses: part of the heat that defrosting costs at most, and how cold the evaporator is when most of that has come, K below zero. */
const defrost = { loss: 0.2, depth: 4 } as const
/** No heat pump of this kind does better than this part of Carnot [Φ]. */
export const carnotShare = 0.6
/** A guess: the compressor never sees less lift, K. So cold water makes no miracles: nobody has measured below 38 °C. */
const leastLift = 20
/** A guess: what the compressor draws ends in the water at the least. */
export const copFloor = 1
/** Our choice: how softly the bounds are met, K of lift, and of COP. */
const [softLift, softCop] = [8, 0.2]

/** The larger of two, rounded off by `soft` where they cross; never below either. */
const larger = (a: number, b: number, soft: number) => (a + b + Math.sqrt((a - b) * (a - b) + soft * soft)) / 2
/** The smaller of two in the same way; never above either. */
const smaller = (a: number, b: number, soft: number) => (a + b - Math.sqrt((a - b) * (a - b) + soft * soft)) / 2

/** °C at 0 °C of air, and K more for each K: fitted between 9 and 30 °C of air [P, 377 runs]; the recording is 0.8 K colder [C]. */
const evaporatorLine = { cold: -3.5, perKelvin: 0.596 } as const

/** Evaporator of a running unit, °C. */
export const evaporatorAt = (air: number): number => evaporatorLine.perKelvin * air + evaporatorLine.cold

function powerShare(air: number): number {
  const { least, most, middle, width } = powerByAir
  return (most + least) / 2 + ((most - least) / 2) * Math.tanh((air - middle) / width)
}

/** At the rated air it is the line itself. */
const ratedShare = powerShare(rated.air)

/** Electric power, fan included, W. `water` is the mean of the condenser's water. */
export function powerAt(map: HeatPumpMap, water: number, air: number): number {
  const line = larger(power.cold + power.perKelvin * water, power.least, power.soft)
  return (map.powerFactor * line * powerShare(air)) / ratedShare
}

/** Part of the heat that is left beside defrosting: all of it while the evaporator is above zero. */
function frostShare(evaporator: number): number {
  if (evaporator >= 0) return 1
  const depth = evaporator / defrost.depth
  return 1 - defrost.loss * (1 - Math.exp(-depth * depth))
}

/** Heat per power. Between the floor and a share of Carnot between evaporator and condenser, whatever it is asked. */
export function copAt(map: HeatPumpMap, water: number, air: number, humidity: number): number {
  const evaporator = evaporatorAt(air)
  const byAir = (Math.exp(capacityPerKelvin * (air - rated.air)) * ratedShare) / powerShare(air)
  const byMoisture = 1 + latentGain * (humidity / rated.humidity - 1)
  const line = larger(cop.cold - cop.perKelvin * water, 0, softCop)
  const mapped = map.copFactor * line * byAir * byMoisture * frostShare(evaporator)
  const carnot = 1 + (evaporator + 273.15) / larger(water + condenserLead - evaporator, leastLift, softLift)
  return smaller(larger(mapped, copFloor, softCop), carnotShare * carnot, softCop)
}

/** What one home measured [D]. */
