/** `navilink recirculation`: when the recirculation pump runs by itself. */
import type { Command } from 'commander'
import type { Run } from '../run-command.ts'
import type { EventFlags, RunFlags } from '../scheduling/entry-flags.ts'
import { changeCommands, entryNames, listCommand } from '../scheduling/schedule-commands.ts'
import { fileCommands } from '../scheduling/schedule-file-commands.ts'
import { type WriteFlags, writeOptions, yesOption } from '../writing/write-flags.ts'

const examples = `
It counts while the mode is schedule: navilink set recirculation schedule. A run
is two entries, one that switches the pump on and one that switches it off.
Nobody has tried to write it on a unit with a pump.
${entryNames}

Examples:
  $ navilink recirculation                        the entries, and the week
  $ navilink recirculation add --days mon-fri --from 06:30 --until 07:15
  $ navilink recirculation remove 1@1a2b3c4d 2@1a2b3c4d
  $ navilink recirculation export pump.yaml
  $ navilink recirculation apply pump.yaml --dry-run`

const kind = async () => (await import('../scheduling/schedule-kind.ts')).recirculationKind
const filed = async () => {
  const kinds = await import('../scheduling/schedule-kind.ts')
  return kinds.filed(kinds.recirculationKind)
}

export function define(command: Command, run: Run): void {
  command.helpCommand(false).addHelpText('after', examples)
  listCommand(command, { run, kind })
  yesOption(writeOptions(command.command('add')))
    .description('Add a run of the pump. Entries with the same days and time are replaced.')
    .option('--days <days>', 'mon-fri, sat,sun, weekend, daily, …')
    .option('--from <time>', 'when it begins to run, such as 06:30')
    .option('--until <time>', 'when it ends; before --from it is the next day')
    .option('--disabled', 'put it there, but switched off')
    .action((flags: RunFlags & WriteFlags) =>
      run('one-shot', async context => {
        const { addRun } = await import('../scheduling/recirculation-changes.ts')
        return addRun(context, flags)
      }),
    )
  yesOption(writeOptions(command.command('edit <entry...>')))
    .description('Change an entry; what no flag says stays as it is.')
    .option('--days <days>', 'mon-fri, sat,sun, weekend, daily, …')
    .option('--time <time>', 'when, such as 06:30')
    .option('--pump <state>', 'on or off')
    .action((words: readonly string[], flags: EventFlags & WriteFlags) =>
      run('one-shot', async context => {
        const { editEvent } = await import('../scheduling/recirculation-changes.ts')
        return editEvent(context, flags, words)
      }),
    )
  changeCommands(command, { run, kind })
  fileCommands(command, { run, applying: 'apply', filed })
}
