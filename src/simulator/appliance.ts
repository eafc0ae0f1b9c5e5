/** All that a simulated heater is at a moment, as one value: the machine, its schedules, and what else was set at it. */

import { type Build, isSettable } from '#physics/build'
import { chooseSetpoint } from '#physics/controller/writes'
import { asked, type Machine } from '#physics/machine'
import type { Rate } from '#physics/schedule/rate'
import type { ReservationSchedule } from '#schema/reservation'
import type { TouSchedule } from '#schema/tou'
import type { Recirculation } from './recirculation.ts'

export interface AirFilter {
  /** Fan hours from one reminder to the next; 0 is none. */
  readonly period: number
  /** What the meter of the fan read when it was cleaned last, h. */
  readonly cleanedAt: number
}

export interface TimeOfUse {
  /** `enabled` is what `tou-on` and `tou-off` switch. */
  readonly schedule: TouSchedule
  /** A window that somebody opened, or forbade; undefined leaves it to the plan. */
  readonly byHand: boolean | undefined
  /** In force since the last look at the clock. */
  readonly rate: Rate
}

export interface Appliance {
  readonly machine: Machine
  readonly reservations: ReservationSchedule
  readonly tou: TimeOfUse
  /** Undefined where no pump is fitted. */
  readonly recirculation: Recirculation | undefined
  readonly airFilter: AirFilter
  /** Schedules by itself. No field of a status is known to tell. */
  readonly intelligent: boolean
  /** The second alarm, `minorCode`; 0 for none. */
  readonly alarm: number
}

/** What was set beside the water, of a unit out of its box. */
export const asDelivered: Omit<Appliance, 'machine'> = {
  reservations: { enabled: false, entries: [] },
  tou: { schedule: { enabled: false, periods: [] }, byHand: undefined, rate: 'tou-off' },
  recirculation: undefined,
  // Units come to a simulation with some hours on their fan.
  airFilter: { period: 1000, cleanedAt: -185 },
  intelligent: false,
  alarm: 0,
}

export const withMachine = (appliance: Appliance, machine: Machine): Appliance =>
  machine === appliance.machine ? appliance : { ...appliance, machine }

/** Another setpoint, °C. What the unit can't be set to changes nothing. */
export function setTemperature(appliance: Appliance, celsius: number, build: Build): Appliance {
  const { machine } = appliance
  const settable = isSettable(celsius, machine.controller.settings.minimumOperation, build)
  return settable ? withMachine(appliance, asked(machine, chooseSetpoint, celsius)) : appliance
}
