/** The whole heater as one value, moved on step by step. Pure: time comes in as seconds. */
import { advanceCircuit, type Circuit, restingCircuit } from './circuit.ts'
import type { Conditions } from './conditions.ts'
import type { Element } from './controller/calls.ts'
import { type Control, fanRuns } from './controller/control.ts'
import { advanceController, beginController, type Controller, copyController, isBusy } from './controller/controller.ts'
import type { Readings } from './controller/readings.ts'
import type { Settings } from './controller/settings.ts'
import { type Defect, told } from './defects.ts'
import { copAt, copFloor, powerAt } from './heat-pump.ts'
import { beyond, conditionsProblem } from './limits.ts'
import { type Meters, noMeters } from './meters.ts'
import { parametersProblem, setpointProblem, waterProblem } from './parameter-limits.ts'
import { type ParameterSet, type Parameters, parametersOf, type TankSize } from './parameters.ts'
import {
  condenserWater,
  copyTank,
  draw,
  filledTank,
  heatByCondenser,
  heatByElement,
  outletTemperature,
  settle,
  type Tank,
  waterHeat,
} from './tank.ts'
import { followWater, type Probes, settledProbes } from './thermistor.ts'

/** What can be seen of a heater at a moment. */
export interface Moment {
  /** Of the whole unit, W. */
  power: number
  /** Hot water that leaves it, L/min. */
  flow: number
  /** Its temperature, or that of the topmost water while nobody draws, °C. */
  outlet: number
  /** Air around it, and the cold water, °C. */
  air: number
  inlet: number
}

/** A heater. `step` makes another one of it and leaves it alone. */
export interface Machine {
  readonly parameters: Parameters
  readonly controller: Controller
  readonly tank: Tank
  readonly probes: Probes
  readonly circuit: Circuit
  readonly meters: Meters
  readonly moment: Moment
  readonly defects: readonly Defect[]
}

/** Where a heater begins; everything has a default. */
export interface Beginning extends Partial<Pick<Settings, 'mode' | 'setpoint' | 'minimumOperation' | 'firmware'>> {
  readonly size?: TankSize
  /** `field` when left out. */
  readonly set?: ParameterSet
  /** What is known better of this heater. */
  readonly parameters?: Partial<Omit<Parameters, 'size'>>
  /** Upper and lower half of the tank, °C. */
  readonly upper?: number
  readonly lower?: number
  /** Around it, °C. */
  readonly air?: number
}

/** Hot water at a tap is so warm, °C. [P] */
export const tapTemperature = 40.6

/** W: nothing runs, the fan alone. [C] */
const restPower = { idle: 1, fan: 12 } as const
/** A guess: an element in air warms the sensor above it by so much, K/s. */
const dryRise = 0.5
/** Our choice: no slice of a step is longer, s, while relays or water move, and while little happens. */
const longestSlice = { busy: 10, calm: 60 } as const

/**
 * A heater at rest. Without other wishes: 65 gal, heat pump mode, 54.5 °C, the lower half a little cooler.
 * @throws RangeError for a number that no heater has.
 */
export function initialMachine(beginning: Beginning = {}): Machine {
  const { size, set, mode = 'heat-pump', setpoint = 54.5, minimumOperation, firmware, air = 20 } = beginning
  const { upper = setpoint - 0.5, lower = Math.min(upper, setpoint - 8) } = beginning
  const parameters = parametersOf(size, set, beginning.parameters)
  const problem =
    parametersProblem(parameters) ??
    setpointProblem(setpoint, minimumOperation) ??
    waterProblem('The upper half', upper) ??
    waterProblem('The lower half', lower) ??
    airProblem(air)
  if (problem !== undefined) throw new RangeError(problem)
  const tank = filledTank(parameters, height => (height < 0.5 ? lower : upper))
  return {
    parameters,
    controller: beginController({
      mode,
      setpoint,
      ...(minimumOperation !== undefined && { minimumOperation }),
      ...(firmware && { firmware }),
    }),
    tank,
    probes: settledProbes(tank, parameters),
    circuit: restingCircuit(air),
    meters: { ...noMeters },
    moment: { power: restPower.idle, flow: 0, outlet: outletTemperature(tank), air, inlet: 0 },
    defects: [],
  }
}

