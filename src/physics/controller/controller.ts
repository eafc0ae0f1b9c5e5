/** The heater's brain as one value: it hears what the sensors tell and decides what the relays do. Time comes in as seconds. */

import { type Aim, heatPumpTarget, noAim, savingIn, takeAim } from './aim.ts'
import { type AirWatch, airAllows, calmAir, watchAir } from './air-limits.ts'
import { type AntiLegionella, ageCycle, noAntiLegionella } from './anti-legionella.ts'
import { callsFor, type Element, noCalls, type Write } from './calls.ts'
import {
  ageRelays,
  type Control,
  call,
  dropForbidden,
  fallDead,
  idleControl,
  moveRelays,
  relaysMove,
} from './control.ts'
import { ageDemandResponse, type DemandResponse, noDemandResponse } from './demand-response.ts'
import { elementCall } from './element-rules.ts'
import { type FaultWatch, freshWatch, noOccurrences, type Occurrences, watchForFaults } from './fault-watch.ts'
import { type Forbidden, forbiddenBy, nothingForbidden, type RaisedFault } from './faults.ts'
import { heatPumpCall } from './heat-pump-rules.ts'
import { outOfRange, type Readings } from './readings.ts'
import { factorySettings, isHybrid, isOver, mayUseElements, type Settings, withMode } from './settings.ts'

/** Changed in place by time; a write makes a new one. Its records are flat, so that a copy is a spread of each. */
export interface Controller {
  settings: Settings
  /** For how long the mode has been in force, s. */
  modeAge: number
  readonly control: Control
  readonly aim: Aim
  readonly antiLegionella: AntiLegionella
  readonly demandResponse: DemandResponse
  /** @internal */
  readonly air: AirWatch
  faults: readonly RaisedFault[]
  /** @internal */
  forbidden: Forbidden
  /** @internal */
  readonly watch: FaultWatch
  /** @internal */
  readonly occurrences: Occurrences
  /** Of the lower reading over half an hour, °C. @internal */
  lowerMean: number
}

/** A guess, s: over so long a fall of the lower reading is looked at. */
const meanOver = 1800
/** Freeze protection heats by so much, K: a guess, as is what it heats with. */
const frostBand = 4

/** With which settings one begins; the others are those of a unit out of its box. */
type ControllerBeginning = Partial<
  Pick<Settings, 'mode' | 'setpoint' | 'minimumOperation' | 'freezeProtection' | 'firmware' | 'demandResponse'>
>

/** A controller at rest. */
export function beginController(beginning: ControllerBeginning = {}): Controller {
  const {
    mode = factorySettings.mode,
    setpoint = factorySettings.setpoint,
    minimumOperation = factorySettings.minimumOperation,
    freezeProtection = factorySettings.freezeProtection,
    firmware = factorySettings.firmware,
    demandResponse = factorySettings.demandResponse,
  } = beginning
  const before = isHybrid(mode) ? mode : factorySettings.before
  const asked = { mode, before, setpoint, minimumOperation, freezeProtection, firmware, demandResponse }
  const controller: Controller = {
    settings: { ...factorySettings, ...asked },
    modeAge: 0,
    control: { ...idleControl },
    aim: { ...noAim },
    antiLegionella: { ...noAntiLegionella },
    demandResponse: { ...noDemandResponse },
    air: { ...calmAir },
    faults: [],
    forbidden: nothingForbidden,
    watch: { ...freshWatch },
    occurrences: { ...noOccurrences },
    lowerMean: 0,
  }
  takeAim(controller)
  return controller
}

export const copyController = (controller: Controller): Controller => ({
  ...controller,
  control: { ...controller.control },
  aim: { ...controller.aim },
  antiLegionella: { ...controller.antiLegionella },
  demandResponse: { ...controller.demandResponse },
  air: { ...controller.air },
  watch: { ...controller.watch },
  occurrences: { ...controller.occurrences },
})

/** Where a recovery by the heat pump ends at this moment, °C of the lower reading. */
export const recoveryTarget = ({ aim, settings }: Controller): number => heatPumpTarget(aim, settings)

/** Whether something is about to switch, or heats fast: time should pass in short steps. */
export const isBusy = ({ control }: Controller): boolean => relaysMove(control)

/** Moves a controller on. Without power every relay falls off, and whatever it counts stands still. */
export function advanceController(controller: Controller, readings: Readings, seconds: number, powered = true): void {
  if (!powered) {
    loseTime(controller, seconds)
    return
  }
  const { control, antiLegionella, demandResponse, air, aim } = controller
  let write: Write = 'none'
  controller.modeAge += seconds
  ageRelays(control, seconds)
  if (isOver(controller.settings, controller.modeAge)) write = goBack(controller)
  const { saving } = aim
  if (ageDemandResponse(demandResponse, controller.settings, seconds)) write = turnSaving(controller, saving) ?? write
  const faults = watchForFaults(controller.watch, controller.occurrences, control, controller.faults, readings, seconds)
  if (faults !== controller.faults) giveFaults(controller, faults)
  const { upperSensor, lowerSensor, intakeSensor } = controller.forbidden
  if (!intakeSensor) watchAir(air, readings.intake, control.compressor, seconds)
  const lower = lowerSensor ? readings.upper : readings.lower
  const mayBegin = aim.mode !== 'none' && aim.saving === 'nothing' && !(upperSensor && lowerSensor)
  if (readable(controller, readings)) {
    if (ageCycle(antiLegionella, lower, mayBegin, seconds)) write = 'mode'
    controller.lowerMean += ((lower - controller.lowerMean) * seconds) / (meanOver + seconds)
  }
  look(controller, readings, write)
  moveRelays(control, seconds)
}

