/** What the model makes of a window: the same tank and heat pump, with the compressor and the elements as they were recorded. */
import { advanceCircuit, type Circuit, restingCircuit } from '../circuit.ts'
import { copAt, powerAt } from '../heat-pump.ts'
import type { Parameters } from '../parameters.ts'
import { condenserWater, draw, filledTank, heatByCondenser, heatByElement, settle, type Tank } from '../tank.ts'
import { followWater, type Probes, settledProbes } from '../thermistor.ts'
import { binSteps, stepSeconds, type Window } from './window.ts'

/** What isn't known of a window but by the fit. */
export interface Unknowns {
  /** Drawn by each group, L. */
  readonly litres: Float64Array
  /** Cold water, °C. */
  inlet: number
}

/** Means of each bin. */
export interface Trace {
  readonly upper: Float64Array
  readonly lower: Float64Array
  readonly power: Float64Array
}

/** Changed in place. */
export interface State {
  readonly tank: Tank
  readonly probes: Probes
  readonly circuit: Circuit
  /** Since the compressor ran, s: the circuit hears of it when it starts again. */
  rested: number
  /** Sums of the bin that has begun. */
  upper: number
  lower: number
  power: number
}

/** Humidity isn't recorded, %. */
const humidity = 50
/** Of the unit at rest, W. */
const idlePower = 1

export const traceFor = ({ bins }: Window): Trace => ({
  upper: new Float64Array(bins.upper.length),
  lower: new Float64Array(bins.upper.length),
  power: new Float64Array(bins.upper.length),
})

/** A unit that has just stopped, its tank even. */
export function beginState(window: Window, parameters: Parameters): State {
  const tank = filledTank(parameters, () => 0)
  const circuit = restingCircuit(window.air[0] as number)
  const state = { tank, probes: { upper: 0, lower: 0 }, circuit, rested: 0, upper: 0, lower: 0, power: 0 }
  beginAgain(state, window, parameters)
  return state
}

/** The same in place: it happens some ten thousand times in a fit. */
export function beginAgain(state: State, { upper, lower }: Window, parameters: Parameters): void {
  const { tank, probes, circuit } = state
  const { temperatures } = tank
  const top = temperatures.length - 1
  for (let i = 0; i <= top; i++) temperatures[i] = (i - 0.5) / top < parameters.condenserTop ? lower : upper
  tank.filled = 0
  const settled = settledProbes(tank, parameters)
  probes.upper = settled.upper
  probes.lower = settled.lower
  circuit.warmth = 1
  circuit.torque = 0
  state.rested = 0
  state.upper = 0
  state.lower = 0
  state.power = 0
}

export function copyState(to: State, from: State): void {
  to.tank.temperatures.set(from.tank.temperatures)
  to.tank.filled = from.tank.filled
  to.probes.upper = from.probes.upper
  to.probes.lower = from.probes.lower
  // The rest of it has no bearing on heat.
  to.circuit.warmth = from.circuit.warmth
  to.circuit.torque = from.circuit.torque
  to.rested = from.rested
  to.upper = from.upper
  to.lower = from.lower
  to.power = from.power
}

/** What happens during a step: parts of it for which something ran, and what was drawn. */
export interface Doing {
  air: number
  compressor: number
  upperElement: number
  lowerElement: number
  litres: number
  inlet: number
}

/** @returns the electricity it takes, W as the mean of the step. */
export function advanceState(state: State, parameters: Parameters, doing: Readonly<Doing>, seconds: number): number {
  const { tank, probes, circuit } = state
  const { air, compressor, upperElement, lowerElement, litres, inlet } = doing
  if (litres > 0) draw(tank, parameters, litres, inlet)
  let used = idlePower
  if (compressor > 0) {
    const water = condenserWater(tank, parameters)
    if (state.rested > 0) advanceCircuit(circuit, false, false, water, air, state.rested)
    state.rested = 0
    const power = powerAt(parameters, water, air)
    const cop = copAt(parameters, water, air, humidity)
    const running = compressor * seconds
    advanceCircuit(circuit, true, true, water, air, running, (parameters.startHeat * 3600) / (power * cop))
    const drawn = power * circuit.effort
    heatByCondenser(tank, parameters, water, (drawn * cop * circuit.delivery * running) / 3600)
    used += (drawn - idlePower) * compressor
  }
  state.rested += (1 - compressor) * seconds
  const { elementPower } = parameters
  if (upperElement > 0)
    heatByElement(tank, parameters, parameters.upperElement, (elementPower * upperElement * seconds) / 3600)
  if (lowerElement > 0)
    heatByElement(tank, parameters, parameters.lowerElement, (elementPower * lowerElement * seconds) / 3600)
  settle(tank, parameters, air, seconds)
  followWater(probes, tank, parameters, seconds)
  return used + elementPower * (upperElement + lowerElement)
}

const doing: Doing = { air: 0, compressor: 0, upperElement: 0, lowerElement: 0, litres: 0, inlet: 0 }

/**
 * Goes through the steps of a window from one to before another, which is the end of a bin.
 * @param before is told of each draw group that is about to begin.
 */
export function simulate(
  window: Window,
  parameters: Parameters,
  { litres, inlet }: Unknowns,
  state: State,
  trace: Trace,
  from = 0,
  to = window.steps,
  before?: (group: number, state: State) => void,
): void {
  const { group, groups } = window
  let next = before ? groups.findIndex(({ first }) => first >= from) : -1
  if (next < 0) next = groups.length
  for (let step = from; step < to; step++) {
    while (before && next < groups.length && groups[next]?.first === step) before(next++, state)
    const drawing = group[step] as number
    doing.air = window.air[step] as number
    doing.compressor = window.compressor[step] as number
    doing.upperElement = window.upperElement[step] as number
    doing.lowerElement = window.lowerElement[step] as number
    doing.litres = drawing < 0 ? 0 : (litres[drawing] as number) / (groups[drawing]?.steps ?? 1)
    doing.inlet = inlet
    state.power += advanceState(state, parameters, doing, stepSeconds)
    state.upper += state.probes.upper
    state.lower += state.probes.lower
    if ((step + 1) % binSteps !== 0) continue
    const bin = (step + 1) / binSteps - 1
    trace.upper[bin] = state.upper / binSteps
    trace.lower[bin] = state.lower / binSteps
    trace.power[bin] = state.power / binSteps
    state.upper = 0
    state.lower = 0
    state.power = 0
  }
}
