/** Entries of weekly schedules as flags give them: `--days mon-fri --time 06:30 --mode heat-pump --temperature 125F`. */

import { minutesOf, parseClockTime } from '#schema/clock-time'
import { commands } from '#schema/commands'
import type { Checked } from '#schema/findings'
import type { RecirculationEvent } from '#schema/recirculation'
import { checkRecirculationEvent } from '#schema/recirculation-check'
import type { Reservation } from '#schema/reservation'
import { checkReservation, type ReservationLimits } from '#schema/reservation-check'
import { celsiusOf, isFahrenheit } from '#schema/temperature'
import type { UnitSystem } from '#schema/units'
import { parseWeekdays, weekdays } from '#schema/weekdays'
import { UsageError } from '../usage-error.ts'
import { givenValue } from '../writing/given-value.ts'

export interface ReservationFlags {
  readonly days?: string
  readonly time?: string
  readonly mode?: string
  readonly temperature?: string
  readonly disabled?: true
}

/** What a schedule's check takes, with a temperature in °C. */
export interface GivenFields {
  readonly fields: Readonly<Record<string, unknown>>
  /** Those in which the temperature was said. */
  readonly units: UnitSystem
}

/** Only what was given. @throws UsageError for a temperature that is none. */
export function reservationFields(flags: ReservationFlags, units: UnitSystem): GivenFields {
  const { days, time, mode, temperature, disabled } = flags
  const given = temperature === undefined ? undefined : givenValue(commands.dhwTemperature, temperature, units).value
  const fields = {
    ...(days !== undefined && { days }),
    ...(time !== undefined && { time }),
    ...(mode !== undefined && { mode }),
    ...(given !== undefined && { temperature: celsiusOf(given) }),
    ...(disabled && { enabled: false }),
  }
  return { fields, units: given === undefined ? units : isFahrenheit(given) ? 'us' : 'metric' }
}

export const isOff = (mode: unknown): boolean => /^\s*off\s*$/i.test(String(mode))

/** @throws UsageError with everything that is wrong. */
export function checkedReservation({ fields, units }: GivenFields, limits: ReservationLimits = {}): Reservation {
  if (fields.mode !== undefined && !isOff(fields.mode) && fields.temperature === undefined)
    throw new UsageError('--temperature is missing: how warm the water is to be, such as 125F.')
  return checked(checkReservation(fields, { ...limits, units }))
}

export interface EventFlags {
  readonly days?: string
  readonly time?: string
  readonly pump?: string
}

/** Only what was given. */
export const eventFields = ({ days, time, pump }: EventFlags): Readonly<Record<string, unknown>> => ({
  ...(days !== undefined && { days }),
  ...(time !== undefined && { time }),
  ...(pump !== undefined && { pump }),
})

/** @throws UsageError with everything that is wrong. */
export const checkedEvent = (fields: object): RecirculationEvent => checked(checkRecirculationEvent(fields))

export interface RunFlags {
  readonly days?: string
  readonly from?: string
  readonly until?: string
  readonly disabled?: true
}

/** A run of the pump is two entries; one that ends before it begins ends the next day. @throws UsageError */
export function pumpRun({ days, from, until, disabled }: RunFlags): readonly [RecirculationEvent, RecirculationEvent] {
  const enabled = disabled !== true
  const [start, end] = [parseClockTime(from), parseClockTime(until)]
  const on = parseWeekdays(days)
  if (!on || on.length === 0)
    throw new UsageError(
      `--days is ${days === undefined ? 'missing' : JSON.stringify(days)}; it takes mon-fri, sat,sun, weekend or daily.`,
    )
  if (start === undefined || end === undefined)
    throw new UsageError('--from and --until are the times of a run, such as --from 06:30 --until 07:15.')
  if (start === end)
    throw new UsageError(
      `A run from ${start} until ${end} has no length; navilink set recirculation always never stops.`,
    )
  const overnight = (minutesOf(end) ?? 0) < (minutesOf(start) ?? 0)
  const off = overnight ? weekdays.filter((_, i) => on.includes(weekdays.at(i - 1) ?? 'sun')) : on
  return [
    checkedEvent({ enabled, days: on, time: start, pump: 'on' }),
    checkedEvent({ enabled, days: off, time: end, pump: 'off' }),
  ]
}

function checked<Entry>({ value, problems }: Checked<Entry>): Entry {
  if (value !== undefined) return value
  throw new UsageError(`${problems.map(({ text }) => `--${text}`).join('. ')}.`)
}
