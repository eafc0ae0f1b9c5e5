/** The refrigerant circuit: temperatures along it, its valve and its fan, following the state as a recording showed them. °C. */
import { evaporatorAt } from './heat-pump.ts'
import { condenserLead } from './tank.ts'

/** Changed in place: it moves on some half a million times in a simulated year. */
export interface Circuit {
  discharge: number
  suction: number
  evaporator: number
  /** The intake sensor, which reads the warm cabinet while nothing blows. */
  intake: number
  /** How far the circuit's own metal and refrigerant have come to their running temperature, 0 to 1. */
  warmth: number
  /** How far the compressor has come to its running power, 0 to 1. */
  torque: number
  /** Mean of the last step: part of the running power that was drawn. */
  effort: number
  /** Mean of the last step: part of power × COP that reached the water; the rest went into the circuit's own metal. */
  delivery: number
  /** Of the expansion valve, steps. */
  eev: number
  fanRpm: number
  fanPwm: number
  /** Of the last step's length, as most steps are alike. @internal */
  decays: Decays
}

/** The speed that the fan is told, rpm [C]. */
export const fanTarget = 550
/** K [C]. */
export const superheatTarget = 5
/** Between the sensors' difference and the unit's own superheat, K: within 0.8 K in all captured frames [C]. */
const superheatOffset = 2.2

/** What the unit calls its superheat, K: below zero after a stop. */
export const superheatOf = ({ suction, evaporator }: Circuit): number => suction - evaporator + superheatOffset

/** The cabinet at rest is this much warmer than the room, K: 5.2 in February, 2.7 in October [P]. */
const cabinet = 3.4
/** Suction over evaporator of a running unit, K [C]. */
const suctionRise = 2.5
/** A guess: discharge over condensing temperature, K, and K more for each K of lift. Together 9.7 K where it was recorded. */
const discharge = { rise: 3, perLift: 0.143 } as const
/** After a stop the discharge pipe falls at once to so much above the condenser's water, K [C]. */
const pipeRise = 4.7
/** What 550 makes in fact, and the signal for it: 541–545 and 1462–1474 were recorded [C]. */
const fan = { rpm: 543, pwm: 1468 } as const
/** Steps at rest, and while running at the recorded lift (K) [C]; how it opens at another lift is a guess. */
const valve = { rest: 480, running: 140, lift: 48.1, exponent: 2 / 3 } as const

/** Time constants of a start, s: guesses. */
const starting = { discharge: 180, suction: 60, evaporator: 45, intake: 70, torque: 3, warmth: 470 } as const
/** Time constants of a stop, s: the recording's [C], and those of the intake and of the warmth guesses. */
const stopping = {
  pipe: 15,
  discharge: 1600,
  suction: 140,
  /** While the fan blows air over it, and in still air. */
  blown: 24,
  evaporator: 121,
  intake: 2700,
  warmth: 780,
} as const
/** A guess: the fan's, s. */
const spinning = 1

/** What is left of each difference after a step of a certain length. */
interface Decays {
  readonly seconds: number
  readonly startDischarge: number
  readonly startSuction: number
  readonly startEvaporator: number
  readonly startIntake: number
  readonly startTorque: number
  readonly meanTorque: number
  readonly pipe: number
  readonly stopDischarge: number
  readonly stopSuction: number
  readonly blown: number
  readonly stopEvaporator: number
  readonly stopIntake: number
  readonly stopWarmth: number
  readonly spin: number
}

function decaysOf(seconds: number): Decays {
  const after = (timeConstant: number) => Math.exp(-seconds / timeConstant)
  return {
    seconds,
    startDischarge: after(starting.discharge),
    startSuction: after(starting.suction),
    startEvaporator: after(starting.evaporator),
    startIntake: after(starting.intake),
    startTorque: after(starting.torque),
    meanTorque: meanLeft(starting.torque, seconds),
    pipe: after(stopping.pipe),
    stopDischarge: after(stopping.discharge),
    stopSuction: after(stopping.suction),
    blown: after(stopping.blown),
    stopEvaporator: after(stopping.evaporator),
    stopIntake: after(stopping.intake),
    stopWarmth: after(stopping.warmth),
    spin: after(spinning),
  }
}

