/** All that a simulated heater is at a moment, as one value: the machine, its schedules, and what else was set at it. */
import { chooseMode, chooseSetpoint, type Machine, powerOn } from '#physics/machine'
import { type Mode, setpointRange } from '#physics/settings'
import { type CapabilityName, capabilities } from '#schema/capabilities'
import type { SetpointStep } from '#schema/enums'
import type { ReservationSchedule } from '#schema/reservation'
import type { Recirculation } from './recirculation.ts'
import type { TimeOfUse } from './time-of-use.ts'

export interface AirFilter {
  /** Fan hours from one reminder to the next; 0 is none. */
  readonly period: number
  /** What the meter of the fan read when it was cleaned last, h. */
  readonly cleanedAt: number
}

export interface Appliance {
  readonly machine: Machine
  /** A mode that waits for the end of the time-of-use window. */
  readonly held: ChosenMode | undefined
  readonly reservations: ReservationSchedule
  readonly tou: TimeOfUse
  /** Undefined where no pump is fitted. */
  readonly recirculation: Recirculation | undefined
  readonly airFilter: AirFilter
  /** Takes part in demand response. No field of a status is known to tell. */
  readonly demandResponse: boolean
  /** Schedules by itself. No field of a status is known to tell. */
  readonly intelligent: boolean
}

/** What was set beside the water, of a unit out of its box. */
export const asDelivered: Omit<Appliance, 'machine'> = {
  held: undefined,
  reservations: { enabled: false, entries: [] },
  tou: { schedule: { enabled: false, periods: [] }, byHand: undefined, rate: 'tou-off' },
  recirculation: undefined,
  // Units come to a simulation with some hours on their fan.
  airFilter: { period: 1000, cleanedAt: -185 },
  demandResponse: false,
  intelligent: false,
}

/** What doesn't change while it lives: how it was built. */
export interface Build {
  readonly capabilities: Readonly<Record<CapabilityName, boolean>>
  /** °C. The lowest setpoint is the installer's, and among the settings. */
  readonly highestSetpoint: number
  readonly setpointStep: (typeof SetpointStep)[keyof typeof SetpointStep]
}

const lacking: readonly CapabilityName[] = [
  'recirculation',
  'recirculation-schedule',
  'mixing-valve',
  'tank-refill-detection',
  'title-24',
]

/** An NWP500 without a recirculation pump. */
export const usualBuild: Build = {
  capabilities: Object.fromEntries(
    (Object.keys(capabilities) as CapabilityName[]).map(name => [name, !lacking.includes(name)]),
  ) as Record<CapabilityName, boolean>,
  highestSetpoint: setpointRange.highest,
  setpointStep: 'half-degree',
}

export interface ChosenMode {
  readonly mode: Exclude<Mode, 'off'>
  /** Of a vacation. */
  readonly days?: number
}

export const withMachine = (appliance: Appliance, machine: Machine): Appliance =>
  machine === appliance.machine ? appliance : { ...appliance, machine }

/** Whatever waited is withdrawn. */
const atOnce = (appliance: Appliance, machine: Machine): Appliance => ({ ...appliance, machine, held: undefined })

export const choose = (appliance: Appliance, { mode, days }: ChosenMode): Appliance =>
  atOnce(appliance, chooseMode(appliance.machine, mode, days))

/** As {@link choose}, but in a time-of-use window any mode but the heat pump waits for its end. */
export function chooseByWire(appliance: Appliance, chosen: ChosenMode): Appliance {
  const { settings } = appliance.machine
  if (!settings.peak || chosen.mode === 'heat-pump') return choose(appliance, chosen)
  return { ...appliance, held: chosen }
}

export const switchOff = (appliance: Appliance): Appliance => atOnce(appliance, chooseMode(appliance.machine, 'off'))

export const switchOn = (appliance: Appliance): Appliance => atOnce(appliance, powerOn(appliance.machine))

/** Another setpoint, °C. What the unit can't be set to changes nothing. */
export function setTemperature(appliance: Appliance, celsius: number, build: Build): Appliance {
  const { machine } = appliance
  const step = { 'half-degree': 0.5, 'one-degree': 1, 'three-stages': 0.5, 'not-settable': 0 }[build.setpointStep]
  const { minimumOperation: lowest } = machine.settings
  const settable = step > 0 && Number.isInteger(celsius / step) && celsius >= lowest && celsius <= build.highestSetpoint
  return settable ? withMachine(appliance, chooseSetpoint(machine, celsius)) : appliance
}
