/** `schedule add` and `schedule edit`: entries of the weekly schedule, checked by the heater's own limits. */
import type { ReservationSchedule } from '#schema/reservation'
import type { CommandContext } from '../command-context.ts'
import type { ExitCode } from '../exit-code.ts'
import { UsageError } from '../usage-error.ts'
import type { WriteFlags } from '../writing/write-flags.ts'
import { alterSchedule } from './alter-schedule.ts'
import { changingEntries } from './change-entries.ts'
import { checkedReservation, isOff, type ReservationFlags, reservationFields } from './entry-flags.ts'
import { replacing, withAdded } from './schedule-change.ts'
import { reservationKind as kind } from './schedule-kind.ts'

export function addReservation(context: CommandContext, flags: ReservationFlags & WriteFlags): Promise<ExitCode> {
  const given = reservationFields(flags, context.settings.units)
  // Before anybody is asked for a password.
  checkedReservation(given)
  return alterSchedule<ReservationSchedule>(context, flags, {
    ...kind,
    edit: (heater, options) => {
      const entry = checkedReservation(given, heater.capabilities?.setpoint)
      return kind.of(heater).edit(schedule => withAdded(schedule, [entry]), options)
    },
    remarks: replacing,
  })
}

export function editReservation(
  context: CommandContext,
  flags: ReservationFlags & WriteFlags,
  words: readonly string[],
): Promise<ExitCode> {
  const { fields, units } = reservationFields(flags, context.settings.units)
  if (Object.keys(fields).length === 0)
    throw new UsageError('Nothing says what is to be another: --days, --time, --mode or --temperature.')
  return changingEntries(context, flags, kind, words, {
    doing: 'Change it?',
    change: (entry, { capabilities }) => {
      const { temperature, ...rest } = entry
      // What is switched off has no setpoint.
      const kept = isOff(fields.mode) || temperature === undefined ? rest : { ...rest, temperature }
      return [checkedReservation({ fields: { ...kept, ...fields }, units }, capabilities?.setpoint)]
    },
  })
}
