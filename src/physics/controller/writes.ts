/** What can be asked of a controller. Each returns a new one, with the setting in force and the demand that follows from it; relays follow as time passes. */
import { type Aim, savingIn } from './aim.ts'
import { periodRange } from './anti-legionella.ts'
import type { Write } from './calls.ts'
import { type Controller, copyController, giveFaults, look, takeMode, turnSaving } from './controller.ts'
import { overrideLasts } from './demand-response.ts'
import { count, freshWatch } from './fault-watch.ts'
import { type Fault, isCondenserFault, withFault } from './faults.ts'
import type { ControllerFirmware } from './firmware.ts'
import type { Readings } from './readings.ts'
import {
  type DemandResponseEvent,
  type Mode,
  type Settings,
  setpointRange,
  vacationRange,
  withMode,
} from './settings.ts'

/** @param change of the copy, and what it makes the rules look at. */
function written(
  controller: Controller,
  readings: Readings,
  change: (next: Controller) => Write | undefined,
): Controller {
  const next = copyController(controller)
  look(next, readings, change(next) ?? 'none')
  return next
}

/** A change of settings that may begin or end saving. */
function turned(
  controller: Controller,
  readings: Readings,
  change: (next: Controller) => Write | undefined,
): Controller {
  const before: Aim['saving'] = savingIn(controller.settings, controller.demandResponse)
  return written(controller, readings, next => {
    const write = change(next)
    return turnSaving(next, before) ?? write
  })
}

const withSettings =
  (changed: Partial<Settings>) =>
  (next: Controller): undefined => {
    next.settings = { ...next.settings, ...changed }
  }

/** @throws RangeError */
function check(name: string, value: number, { lowest, highest }: { lowest: number; highest: number }, unit: string) {
  if (!(value >= lowest && value <= highest))
    throw new RangeError(`The ${name} is ${value} ${unit}; it must be ${lowest} to ${highest} ${unit}.`)
}

/**
 * Another mode at once, as the panel does it; one that waited is withdrawn.
 * @param days of a vacation, 1–99.
 * @throws RangeError for other days.
 */
export function chooseMode(controller: Controller, readings: Readings, mode: Mode, days = 0): Controller {
  check('vacation', days, vacationRange, 'days')
  return written(controller, readings, next => takeMode(next, withMode(next.settings, mode, days)))
}

/**
 * Another mode, as it is written over the wire: while the heater saves, any but the heat pump waits for the end of that
 * [P, 5 tests].
 * @param days of a vacation, 1–99.
 * @throws RangeError for other days.
 */
export function writeMode(
  controller: Controller,
  readings: Readings,
  mode: Exclude<Mode, 'off'>,
  days?: number,
): Controller {
  if (mode === 'heat-pump' || !saves(controller)) return chooseMode(controller, readings, mode, days)
  check('vacation', days ?? 0, vacationRange, 'days')
  return written(controller, readings, withSettings({ held: days === undefined ? { mode } : { mode, days } }))
}

/** Another mode by a reservation: while the heater saves, any waits, the heat pump too [P]. */
export const reserveMode = (controller: Controller, readings: Readings, mode: Exclude<Mode, 'off'>): Controller =>
  saves(controller)
    ? written(controller, readings, withSettings({ held: { mode } }))
    : chooseMode(controller, readings, mode)

const saves = ({ settings, demandResponse }: Controller) => savingIn(settings, demandResponse) !== 'nothing'

/** Another setpoint, °C. It lands at once, window or not. @throws RangeError for one that no heater has. */
export function chooseSetpoint(controller: Controller, readings: Readings, setpoint: number): Controller {
  check('setpoint', setpoint, setpointRange, '°C')
  return written(controller, readings, next => {
    const write = setpoint < next.settings.setpoint ? 'setpoint-lowered' : 'setpoint-raised'
    next.settings = { ...next.settings, setpoint }
    return write
  })
}

/** Off: nothing heats but what keeps it from freezing. */
export const powerOff = (controller: Controller, readings: Readings): Controller =>
  chooseMode(controller, readings, 'off')

