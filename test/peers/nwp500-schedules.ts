/** Schedules that nwp500-python reads and writes, each with what a heater then holds in our own values. */
import { expect } from 'vitest'
import type { SimulatedHeater } from '#simulator/index'
import type { Row } from './nwp500-rows.ts'

const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri']
export const morning = { enable: 2, week: 124, hour: 6, min: 30, mode: 3, param: 120 }
export const morningHeld = { enabled: true, days: weekdays, time: '06:30', mode: 'energy-saver', temperature: 60 }
const off = { enable: 1, week: 130, hour: 23, min: 5, mode: 5, param: 100 }
const offHeld = { enabled: false, days: ['sat', 'sun'], time: '23:05', mode: 'off' }
const changed = { days: 'Friday', hour: 7, minute: 15, mode: 4, temperature: 131 }

/** What the heater then holds of a schedule: all of it, in its order. */
const holds = (look: (heater: SimulatedHeater) => unknown, held: unknown) => (heater: SimulatedHeater) =>
  expect.poll(() => look(heater)).toMatchObject(held as object)
const reservations = (enabled: boolean, ...entries: readonly object[]) =>
  holds(heater => heater.reservations, { enabled, entries })

export const reservationWrites: readonly Row[] = [
  {
    of: 'mqtt',
    call: 'update_reservations',
    args: [[morning, off]],
    command: 'writeReservations',
    listen: 'reservation_response',
    hears: { reservation_use: 2, reservation: [morning, off] },
    after: reservations(true, morningHeld, offHeld),
  },
  {
    of: 'nwp500',
    call: 'fetch_reservations',
    gives: {
      enabled: true,
      reservation: [
        { ...morning, days: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday'], temperature: 140 },
        { ...off, mode_name: 'Power Off' },
      ],
    },
  },
  { of: 'nwp500', call: 'fetch_reservations', heater: 1, gives: { enabled: false, reservation: [] } },
  {
    of: 'nwp500',
    call: 'add_reservation',
    more: { enabled: true, days: ['Saturday'], hour: 9, minute: 0, mode: 1, temperature: 122 },
    after: reservations(true, morningHeld, offHeld, {
      days: ['sat'],
      time: '09:00',
      mode: 'heat-pump',
      temperature: 50,
    }),
  },
  {
    of: 'nwp500',
    call: 'update_reservation',
    args: [2],
    more: { ...changed, days: ['Friday'], enabled: true },
    after: reservations(
      true,
      morningHeld,
      { enabled: true, days: ['fri'], time: '07:15', mode: 'high-demand', temperature: 55 },
      { time: '09:00' },
    ),
  },
  {
    of: 'nwp500',
    call: 'delete_reservation',
    args: [1],
    after: reservations(true, { time: '07:15' }, { time: '09:00' }),
  },
  {
    of: 'nwp500',
    call: 'update_reservations_confirmed',
    args: [[morning]],
    more: { enabled: false },
    gives: { enabled: false, reservation: [morning] },
    after: reservations(false, morningHeld),
  },
  // A heater is known to answer a list as if it had kept it, and to lose it.
  {
    of: 'nwp500',
    call: 'update_reservations_confirmed',
    args: [[off]],
    given: (_, { cloud }) => cloud.faults.on('heater-loses-write', { count: 1 }),
    gives: { reservation: [off] },
    after: reservations(false, morningHeld),
  },
  { of: 'nwp500', call: 'fetch_reservations', gives: { enabled: false, reservation: [morning] } },
  {
    of: 'nwp500',
    call: 'update_reservations_confirmed',
    args: [[]],
    more: { enabled: false },
    gives: { reservation: [] },
    after: reservations(false),
  },
]

export const evening = {
  season: 480,
  week: 124,
  startHour: 16,
  startMinute: 0,
  endHour: 20,
  endMinute: 59,
  priceMin: 25_000,
  priceMax: 46_000,
  decimalPoint: 5,
}
const rest = {
  season: 4095,
  week: 254,
  startHour: 0,
  startMinute: 0,
  endHour: 15,
  endMinute: 59,
  priceMin: 11,
  priceMax: 11,
  decimalPoint: 2,
}
export const eveningHeld = {
  months: [6, 7, 8, 9],
  days: weekdays,
  start: '16:00',
  end: '20:59',
  priceMin: '0.25000',
  priceMax: '0.46000',
}
const bySerial = ({ identity }: SimulatedHeater) => ({ controller_serial_number: identity.controllerSerialNumber })

export const touWrites: readonly Row[] = [
  {
    of: 'mqtt',
    call: 'configure_tou_schedule',
    more: heater => ({ ...bySerial(heater), periods: [evening, rest] }),
    command: 'writeTou',
    listen: 'tou_response',
    hears: {
      enabled: true,
      reservation: [
        { season: 480, week: 124, start_time: '16:00', end_time: '20:59', decoded_price_max: 0.46 },
        { price_min: 11 },
      ],
    },
    after: holds(heater => heater.touPlan, {
      enabled: true,
      periods: [eveningHeld, { months: { length: 12 }, priceMin: '0.11' }],
    }),
  },
  {
    of: 'mqtt',
    call: 'configure_tou_schedule',
    more: { controller_serial_number: 'ZZ', periods: [evening] },
    listen: 'tou_response',
    silent: true,
  },
  {
    of: 'nwp500',
    call: 'configure_tou_schedule_confirmed',
    more: heater => ({ ...bySerial(heater), periods: [evening], enabled: false }),
    gives: { enabled: false, reservation: [{ season: 480 }] },
    after: holds(heater => heater.touPlan, { enabled: false, periods: [eveningHeld] }),
  },
]

const run = [
  { enable: 2, week: 124, hour: 6, min: 0, mode: 2, param: -1 },
  { enable: 2, week: 124, hour: 7, min: 30, mode: 1, param: -1 },
]
const runHeld = [
  { enabled: true, days: weekdays, time: '06:00', pump: 'on' },
  { enabled: true, days: weekdays, time: '07:30', pump: 'off' },
]
export const pumpSchedule = { $RecirculationSchedule: { reservationUse: 2, reservation: run } }

export const recirculationWrites: readonly Row[] = [
  {
    of: 'mqtt',
    call: 'configure_recirculation_schedule',
    args: [pumpSchedule],
    heater: 1,
    command: 'writeRecirculation',
    listen: 'recirculation_schedule_response',
    hears: { enabled: true, reservation: run },
    after: holds(heater => heater.recirculationSchedule, { enabled: true, entries: runHeld }),
  },
  {
    of: 'mqtt',
    call: 'request_recirculation_schedule',
    heater: 1,
    listen: 'recirculation_schedule_response',
    hears: { enabled: true, reservation: run },
  },
  { of: 'mqtt', call: 'configure_recirculation_schedule', args: [pumpSchedule], refused: 'DeviceCapabilityError' },
]