/** A unit that has stood still for a day. */
export const restingCircuit = (air: number): Circuit => ({
  discharge: air + cabinet,
  suction: air + cabinet,
  evaporator: air + cabinet,
  intake: air + cabinet,
  warmth: 0,
  torque: 0,
  effort: 0,
  delivery: 0,
  eev: valve.rest,
  fanRpm: 0,
  fanPwm: 0,
  decays: decaysOf(0),
})

/**
 * Moves a circuit on.
 * @param water mean of the condenser's water.
 * @param air of the intake.
 * @param seconds length of the step.
 * @param warming time constant of the circuit's own metal, s: a cold start costs as much heat as the pump makes in it.
 */
export function advanceCircuit(
  circuit: Circuit,
  running: boolean,
  fanRunning: boolean,
  water: number,
  air: number,
  seconds: number,
  warming: number = starting.warmth,
): void {
  if (circuit.decays.seconds !== seconds) circuit.decays = decaysOf(seconds)
  const left = circuit.decays
  const rest = air + cabinet
  if (running) {
    const evaporator = evaporatorAt(air)
    const condensing = water + condenserLead
    const hot = condensing + discharge.rise + discharge.perLift * Math.max(0, condensing - evaporator)
    circuit.discharge = hot + (circuit.discharge - hot) * left.startDischarge
    circuit.suction = evaporator + suctionRise + (circuit.suction - evaporator - suctionRise) * left.startSuction
    circuit.evaporator = evaporator + (circuit.evaporator - evaporator) * left.startEvaporator
    circuit.eev = valveAt(condensing - circuit.evaporator)
    const cold = 1 - circuit.warmth
    // Means over the step, so that its length makes no difference to what a start costs.
    circuit.delivery = 1 - cold * meanLeft(warming, seconds)
    circuit.warmth = 1 - cold * Math.exp(-seconds / warming)
    const idle = 1 - circuit.torque
    circuit.effort = 1 - idle * left.meanTorque
    circuit.torque = 1 - idle * left.startTorque
  } else {
    const pipe = water + pipeRise
    const settled = circuit.discharge > pipe ? pipe + (circuit.discharge - pipe) * left.pipe : circuit.discharge
    circuit.discharge = rest + (settled - rest) * left.stopDischarge
    circuit.suction = rest + (circuit.suction - rest) * left.stopSuction
    circuit.evaporator = fanRunning
      ? air + (circuit.evaporator - air) * left.blown
      : rest + (circuit.evaporator - rest) * left.stopEvaporator
    circuit.eev = valve.rest
    circuit.warmth *= left.stopWarmth
    circuit.torque = 0
    circuit.effort = 0
    circuit.delivery = 0
  }
  circuit.intake = fanRunning
    ? air + (circuit.intake - air) * left.startIntake
    : rest + (circuit.intake - rest) * left.stopIntake
  circuit.fanRpm = fanRunning ? fan.rpm + (circuit.fanRpm - fan.rpm) * left.spin : circuit.fanRpm * left.spin
  circuit.fanPwm = fanRunning ? fan.pwm : 0
}

/** A higher lift drives more through a smaller opening. */
const valveAt = (lift: number) =>
  lift < valve.lift / 8 ? valve.rest : Math.min(valve.rest, valve.running * (valve.lift / lift) ** valve.exponent)

/** What is left of a difference, on average over a step. */
const meanLeft = (timeConstant: number, seconds: number) =>
  seconds > 0 ? Math.min(1, (-Math.expm1(-seconds / timeConstant) * timeConstant) / seconds) : 1
