/** The whole heater as one value: settings, tank, controller and circuit, moved on step by step. Pure: time comes in as seconds. */
import { advanceControl, type Control, callFor, fanRuns, idleControl } from './control.ts'
import { advanceCircuit, type Circuit, heatPumpAt, restingCircuit } from './heat-pump.ts'
import { agedSettings, type HeatingMode, type Mode, type Settings, withMode } from './settings.ts'
import { advanceTank, type Flows, type Tank, type TankSize } from './tank.ts'

/** The world around the heater during a step. */
export interface Conditions {
  /** Air around tank and intake, °C. */
  readonly air: number
  /** Cold water, °C. */
  readonly inlet: number
  /** Hot water drawn during the step, L. */
  readonly litres: number
}

/** Totals since the beginning, Wh; `fanHours` in hours. */
export interface Meters extends Flows {
  readonly electricity: number
  readonly fanHours: number
}

export interface Machine {
  readonly settings: Settings
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

/** W: nothing runs, the fan alone, an element at 240 V. */
const power = { idle: 1, fan: 12, element: 5000 } as const
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
    tank: { size, upper, lower },
    control: idleControl,
    circuit: restingCircuit(air),
    power: power.idle,
    flow: 0,
    air,
    meters: { heat: 0, inlet: 0, delivered: 0, lost: 0, electricity: 0, fanHours: 0 },
  }
}

/** Moves the heater on by `seconds`, however many; the draw is spread evenly over them. */
export function step(machine: Machine, conditions: Conditions, seconds: number): Machine {
  const slices = Math.max(1, Math.ceil(seconds / longestSlice))
  const slice = { ...conditions, litres: conditions.litres / slices }
  let moved = machine
  for (let i = 0; i < slices; i++) moved = advance(moved, slice, seconds / slices)
  return moved
}

function advance(machine: Machine, { air, inlet, litres }: Conditions, seconds: number): Machine {
  const settings = agedSettings(machine.settings, seconds)
  const control = advanceControl(machine.control, settings, machine.tank, air, seconds)
  const water = machine.tank.lower
  const circuit = advanceCircuit(machine.circuit, control.compressor, { water, air }, seconds)
  const pump = control.compressor ? heatPumpAt(water, air) : { power: 0, cop: 0 }
  const pumpHeat = pump.power * pump.cop * circuit.warmth
  const { tank, flows } = advanceTank(
    machine.tank,
    {
      upperHeat: control.element === 'upper' ? power.element : 0,
      lowerHeat: pumpHeat + (control.element === 'lower' ? power.element : 0),
      litres,
      inlet,
      air,
    },
    seconds,
  )
  const fan = fanRuns(control)
  const drawn =
    (control.compressor ? pump.power : fan ? power.fan : power.idle) + (control.element === 'none' ? 0 : power.element)
  const { meters } = machine
  return {
    settings,
    tank,
    control,
    circuit,
    power: drawn,
    flow: seconds > 0 ? (litres / seconds) * 60 : 0,
    air,
    meters: {
      heat: meters.heat + flows.heat,
      inlet: meters.inlet + flows.inlet,
      delivered: meters.delivered + flows.delivered,
      lost: meters.lost + flows.lost,
      electricity: meters.electricity + (drawn * seconds) / 3600,
      fanHours: meters.fanHours + (fan ? seconds / 3600 : 0),
    },
  }
}

/** A new setting shows at once, and with it the demand; relays and power follow as time passes. */
function written(machine: Machine, settings: Settings, write: 'mode' | 'setpoint'): Machine {
  const calls = callFor(machine.control.calls, settings, machine.tank, machine.air, write)
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
