/** A heater that lives by its schedules: what falls due at the beginning of a minute, by its own clock. */
import { minutesOf } from '#schema/clock-time'
import type { Reservation, ReservationSchedule } from '#schema/reservation'
import type { TouSchedule } from '#schema/tou'
import { type Build, isSettable, usualBuild } from '../build.ts'
import { chooseSetpoint, powerOff, powerOn, reserveMode, setPeak } from '../controller/writes.ts'
import { asked, type Machine } from '../machine.ts'
import { isDue } from './due.ts'
import type { LocalMoment, LocalTime } from './local-time.ts'
import { rateAt } from './rate.ts'

/** The reservations of a minute, in the order of the list. On vacation they are skipped. */
export function reserved(
  machine: Machine,
  { enabled, entries }: ReservationSchedule,
  at: LocalMoment,
  build: Build,
): Machine {
  if (!enabled) return machine
  let after = machine
  for (const entry of entries)
    if (isDue(entry, at) && after.controller.settings.mode !== 'vacation') after = followed(after, entry, build)
  return after
}

/** The setpoint first, then the mode. What is so already is left alone. */
function followed(machine: Machine, { mode, temperature }: Reservation, build: Build): Machine {
  const { settings } = machine.controller
  if (mode === 'off') return settings.mode === 'off' ? machine : asked(machine, powerOff)
  if (mode === 'unused' || mode.startsWith('unknown')) return machine
  const chosen = mode as Exclude<typeof mode, `unknown-${number}`>
  const changes = temperature !== undefined && temperature !== settings.setpoint
  const warmed =
    changes && isSettable(temperature, settings.minimumOperation, build)
      ? asked(machine, chooseSetpoint, temperature)
      : machine
  if (settings.mode === chosen) return warmed
  // In a window its mode waits, and the heater is on meanwhile.
  const on = settings.mode === 'off' && settings.peak ? asked(warmed, powerOn) : warmed
  return build.capabilities[chosen] ? asked(on, reserveMode, chosen) : on
}

/** What a heater goes by. */
export interface Plans {
  readonly reservations?: ReservationSchedule
  readonly tou?: TouSchedule
  readonly time: LocalTime
  /** That of an NWP500 without a recirculation pump when left out. */
  readonly build?: Build
}

/**
 * What falls due at a moment of a run, s since 1970, if that is the beginning of a minute: windows first, so that a
 * reservation's mode meets the one in force. So the run should begin with a minute and its step go into one evenly: a minute
 * that no step begins with is missed.
 */
export function followPlans({ reservations, tou, time, build = usualBuild }: Plans) {
  const turns = turnsOf(reservations, tou)
  // By the minutes of its clock; most of a year's are like the one before.
  let looked = Number.NaN
  let peak = false
  return (machine: Machine, at: number): Machine => {
    if (at % 60 !== 0) return machine
    const minute = Math.floor((at + time.offsetAt(at * 1000) / 1000) / 60)
    const turn = minute !== looked + 1 || turns.has(minute - Math.floor(minute / 1440) * 1440)
    looked = minute
    const moment = turn ? time.at(at * 1000) : undefined
    if (moment && tou) peak = rateAt(tou, moment) === 'on-peak'
    const { settings } = machine.controller
    const inWindow = tou === undefined || settings.peak === peak ? machine : asked(machine, setPeak, peak)
    return moment && reservations ? reserved(inWindow, reservations, moment, build) : inWindow
  }
}

/** Minutes of the day at which something may begin or end: all plans change at midnight, with month and weekday. */
function turnsOf(reservations?: ReservationSchedule, tou?: TouSchedule): ReadonlySet<number> {
  const entries = reservations?.entries.map(({ time }) => minutesOf(time)) ?? []
  const periods = tou?.periods.flatMap(({ start, end }) => [minutesOf(start), (minutesOf(end) ?? 0) + 1]) ?? []
  return new Set([0, ...entries, ...periods].filter(minute => minute !== undefined))
}
