/** The two weekly schedules of a heater, as the commands about them need to know them. */
import type { NaviLinkDevice } from '#heater/device'
import type { EditableSchedule, GivenSchedule } from '#heater/editable-schedule'
import type { ScheduleFile } from '#heater/schedule-file'
import type { RecirculationSchedule } from '#schema/recirculation'
import type { ReservationSchedule } from '#schema/reservation'
import type { WeeklySchedule } from './print/schedule-list.ts'
import type { ScheduleWords } from './print/schedule-outcome-text.ts'
import { pumpDays, reservationDays } from './print/schedule-week.ts'
import type { DayLine } from './print/week-grid.ts'
import type { FiledSchedule } from './schedule-file-commands.ts'

export interface ScheduleKind<Of extends WeeklySchedule> {
  readonly command: 'writeReservations' | 'writeRecirculation'
  readonly words: ScheduleWords
  /** As a file calls it. */
  readonly kind: 'reservations' | 'recirculation'
  of(heater: NaviLinkDevice): EditableSchedule<Of>
  draw(schedule: Of): readonly DayLine[]
}

export const reservationKind: ScheduleKind<ReservationSchedule> = {
  command: 'writeReservations',
  words: { what: 'schedule', shownBy: 'navilink schedule list' },
  kind: 'reservations',
  of: ({ reservations }) => reservations,
  draw: ({ entries }) => reservationDays(entries),
}

export const recirculationKind: ScheduleKind<RecirculationSchedule> = {
  command: 'writeRecirculation',
  words: { what: 'recirculation schedule', shownBy: 'navilink recirculation list' },
  kind: 'recirculation',
  of: ({ recirculation }) => recirculation,
  draw: ({ entries }) => pumpDays(entries),
}

/** As a file. */
export function filed<Of extends WeeklySchedule>({ command, words, kind, of }: ScheduleKind<Of>): FiledSchedule<Of> {
  return {
    command,
    words,
    kind,
    async read(heater, signal) {
      const held = await of(heater).read({ signal })
      return { held, file: { kind, schedule: held } as unknown as ScheduleFile }
    },
    apply: (heater, { schedule }, options) => of(heater).apply(schedule as unknown as GivenSchedule<Of>, options),
  }
}