/** On again, in the mode from before; a heater that is on stays as it is, without a mode that waited. */
export function powerOn(controller: Controller, readings: Readings): Controller {
  const { mode, before, held } = controller.settings
  if (mode === 'off') return chooseMode(controller, readings, before)
  return held === undefined ? controller : written(controller, readings, withSettings({ held: undefined }))
}

/** Another length of the vacation, days; the mode stays. @throws RangeError for more than 99. */
export function chooseVacationDays(controller: Controller, readings: Readings, vacationDays: number): Controller {
  check('vacation', vacationDays, vacationRange, 'days')
  return written(controller, readings, withSettings({ vacationDays }))
}

/**
 * Switches the cycle on. Another period keeps the age of the running one.
 * @param days from one to the next, 1–30.
 * @throws RangeError for other days.
 */
export function withAntiLegionella(controller: Controller, readings: Readings, days: number): Controller {
  check('anti-legionella period', days, periodRange, 'days')
  return written(controller, readings, ({ antiLegionella: cycle }) => {
    if (!cycle.on) cycle.age = 0
    cycle.on = true
    cycle.days = days
    return undefined
  })
}

/** Switches the cycle off, also one that is under way. */
export const withoutAntiLegionella = (controller: Controller, readings: Readings): Controller =>
  written(controller, readings, ({ antiLegionella: cycle }) => {
    cycle.on = false
    cycle.busy = false
    return undefined
  })

/** A time-of-use window begins or ends. */
export const setPeak = (controller: Controller, readings: Readings, peak: boolean): Controller =>
  peak === controller.settings.peak ? controller : turned(controller, readings, withSettings({ peak }))

export const setFirmware = (controller: Controller, readings: Readings, firmware: ControllerFirmware): Controller =>
  firmware === controller.settings.firmware ? controller : turned(controller, readings, withSettings({ firmware }))

/** Whether it takes part in demand response. */
export const setDemandResponse = (controller: Controller, readings: Readings, demandResponse: boolean): Controller =>
  turned(controller, readings, withSettings({ demandResponse }))

/** What the grid asks for from now on. A load-up acts as a setpoint write. */
export const setEvent = (controller: Controller, readings: Readings, event: DemandResponseEvent): Controller =>
  turned(controller, readings, next => {
    next.settings = { ...next.settings, event }
    return event === 'load-up' || event === 'advanced-load-up' ? 'setpoint-raised' : undefined
  })

/** The owner wants hot water whatever the grid asks for, for a day. */
export const overrideEvent = (controller: Controller, readings: Readings): Controller =>
  turned(controller, readings, ({ demandResponse }) => {
    demandResponse.overriddenFor = overrideLasts
    return undefined
  })

/** Listens to the grid again. */
export const endOverride = (controller: Controller, readings: Readings): Controller =>
  turned(controller, readings, ({ demandResponse }) => {
    demandResponse.overriddenFor = 0
    return undefined
  })

/** Sets an error code by hand: it stays until it is cleared or reset, whatever the sensors tell. */
export const raise = (controller: Controller, readings: Readings, { code, part }: Fault): Controller =>
  written(controller, readings, next => {
    if (!next.faults.some(fault => fault.code === code)) count(next.occurrences, code)
    giveFaults(next, withFault(next.faults, { code, part, detected: false }))
    return undefined
  })

/** One error is over, or every one of them; what still has its cause comes back. */
export const clear = (controller: Controller, readings: Readings, code?: number): Controller =>
  forget(controller, readings, fault => code === undefined || fault.code === code)

/** Somebody resets the heater: no error is left, and no attempt counted. */
export const reset = (controller: Controller, readings: Readings): Controller => clear(controller, readings)

/** The app's reset of a condenser fault. */
export const resetCondenser = (controller: Controller, readings: Readings): Controller =>
  forget(controller, readings, isCondenserFault)

const forget = (controller: Controller, readings: Readings, over: (fault: Fault) => boolean): Controller =>
  written(controller, readings, next => {
    Object.assign(next.watch, freshWatch)
    giveFaults(
      next,
      next.faults.filter(fault => !over(fault)),
    )
    return undefined
  })
