/** The schedule of the recirculation pump: at these times it is switched on or off, week after week. */
import { type RecirculationSchedule, readRecirculation, recirculationFields } from '#schema/recirculation'
import { checkRecirculation } from '#schema/recirculation-check'
import { EditableSchedule } from './editable-schedule.ts'
import type { ScheduleSetup } from './reservations.ts'

/** Nobody has tried to write it on a unit with a pump. It counts while the recirculation mode is `schedule`. */
export class Recirculation extends EditableSchedule<RecirculationSchedule> {
  /** @internal Comes with a heater. */
  constructor({ line, host, mustBeSupported }: ScheduleSetup) {
    const access = {
      command: 'writeRecirculation',
      read: async (signal: AbortSignal | undefined) => {
        mustBeSupported()
        return readRecirculation(await line.ask('recirculationSchedule', {}, signal))
      },
      write: (schedule: RecirculationSchedule, options: object) =>
        line.write('writeRecirculation', { ...recirculationFields(schedule) }, options),
      drawUp: (schedule: RecirculationSchedule, signal: AbortSignal) =>
        line.drawUpWrite('writeRecirculation', { ...recirculationFields(schedule) }, signal),
      check: (schedule: RecirculationSchedule, held: RecirculationSchedule) => checkRecirculation(schedule, { held }),
      mayWrite: () => {
        mustBeSupported()
        line.mayWrite()
      },
    } as const
    super(access, host)
  }
}
