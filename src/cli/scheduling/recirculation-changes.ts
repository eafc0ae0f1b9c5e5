/** `recirculation add` and `recirculation edit`: runs of the pump, and the entries that they are made of. */
import type { RecirculationSchedule } from '#schema/recirculation'
import type { CommandContext } from '../command-context.ts'
import type { ExitCode } from '../exit-code.ts'
import { UsageError } from '../usage-error.ts'
import type { WriteFlags } from '../writing/write-flags.ts'
import { alterSchedule } from './alter-schedule.ts'
import { changingEntries } from './change-entries.ts'
import { checkedEvent, type EventFlags, eventFields, pumpRun, type RunFlags } from './entry-flags.ts'
import { replacing, withAdded } from './schedule-change.ts'
import { recirculationKind as kind } from './schedule-kind.ts'

export function addRun(context: CommandContext, flags: RunFlags & WriteFlags): Promise<ExitCode> {
  const run = pumpRun(flags)
  return alterSchedule<RecirculationSchedule>(context, flags, {
    ...kind,
    edit: (heater, options) => kind.of(heater).edit(schedule => withAdded(schedule, run), options),
    remarks: replacing,
  })
}

export function editEvent(
  context: CommandContext,
  flags: EventFlags & WriteFlags,
  words: readonly string[],
): Promise<ExitCode> {
  const fields = eventFields(flags)
  if (Object.keys(fields).length === 0)
    throw new UsageError('Nothing says what is to be another: --days, --time or --pump.')
  return changingEntries(context, flags, kind, words, {
    doing: 'Change it?',
    change: entry => [checkedEvent({ ...entry, ...fields })],
  })
}