const airProblem = (air: number) => {
  const words = beyond('air', air)
  return words && `The air ${words}.`
}

/** @internal */
export const copyMachine = (machine: Machine): Machine => ({
  ...machine,
  controller: copyController(machine.controller),
  tank: copyTank(machine.tank),
  probes: { ...machine.probes },
  circuit: { ...machine.circuit },
  meters: { ...machine.meters },
  moment: { ...machine.moment },
})

/**
 * The heater so many seconds later, however many; what is drawn is spread evenly over them.
 * @throws RangeError for a world that can't be.
 */
export function step(machine: Machine, conditions: Conditions, seconds: number, powered = true): Machine {
  checkConditions(machine, conditions)
  if (!(seconds >= 0 && seconds <= longestStep))
    throw new RangeError(`The step is ${seconds} s; it must be 0 to ${longestStep} s.`)
  const moved = copyMachine(machine)
  advance(moved, conditions, seconds, powered)
  return moved
}

/** Our choice: a year, s; nothing drawn evenly over more is worth a thought. */
const longestStep = 366 * 86_400

/** @throws RangeError @internal */
export function checkConditions({ controller }: Machine, conditions: Conditions): void {
  const problem = conditionsProblem(conditions)
  if (problem !== undefined) throw new RangeError(`Of the conditions ${problem}.`)
  const { setpoint } = controller.settings
  if (conditions.inlet >= setpoint)
    throw new RangeError(
      `The inlet is ${Number(conditions.inlet.toFixed(2))} °C; it must be colder than the setpoint, ${setpoint} °C.`,
    )
}

/** As {@link step}, in place and without a look at what it is given. @internal */
export function advance(machine: Machine, conditions: Conditions, seconds: number, powered = true): void {
  const drawn = conditions.litres > 0 || conditions.tapLitres > 0
  for (let left = seconds; left > 0; ) {
    const busy = drawn || isBusy(machine.controller)
    const slice = Math.min(left, busy ? longestSlice.busy : longestSlice.calm)
    advanceSlice(machine, conditions, slice, slice / seconds, powered)
    left -= slice
  }
}

/** @param part of the step's water that falls to this slice. */
function advanceSlice(machine: Machine, conditions: Conditions, seconds: number, part: number, powered: boolean): void {
  const { control } = machine.controller
  const { compressor, element } = control
  const fan = fanRuns(control)
  advanceController(machine.controller, readingsOf(machine), seconds, powered)
  countStarts(machine.meters, compressor, fan, element, control)

  const { tank, parameters, meters } = machine
  const { air, inlet } = conditions
  drawFrom(machine, conditions, seconds, part)
  const pumpPower = heatByPump(machine, conditions, seconds)
  const elementPower = heatByElements(machine, seconds)
  meters.lost += settle(tank, parameters, air, seconds)
  followWater(machine.probes, tank, parameters, seconds)

  const hours = seconds / 3600
  if (fanRuns(control)) meters.fanHours += hours
  const rest = !powered || pumpPower > 0 ? 0 : turnsFan(machine) ? restPower.fan : restPower.idle
  const power = pumpPower + elementPower + rest
  meters.heatPumpEnergy += pumpPower * hours
  meters.elementEnergy += elementPower * hours
  meters.electricity += power * hours
  machine.moment.power = power
  machine.moment.air = air
  machine.moment.inlet = inlet
}

/** Takes water off the top: what is drawn straight, and what taps need to mix theirs. */
function drawFrom(
  { tank, parameters, meters, moment }: Machine,
  conditions: Conditions,
  seconds: number,
  part: number,
): void {
  const { inlet } = conditions
  const outlet = outletTemperature(tank)
  const mixed = conditions.tapLitres > 0 ? conditions.tapLitres * hotShare(outlet, inlet) : 0
  const litres = part * (conditions.litres + mixed)
  moment.flow = (litres / seconds) * 60
  moment.outlet = outlet
  if (litres === 0) return
  const delivered = draw(tank, parameters, litres, inlet)
  // Of a droplet the quotient would be what rounding left of it.
  const mean = delivered / (litres * waterHeat)
  moment.outlet = Math.min(outlet, Math.max(mean, outletTemperature(tank)))
  meters.delivered += delivered
  meters.inlet += litres * inlet * waterHeat
  meters.litres += litres
}

