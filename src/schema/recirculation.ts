/** The recirculation schedule: at this time on these days the pump is switched on or off, so a run is two entries. */
import { type ClockTime, clockTime, hourAndMinute, minutesOf } from './clock-time.ts'
import { encodeValue } from './codec.ts'
import { oneOf, type UnknownCode } from './field.ts'
import { hexOf, readWeekSchedule, type WeekSchedule, weekFields, weekScheduleFields } from './week-entry.ts'
import { type Weekdays, weekByte, weekdaysOf } from './weekdays.ts'
import { type Held, saysAll, type WireEntry, type WireSchedule, type Writers, writeEntry } from './wire-entry.ts'

/** What an entry does to the pump: the `mode` of its wire form. */
export const RecirculationPump = { 1: 'off', 2: 'on' } as const

/** The pump goes on or off at a time of some days; a run is two of them. */
export interface RecirculationEvent extends Held {
  readonly enabled: boolean
  readonly days: Weekdays
  readonly time: ClockTime
  readonly pump: 'on' | 'off' | UnknownCode
}

/** The schedule of the recirculation pump. */
export type RecirculationSchedule = WeekSchedule<RecirculationEvent>

/** Others send no more than that; nobody has tried on a unit with a pump. */
export const mostRecirculationEvents = 20

const pump = oneOf(RecirculationPump, 'vendor', 'What it does to the pump.')

const writers: Writers<RecirculationEvent> = {
  enabled: ({ enabled }) => ({ enable: enabled ? 2 : 1 }),
  days: ({ days }) => ({ week: weekByte(days) }),
  time: ({ time }) => {
    const { hour, minute } = hourAndMinute(time)
    return { hour, min: minute }
  },
  pump: entry => ({ mode: encodeValue(pump, entry.pump) }),
  none: () => ({ param: -1 }),
}

const isOrdinary = ({ days, time, pump }: RecirculationEvent) =>
  days.length > 0 && minutesOf(time) !== undefined && (pump === 'on' || pump === 'off')

/** One entry; undefined when it can't be understood. */
export function readRecirculationEvent(raw: WireEntry): RecirculationEvent | undefined {
  const fields = weekFields(raw)
  if (fields === undefined) return undefined
  const { enable, week, hour, min, mode } = fields
  const entry: RecirculationEvent = {
    enabled: enable === 2,
    days: weekdaysOf(week),
    time: clockTime(hour, min),
    pump: RecirculationPump[mode as keyof typeof RecirculationPump] ?? `unknown-${mode}`,
  }
  return isOrdinary(entry) && saysAll(entry, writers, raw) ? entry : { ...entry, raw }
}

/** `{enable, week, hour, min, mode, param}`, and whatever else the heater held of it. */
export const recirculationEntry = (entry: RecirculationEvent): WireEntry =>
  writeEntry(entry, writers, readRecirculationEvent)

/**
 * From the body of an answer, with its entries as objects or in hex.
 * @throws ProtocolError when it is no schedule. It is never taken for an empty one, because that would be written back.
 */
export const readRecirculation = (body: unknown): RecirculationSchedule =>
  readWeekSchedule(body, 'recirculation schedule', readRecirculationEvent)

/** `{reservationUse, reservation}` for the body of a write. */
export const recirculationFields = (schedule: RecirculationSchedule): WireSchedule =>
  weekScheduleFields(schedule, recirculationEntry)

/** The entries in hex, filled up with zeros to `slots`. */
export const recirculationHex = (schedule: RecirculationSchedule, slots?: number): string =>
  hexOf(recirculationFields(schedule).reservation, slots)
