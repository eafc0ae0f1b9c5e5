/** The reservations of a heater: at these times it goes into these modes, week after week. */
import { type ReservationSchedule, readReservations, reservationFields } from '#schema/reservation'
import { checkReservations, type ReservationLimits } from '#schema/reservation-check'
import { EditableSchedule } from './editable-schedule.ts'
import type { HeaterHost } from './heater-host.ts'
import type { Line } from './line.ts'

export interface ScheduleSetup {
  readonly line: Line
  readonly host: HeaterHost
  /** @throws UnsupportedError for another product. */
  readonly mustBeSupported: () => void
  /** Of the setpoint, as the heater's device info told them. */
  readonly limits: () => Pick<ReservationLimits, 'lowest' | 'highest' | 'step'> | undefined
}

export class Reservations extends EditableSchedule<ReservationSchedule> {
  /** @internal Comes with a heater. */
  constructor({ line, host, mustBeSupported, limits }: ScheduleSetup) {
    const access = {
      command: 'writeReservations',
      read: async (signal: AbortSignal | undefined) => {
        mustBeSupported()
        return readReservations(await line.ask('reservations', {}, signal))
      },
      write: (schedule: ReservationSchedule, options: object) =>
        line.write('writeReservations', { ...reservationFields(schedule) }, options),
      drawUp: (schedule: ReservationSchedule, signal: AbortSignal) =>
        line.drawUpWrite('writeReservations', { ...reservationFields(schedule) }, signal),
      check: (schedule: ReservationSchedule, held: ReservationSchedule) =>
        checkReservations(schedule, { ...limits(), held }),
      mayWrite: () => {
        mustBeSupported()
        line.mayWrite()
      },
    } as const
    super(access, host)
  }
}