/** The part of a tap's water that is hot: all of it once the tank is no warmer than the tap should be. */
export const hotShare = (outlet: number, inlet: number): number =>
  outlet <= tapTemperature ? 1 : Math.max(0, (tapTemperature - inlet) / (outlet - inlet))

const turnsFan = ({ controller, defects }: Machine) => fanRuns(controller.control) && !defects.includes('dead-fan')

/** @returns what it draws, W. */
function heatByPump(machine: Machine, conditions: Conditions, seconds: number): number {
  const { tank, parameters, circuit, meters, controller, defects } = machine
  const { control } = controller
  const { air, humidity } = conditions
  const runs = control.compressor && !defects.includes('dead-compressor')
  const blows = turnsFan(machine)
  const water = condenserWater(tank, parameters)
  if (!runs) {
    advanceCircuit(circuit, false, blows, water, air, seconds)
    return 0
  }
  const power = powerAt(parameters, water, air)
  // Without air over the evaporator the compressor's own heat is all that is left.
  const cop = blows ? copAt(parameters, water, air, humidity) : copFloor
  advanceCircuit(circuit, true, blows, water, air, seconds, (parameters.startHeat * 3600) / (power * cop))
  const drawn = power * circuit.effort
  const heat = drawn * cop * circuit.delivery * (seconds / 3600)
  heatByCondenser(tank, parameters, water, heat)
  meters.heatPumpHeat += heat
  meters.compressorHours += seconds / 3600
  return drawn
}

/** @returns what they draw, W. */
function heatByElements(machine: Machine, seconds: number): number {
  const { tank, parameters, meters, controller, defects } = machine
  const { element } = controller.control
  const hours = seconds / 3600
  if (element === 'none') return 0
  if (element === 'upper') meters.upperElementHours += hours
  else meters.lowerElementHours += hours
  if (defects.length > 0 && defects.includes(`burnt-${element}-element`)) return 0
  const energy = parameters.elementPower * hours
  if (defects.length > 0 && defects.includes('dry-tank')) machine.probes.upper += dryRise * seconds
  else {
    heatByElement(tank, parameters, element === 'upper' ? parameters.upperElement : parameters.lowerElement, energy)
    meters.elementHeat += energy
  }
  return parameters.elementPower
}

function countStarts(meters: Meters, compressor: boolean, fan: boolean, element: Element, now: Control): void {
  if (now.compressor && !compressor) meters.compressorStarts++
  if (fanRuns(now) && !fan) meters.fanStarts++
  if (now.element === element) return
  if (now.element === 'upper') meters.upperElementStarts++
  if (now.element === 'lower') meters.lowerElementStarts++
}

function readingsOf({ probes, circuit, moment, defects }: Machine): Readings {
  return {
    upper: told(probes.upper, 'upper', defects),
    lower: told(probes.lower, 'lower', defects),
    intake: told(circuit.intake, 'ambient', defects),
    discharge: told(circuit.discharge, 'discharge', defects),
    suction: told(circuit.suction, 'suction', defects),
    evaporator: told(circuit.evaporator, 'evaporator', defects),
    power: moment.power,
    fan: circuit.fanRpm,
    leak: defects.includes('leak'),
    condensate: defects.includes('blocked-condensate'),
  }
}

/** The heater after something was asked of its controller: `asked(machine, chooseSetpoint, 52)`. */
export const asked = <Rest extends readonly unknown[]>(
  machine: Machine,
  write: (controller: Controller, readings: Readings, ...rest: Rest) => Controller,
  ...rest: Rest
): Machine => {
  const controller = write(machine.controller, readingsOf(machine), ...rest)
  return controller === machine.controller ? machine : { ...machine, controller }
}

/** The heater with something broken, or whole again. */
export const broken = (machine: Machine, defects: readonly Defect[]): Machine => ({ ...machine, defects })
