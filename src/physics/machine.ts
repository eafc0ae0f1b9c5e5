/** The whole heater as one value: settings, tank, controller and circuit, moved on step by step. Pure: time comes in as seconds. */
import { type AntiLegionella, agedCycle, duringCycle, noAntiLegionella } from './anti-legionella.ts'
import { advanceControl, type Control, callFor, deadControl, fanRuns, idleControl } from './control.ts'
import { advanceCircuit, type Circuit, heatPumpAt, restingCircuit } from './heat-pump.ts'
import { advanceMeters, type Meters, noMeters } from './meters.ts'
import { agedSettings, type HeatingMode, heatingMode, inPeak, type Mode, type Settings, withMode } from './settings.ts'
import { advanceTank, type Tank, type TankSize } from './tank.ts'

/** The world around the heater during a step. */
export interface Conditions {
  /** Air around tank and intake, °C. */
  readonly air: number
  /** Cold water, °C. */
  readonly inlet: number
  /** Hot water drawn during the step, L. */
  readonly litres: number
}

export interface Machine {
  readonly settings: Settings
  readonly antiLegionella: AntiLegionella
  readonly tank: Tank
  readonly control: Control
  readonly circuit: Circuit
  /** Of the whole unit, W. */
  readonly power: number
  /** Hot water at the moment, L/min. */
  readonly flow: number
  /** Air around it, °C. */
  readonly air: number
  readonly meters: Meters
}

/** Where a heater begins; everything has a default. */
export interface Beginning {
  readonly size?: TankSize
  readonly mode?: HeatingMode
  /** °C. */
  readonly setpoint?: number
  /** Upper and lower half, °C. */
  readonly upper?: number
  readonly lower?: number
  readonly air?: number
  readonly minimumOperation?: number
  readonly overshoot?: number
}

/** W, at 240 V. */
export const elementPower = 5000
/** W: nothing runs, the fan alone. */
const power = { idle: 1, fan: 12 } as const
/** No slice of a step is longer, s. */
const longestSlice = 10

/** A heater at rest. Without other wishes: 65 gal, heat pump mode, 54.5 °C, the lower half a little cooler. */
export function initialMachine(beginning: Beginning = {}): Machine {
  const { size = '65-gal', mode = 'heat-pump', setpoint = 54.5, air = 20 } = beginning
  const { upper = setpoint - 0.5, lower = Math.min(upper, setpoint - 8) } = beginning
  return {
    settings: {
      mode,
      before: mode === 'electric' ? 'energy-saver' : mode,
      setpoint,
      vacationDays: 0,
      modeAge: 0,
      minimumOperation: beginning.minimumOperation ?? 35,
      overshoot: beginning.overshoot ?? 0,
    },
    antiLegionella: noAntiLegionella,
    tank: { size, upper, lower },
    control: idleControl,
    circuit: restingCircuit(air),
    power: power.idle,
    flow: 0,
    air,
    meters: noMeters,
  }
}

/** Moves the heater on by `seconds`, however many; the draw is spread evenly over them. */
export function step(machine: Machine, conditions: Conditions, seconds: number, powered = true): Machine {
  const slices = Math.max(1, Math.ceil(seconds / longestSlice))
  const slice = { ...conditions, litres: conditions.litres / slices }
  let moved = machine
  for (let i = 0; i < slices; i++) moved = advance(moved, slice, seconds / slices, powered)
  return moved
}

function advance(machine: Machine, { air, inlet, litres }: Conditions, seconds: number, powered: boolean): Machine {
  const { settings, antiLegionella, control } = powered ? worked(machine, air, seconds) : stopped(machine, seconds)
  const water = machine.tank.lower
  const circuit = advanceCircuit(machine.circuit, control.compressor, { water, air }, seconds)
  const pump = control.compressor ? heatPumpAt(water, air) : { power: 0, cop: 0 }
  const pumpHeat = pump.power * pump.cop * circuit.warmth
  const { tank, flows } = advanceTank(
    machine.tank,
    {
      upperHeat: control.element === 'upper' ? elementPower : 0,
      lowerHeat: pumpHeat + (control.element === 'lower' ? elementPower : 0),
      litres,
      inlet,
      air,
    },
    seconds,
  )
  const drawn = {
    heatPump: pump.power,
    element: control.element === 'none' ? 0 : elementPower,
    rest: control.compressor || !powered ? 0 : fanRuns(control) ? power.fan : power.idle,
  }
  return {
    settings,
    antiLegionella,
    tank,
    control,
    circuit,
    power: drawn.heatPump + drawn.rest + drawn.element,
    flow: seconds > 0 ? (litres / seconds) * 60 : 0,
    air,
    meters: advanceMeters(machine.meters, { before: machine.control, control, flows, drawn }, seconds),
  }
}

/** Settings and controller after some seconds. */
function worked(machine: Machine, air: number, seconds: number) {
  const { tank } = machine
  const settings = agedSettings(machine.settings, seconds)
  const mayBegin = heatingMode(settings) !== 'none' && !inPeak(settings)
  const antiLegionella = agedCycle(machine.antiLegionella, tank, mayBegin, seconds)
  // During a cycle no threshold is waited for.
  const write = antiLegionella.busy ? 'mode' : 'none'
  const inForce = duringCycle(antiLegionella, settings)
  return {
    settings,
    antiLegionella,
    control: advanceControl(machine.control, inForce, tank, air, seconds, write),
  }
}

const stopped = ({ settings, antiLegionella, control }: Machine, seconds: number) => ({
  settings,
  antiLegionella,
  control: deadControl(control, seconds),
})

/** A new setting shows at once, and with it the demand; relays and power follow as time passes. */
function written(machine: Machine, settings: Settings, write: 'mode' | 'setpoint'): Machine {
  const inForce = duringCycle(machine.antiLegionella, settings)
  const calls = callFor(machine.control.calls, inForce, machine.tank, machine.air, write)
  return { ...machine, settings, control: { ...machine.control, calls } }
}

/** Another mode. `days` is the length of a vacation, 1–99. */
export const chooseMode = (machine: Machine, mode: Mode, days?: number): Machine =>
  written(machine, withMode(machine.settings, mode, days), 'mode')

/** Another setpoint, °C. */
export const chooseSetpoint = (machine: Machine, setpoint: number): Machine =>
  written(machine, { ...machine.settings, setpoint }, 'setpoint')

/** On again, in the mode from before; a heater that is on stays as it is. */
export const powerOn = (machine: Machine): Machine =>
  machine.settings.mode === 'off' ? chooseMode(machine, machine.settings.before) : machine
