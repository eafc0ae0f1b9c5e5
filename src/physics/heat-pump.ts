/** The refrigerant circuit: what it draws, what it gives, and the temperatures along it. °C and W. */

export interface Circuit {
  readonly discharge: number
  readonly suction: number
  readonly evaporator: number
  /** The intake sensor, which reads the warm cabinet while nothing runs. */
  readonly intake: number
  /** How far the circuit's own metal and refrigerant have come to their running temperature, 0 to 1. */
  readonly warmth: number
}

/** It runs only with air between these. */
export const intakeRange = { lowest: 5, highest: 45 } as const

/** One home's unit ran 16 % under its rated efficiency; the rated map is below. */
const fieldFactor = 0.84
const ratedAir = 19.7
/** The cabinet at rest is this much warmer than the room. */
const cabinet = 3.4
/** Warming up and cooling down, s: of a cold start's heat about 160 Wh never reach the tank, 60 Wh of one after minutes. */
const [warming, cooling] = [470, 780]

/** Evaporator of a running unit, fitted between 9 and 30 °C of air. */
export const evaporatorAt = (air: number): number => 0.596 * air - 3.5

/**
 * A warmed-up heat pump.
 * @param water the condenser's water, °C.
 * @param air intake air, °C.
 * @returns electric power (W) and heat per power; never above 0.6 of what Carnot allows.
 */
export function heatPumpAt(water: number, air: number): { power: number; cop: number } {
  const warmer = air - ratedAir
  const power = (176 + 4.67 * water) * Math.max(0.3, 1 + 0.008 * warmer)
  const condensing = water + 5.6
  const lift = Math.max(5, condensing - evaporatorAt(air))
  const carnot = (condensing + 273.15) / lift
  const cop = fieldFactor * (7.65 - 0.0838 * water) * Math.max(0.3, 1 + 0.018 * warmer)
  return { power, cop: Math.min(0.6 * carnot, Math.max(1, cop)) }
}

/** A unit that has stood still for a day. */
export const restingCircuit = (air: number): Circuit => ({
  discharge: air + cabinet,
  suction: air + cabinet,
  evaporator: air + cabinet,
  intake: air + cabinet,
  warmth: 0,
})

/** Moves the circuit's temperatures on. `water` is the condenser's, `seconds` the length of the step. */
export function advanceCircuit(
  circuit: Circuit,
  running: boolean,
  { water, air }: { readonly water: number; readonly air: number },
  seconds: number,
): Circuit {
  const towards = (from: number, to: number, timeConstant: number) =>
    to + (from - to) * Math.exp(-seconds / timeConstant)
  const evaporator = evaporatorAt(air)
  const rest = air + cabinet
  return running
    ? {
        discharge: towards(circuit.discharge, water + 15.4, 180),
        suction: towards(circuit.suction, evaporator + 2.5, 60),
        evaporator: towards(circuit.evaporator, evaporator, 45),
        intake: towards(circuit.intake, air, 100),
        warmth: towards(circuit.warmth, 1, warming),
      }
    : {
        discharge: towards(circuit.discharge, rest, 1200),
        suction: towards(circuit.suction, rest, 120),
        evaporator: towards(circuit.evaporator, rest, 45),
        intake: towards(circuit.intake, rest, 1800),
        warmth: towards(circuit.warmth, 0, cooling),
      }
}