function loseTime(controller: Controller, seconds: number): void {
  fallDead(controller.control, seconds)
  Object.assign(controller.air, calmAir)
  Object.assign(controller.watch, freshWatch)
  // So that it begins afresh, as out of off: a guess.
  controller.aim.mode = 'none'
}

/** The mode's time is over. A mode that waits goes on waiting. */
function goBack(controller: Controller): Write {
  const { settings } = controller
  controller.settings = { ...withMode(settings, settings.before), held: settings.held }
  controller.modeAge = 0
  return writeAfter(settings)
}

/** What a change of mode makes the rules look at. */
const writeAfter = ({ mode }: Settings): Write =>
  mode === 'off' || mode === 'vacation' ? 'afresh' : mayUseElements(mode) ? 'mode-after-elements' : 'mode'

export function giveFaults(controller: Controller, faults: readonly RaisedFault[]): void {
  controller.faults = faults
  controller.forbidden = forbiddenBy(faults)
}

/**
 * What the beginning or the end of saving does, after settings or demand response have changed: at its opening a mode that
 * heats with elements falls back to the heat pump [P, 18 of 18], at its close the mode that waited lands. That the one that
 * fell back would return nobody has told.
 * @param before how it saved until now.
 */
export function turnSaving(controller: Controller, before: Aim['saving']): Write | undefined {
  const { settings, control, demandResponse } = controller
  const saves = savingIn(settings, demandResponse) !== 'nothing'
  if (saves && before === 'nothing') {
    if (!mayUseElements(settings.mode) || !(control.compressor || control.element !== 'none')) return undefined
    return takeMode(controller, withMode(settings, 'heat-pump'))
  }
  if (saves || settings.held === undefined) return undefined
  return takeMode(controller, withMode(settings, settings.held.mode, settings.held.days))
}

/** Another mode at once. */
export function takeMode(controller: Controller, settings: Settings): Write {
  const write = writeAfter(controller.settings)
  controller.settings = settings
  controller.modeAge = 0
  return write
}

/** A sensor that tells nonsense and isn't known to be broken yet: better to wait than to act on it. */
const readable = ({ forbidden }: Controller, { upper, lower }: Readings) =>
  (forbidden.upperSensor || outOfRange('upper', upper) === 0) &&
  (forbidden.lowerSensor || outOfRange('lower', lower) === 0)

/** Looks at settings and water, and calls for what should run. */
export function look(controller: Controller, readings: Readings, write: Write): void {
  const { control, aim, forbidden } = controller
  const asleep = aim.mode === 'none'
  takeAim(controller)
  dropForbidden(control, forbidden)
  if (!readable(controller, readings)) {
    const { heatPump, element } = control.calls
    const called = element !== 'none' && forbidden[element] ? 'none' : element
    call(control, callsFor(heatPump && !forbidden.heatPump, called), aim.mode)
  } else if (aim.mode === 'none') keepFromFreezing(controller, readings)
  else heat(controller, readings, asleep ? 'afresh' : write)
}

function heat(controller: Controller, readings: Readings, write: Write): void {
  const { control, aim, settings, forbidden, lowerMean } = controller
  const { calls } = control
  // One thermistor stands in for the other.
  const upper = forbidden.upperSensor ? readings.lower : readings.upper
  const lower = forbidden.lowerSensor ? readings.upper : readings.lower
  const canRun = heatPumpCanRun(controller, readings)
  const element = elementCall(calls.element, aim, settings, upper, lower, write, canRun, forbidden)
  // Energy saver and high demand run the two together.
  const heatPump =
    canRun &&
    aim.mode !== 'electric' &&
    (heatPumpCall(calls.heatPump, aim, settings, upper, lower, write, lowerMean - lower) ||
      (element !== 'none' && lower < heatPumpTarget(aim, settings)))
  call(control, callsFor(heatPump, element), aim.mode)
}

const heatPumpCanRun = ({ forbidden, air, control }: Controller, { intake }: Readings) =>
  !forbidden.heatPump && (forbidden.intakeSensor || airAllows(air, intake, control.compressor))

/** What nothing else heats is kept from freezing: by the lower element, by the upper if that one is broken, or by what is left. */
function keepFromFreezing(controller: Controller, readings: Readings): void {
  const { control, settings, forbidden, occurrences } = controller
  const lower = forbidden.lowerSensor ? readings.upper : readings.lower
  const called = control.calls !== noCalls && control.activityDue === 'standby'
  const needed = lower < settings.freezeProtection + (called ? frostBand : 0)
  const element: Element = !forbidden.lower ? 'lower' : !forbidden.upper ? 'upper' : 'none'
  const calls = needed ? callsFor(element === 'none' && heatPumpCanRun(controller, readings), element) : noCalls
  if (calls !== noCalls && !called) occurrences.frostBurns++
  call(control, calls, 'none')
}
