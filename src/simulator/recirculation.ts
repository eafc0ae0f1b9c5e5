/** The recirculation pump of a simulated heater. Nobody has shown one at work: what it does is what its settings say, and no more. */
import type { Machine } from '#physics/machine'
import { isDue } from '#physics/schedule/due'
import type { LocalMoment } from '#physics/schedule/local-time'
import type { RecirculationMode } from '#schema/enums'
import type { RecirculationSchedule } from '#schema/recirculation'
import type { Status } from '#schema/status'

export type PumpMode = Exclude<(typeof RecirculationMode)[keyof typeof RecirculationMode], 'unknown'>

export interface Recirculation {
  readonly mode: PumpMode
  readonly schedule: RecirculationSchedule
  /** What the last entry of the schedule said. */
  readonly scheduled: boolean
  /** What is left of the hot button, s. */
  readonly button: number
  readonly running: boolean
  /** Of its life. */
  readonly hours: number
  readonly starts: number
}

/** A guess: for how long the hot button lets it run, s. */
const buttonRuns = 600
/** A guess too: what the pipes of a loop lose while it runs, W for each kelvin between tank and air. */
const loopLoss = 5
/** Guesses too: °C and L/min. */
const [loopSetpoint, loopCooler, faucetCooler, flow] = [40, 4, 7, 6]

export const restingPump: Recirculation = {
  mode: 'hot-button',
  schedule: { enabled: false, entries: [] },
  scheduled: false,
  button: 0,
  running: false,
  hours: 0,
  starts: 0,
}

/** Where the pump waits for the button at all. */
const heedsButton = ({ mode }: Recirculation) => mode === 'hot-button' || mode === 'schedule'

export const pressed = (pump: Recirculation): Recirculation =>
  heedsButton(pump) ? { ...pump, button: buttonRuns } : pump

/** Time passes. @param on whether the heater is. */
export function pumped(pump: Recirculation, on: boolean, seconds: number): Recirculation {
  const button = heedsButton(pump) ? Math.max(0, pump.button - seconds) : 0
  const { mode, schedule, scheduled } = pump
  const wanted = mode === 'always' || button > 0 || (mode === 'schedule' && schedule.enabled && scheduled)
  const running = on && wanted
  if (!running && !pump.running && button === pump.button) return pump
  return {
    ...pump,
    button,
    running,
    hours: pump.hours + (running ? seconds / 3600 : 0),
    starts: pump.starts + (running && !pump.running ? 1 : 0),
  }
}

/** What a step does to the machine, with the loop as a part of its tank while it runs: its losses are the tank's. */
export function steppedWith(
  pump: Recirculation | undefined,
  machine: Machine,
  step: (machine: Machine) => Machine,
): Machine {
  if (!pump?.running) return step(machine)
  const { parameters } = machine
  const looped = { ...parameters, standbyLoss: parameters.standbyLoss + loopLoss }
  return { ...step({ ...machine, parameters: looped }), parameters }
}

/** The fields of a status that are about it. @param upper of the tank, and `air` around it, °C. */
export function pumpStatus(pump: Recirculation, { upper, air }: { upper: number; air: number }) {
  const { mode, running, schedule } = pump
  return {
    recircOperationMode: mode,
    recircPumpOperationStatus: running ? 1 : 0,
    recircHotBtnReady: heedsButton(pump) && pump.button === 0 ? 1 : 0,
    recircOperationReason: 0,
    recircErrorStatus: 0,
    recircOperationBusy: running ? 'on' : 'off',
    recircReservationUse: schedule.enabled ? 'on' : 'off',
    recircDhwFlowRate: running ? flow : 0,
    recircTempSetting: loopSetpoint,
    recircTemperature: running ? upper - loopCooler : air,
    recircFaucetTemperature: running ? upper - faucetCooler : air,
  } as const satisfies Status
}

/** The entries of this minute; the last one counts. */
export function scheduledPump(pump: Recirculation, at: LocalMoment): Recirculation {
  const due = pump.schedule.entries.filter(entry => isDue(entry, at)).at(-1)
  if (due === undefined || (due.pump !== 'on' && due.pump !== 'off')) return pump
  return { ...pump, scheduled: due.pump === 'on' }
}
