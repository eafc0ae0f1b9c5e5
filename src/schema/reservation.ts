/** A reservation: at this time on these days the heater goes into this mode, with this setpoint. */
import { type ClockTime, clockTime, hourAndMinute, minutesOf } from './clock-time.ts'
import { encodeValue } from './codec.ts'
import { ReservationMode } from './enums.ts'
import { oneOf, type UnknownCode } from './field.ts'
import { hexOf, readWeekSchedule, type WeekSchedule, weekFields, weekScheduleFields } from './week-entry.ts'
import { type Weekdays, weekByte, weekdaysOf } from './weekdays.ts'
import { type Held, saysAll, type WireEntry, type WireSchedule, type Writers, writeEntry } from './wire-entry.ts'

/** The modes that a reservation can be made with. */
export const reservationModes = ['heat-pump', 'electric', 'energy-saver', 'high-demand', 'off'] as const

/** `unknown-6` is what older clients wrote for off; it passes through, and is never made. */
export type ReservedMode = (typeof ReservationMode)[keyof typeof ReservationMode] | UnknownCode

export interface Reservation extends Held {
  readonly enabled: boolean
  readonly days: Weekdays
  readonly time: ClockTime
  readonly mode: ReservedMode
  /** The setpoint, °C in steps of 0.5. Switching off has none. */
  readonly temperature?: number
}

/** The weekly schedule of the heater. */
export type ReservationSchedule = WeekSchedule<Reservation>

/** A heater has held so many; more was never tried. */
export const mostReservations = 32

const mode = oneOf(ReservationMode, 'vendor', 'What it switches to.')

const writers: Writers<Reservation> = {
  enabled: ({ enabled }) => ({ enable: enabled ? 2 : 1 }),
  days: ({ days }) => ({ week: weekByte(days) }),
  time: ({ time }) => {
    const { hour, minute } = hourAndMinute(time)
    return { hour, min: minute }
  },
  mode: entry => ({ mode: encodeValue(mode, entry.mode) }),
  temperature: ({ temperature = 0 }) => ({ param: Math.round(temperature * 2) }),
}

/** Whether a person could have made it: no other is written without what it came as. */
const isOrdinary = ({ days, time, mode, temperature }: Reservation) =>
  days.length > 0 &&
  minutesOf(time) !== undefined &&
  (reservationModes as readonly string[]).includes(mode) &&
  (mode === 'off' || temperature !== undefined)

/** One entry; undefined when it can't be understood. */
export function readReservation(raw: WireEntry): Reservation | undefined {
  const fields = weekFields(raw)
  if (fields === undefined) return undefined
  const { enable, week, hour, min, mode, param = 0 } = fields
  const entry: Reservation = {
    enabled: enable === 2,
    days: weekdaysOf(week),
    time: clockTime(hour, min),
    mode: ReservationMode[mode as keyof typeof ReservationMode] ?? `unknown-${mode}`,
    ...(param > 0 && { temperature: param / 2 }),
  }
  return isOrdinary(entry) && saysAll(entry, writers, raw) ? entry : { ...entry, raw }
}

/** `{enable, week, hour, min, mode, param}`, and whatever else the heater held of it. */
export const reservationEntry = (entry: Reservation): WireEntry => writeEntry(entry, writers, readReservation)

/**
 * From the body of an answer, with its entries as objects or in hex.
 * @throws ProtocolError when it is no schedule. It is never taken for an empty one, because that would be written back.
 */
export const readReservations = (body: unknown): ReservationSchedule =>
  readWeekSchedule(body, 'reservation schedule', readReservation)

/** `{reservationUse, reservation}` for the body of a write. */
export const reservationFields = (schedule: ReservationSchedule): WireSchedule =>
  weekScheduleFields(schedule, reservationEntry)

/** The entries in hex, filled up with zeros to `slots`. */
export const reservationHex = (schedule: ReservationSchedule, slots?: number): string =>
  hexOf(reservationFields(schedule).reservation, slots)
