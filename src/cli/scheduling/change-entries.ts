/** Changes entries that a person named: removes them, or puts others in their place. */
import type { NaviLinkDevice } from '#heater/device'
import type { EntryOf } from '#schema/schedule'
import { entryText } from '#schema/schedule-text'
import type { CommandContext } from '../command-context.ts'
import type { ExitCode } from '../exit-code.ts'
import type { WeeklySchedule } from '../print/schedule-list.ts'
import type { WriteFlags } from '../writing/write-flags.ts'
import { alterSchedule } from './alter-schedule.ts'
import { chosenEntry, entryChoices, isBare } from './entry-choice.ts'
import { withReplaced } from './schedule-change.ts'
import type { ScheduleKind } from './schedule-kind.ts'

export interface EntryChange<Of extends WeeklySchedule> {
  /** Asked where a number alone names an entry: `Remove it?` */
  readonly doing: string
  /** What stands in its place then. */
  change(entry: EntryOf<Of>, heater: NaviLinkDevice): readonly EntryOf<Of>[]
}

export function changingEntries<Of extends WeeklySchedule>(
  context: CommandContext,
  flags: WriteFlags,
  kind: ScheduleKind<Of>,
  words: readonly string[],
  { doing, change }: EntryChange<Of>,
): Promise<ExitCode> {
  const choices = entryChoices(words)
  const { units } = context.settings
  const bare = choices.filter(isBare)
  const chosen = (schedule: Of) => choices.map(choice => chosenEntry(schedule, choice, units))
  return alterSchedule<Of>(context, flags, {
    ...kind,
    base: choices.find(({ version }) => version !== undefined)?.version,
    edit: (heater, options) =>
      kind.of(heater).edit(held => {
        let schedule = held
        for (const entry of chosen(held)) schedule = withReplaced(schedule, entry, change(entry, heater))
        return schedule
      }, options),
    danger: ({ before }) => {
      if (bare.length === 0 || before === undefined) return undefined
      const which = bare.map(
        choice =>
          `${choice.number} is ${entryText(chosenEntry(before, choice, units) as Parameters<typeof entryText>[0], units)}`,
      )
      return { danger: `In what the heater holds now, ${which.join(', and ')}.`, doing }
    },
  })
}
