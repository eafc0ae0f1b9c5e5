/** The subcommands that both weekly schedules have: list, remove, enable, disable, clear. What is added to one differs. */
import type { Command } from 'commander'
import type { CommandContext } from '../command-context.ts'
import { defaultCommand } from '../default-command.ts'
import type { ExitCode } from '../exit-code.ts'
import { type FormatFlags, formatOf, formatOptions } from '../output-format.ts'
import type { WeeklySchedule } from '../print/schedule-list.ts'
import type { Run } from '../run-command.ts'
import { outcomeCodes, type WriteFlags, writeOptions, yesOption } from '../writing/write-flags.ts'
import type { ScheduleKind } from './schedule-kind.ts'

export interface ScheduleSetup<Of extends WeeklySchedule> {
  readonly run: Run
  /** Loaded when a command needs it. */
  kind(): Promise<ScheduleKind<Of>>
}

/** For `--help`: how an entry is named, and how it ends. */
export const entryNames = `
An entry is named by its number and the version of the list that it is from
(3@1a2b3c4d): when somebody changed the schedule since, nothing is written. Or
by its days and time (mon-fri 06:30, or 06:30 if only one is at that time). Or
by its number alone, which counts in what the heater holds now, so that a
person is asked.
${outcomeCodes}
6 also when somebody else changed the schedule meanwhile: then nothing is
written.`

export function listCommand<Of extends WeeklySchedule>(command: Command, { run, kind }: ScheduleSetup<Of>): void {
  formatOptions(defaultCommand(command, 'list'))
    .description('Print the entries, until when each stays in force, and on a terminal the week.')
    .action((options: FormatFlags) =>
      run('one-shot', async context => {
        const { askHeater } = await import('../asking/ask-heater.ts')
        const { printSchedule } = await import('../print/schedule-list.ts')
        const asked = await kind()
        const format = formatOf(options)
        return askHeater(
          context,
          format,
          heater => asked.of(heater).read({ signal: context.signal }),
          (told, { name }) => printSchedule(context, format, name, asked, told),
        )
      }),
    )
}

export function changeCommands<Of extends WeeklySchedule>(command: Command, { run, kind }: ScheduleSetup<Of>): void {
  const altering = (body: (context: CommandContext, kind: ScheduleKind<Of>) => Promise<ExitCode>) =>
    run('one-shot', async context => body(context, await kind()))
  yesOption(writeOptions(command.command('remove <entry...>')))
    .description('Remove an entry, or several by their numbers.')
    .action((words: readonly string[], flags: WriteFlags) =>
      altering(async (context, kind) => {
        const { changingEntries } = await import('./change-entries.ts')
        return changingEntries(context, flags, kind, words, { doing: 'Remove it?', change: () => [] })
      }),
    )
  for (const [verb, enabled] of [
    ['enable', true],
    ['disable', false],
  ] as const)
    yesOption(writeOptions(command.command(`${verb} [entry...]`)))
      .description(
        enabled
          ? 'Follow the schedule again, or a disabled entry of it.'
          : 'Keep the schedule, or an entry of it, and follow it no more.',
      )
      .action((words: readonly string[], flags: WriteFlags) =>
        altering(async (context, kind) => {
          const { changingEntries } = await import('./change-entries.ts')
          const { alterSchedule } = await import('./alter-schedule.ts')
          if (words.length > 0)
            return changingEntries(context, flags, kind, words, {
              doing: enabled ? 'Enable it?' : 'Disable it?',
              change: entry => [{ ...entry, enabled }],
            })
          return alterSchedule<Of>(context, flags, {
            ...kind,
            edit: (heater, options) => kind.of(heater)[verb](options),
          })
        }),
      )
  yesOption(writeOptions(command.command('clear')))
    .description('Remove every entry.')
    .action((flags: WriteFlags) =>
      altering(async (context, kind) => {
        const { alterSchedule } = await import('./alter-schedule.ts')
        const { countText } = await import('../print/schedule-outcome-text.ts')
        return alterSchedule<Of>(context, flags, {
          ...kind,
          edit: (heater, options) => kind.of(heater).clear(options),
          danger: ({ before }) => ({
            danger: `The heater holds ${countText(before?.entries.length ?? 0)}, and none would be left.`,
            doing: 'Remove all?',
          }),
        })
      }),
    )
}
