/** The two weekly schedules of a heater, as the commands about them need to know them. */
import type { NaviLinkDevice } from '#heater/device'
import type { EditableSchedule, GivenSchedule } from '#heater/editable-schedule'
import type { ScheduleFile } from '#heater/schedule-file'
import { warnOfCollisions } from '#schema/entry-check'
import { type Finding, Findings } from '#schema/findings'
import { pumpRuns } from '#schema/pump-runs'
import type { RecirculationSchedule } from '#schema/recirculation'
import type { ReservationSchedule } from '#schema/reservation'
import type { WeeklySchedule } from '../print/schedule-list.ts'
import type { ScheduleWords } from '../print/schedule-outcome-text.ts'
import { pumpDays, reservationDays } from '../print/schedule-week.ts'
import type { DayLine } from '../print/week-grid.ts'
import type { FiledSchedule } from './schedule-file-commands.ts'

export interface ScheduleKind<Of extends WeeklySchedule> {
  readonly command: 'writeReservations' | 'writeRecirculation'
  readonly words: ScheduleWords
  /** As a file calls it. */
  readonly kind: 'reservations' | 'recirculation'
  of(heater: NaviLinkDevice): EditableSchedule<Of>
  draw(schedule: Of): readonly DayLine[]
  /** What in it does something else than one may think. */
  flaws(schedule: Of): readonly Pick<Finding, 'text'>[]
}

export const reservationKind: ScheduleKind<ReservationSchedule> = {
  command: 'writeReservations',
  words: { what: 'schedule', shownBy: 'navilink schedule list', enabledBy: 'navilink schedule enable' },
  kind: 'reservations',
  of: ({ reservations }) => reservations,
  draw: ({ entries }) => reservationDays(entries),
  flaws: schedule => collisionsIn(schedule),
}

export const recirculationKind: ScheduleKind<RecirculationSchedule> = {
  command: 'writeRecirculation',
  words: {
    what: 'recirculation schedule',
    shownBy: 'navilink recirculation list',
    enabledBy: 'navilink recirculation enable',
  },
  kind: 'recirculation',
  of: ({ recirculation }) => recirculation,
  draw: ({ entries }) => pumpDays(entries),
  // What switches on and off in the same minute is told of the pump, and not once more of the entries.
  flaws: schedule => pumpRuns(schedule).warnings.map(text => ({ text })),
}

function collisionsIn(schedule: ReservationSchedule): readonly Finding[] {
  const findings = new Findings()
  warnOfCollisions(findings, schedule)
  return findings.warnings
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
