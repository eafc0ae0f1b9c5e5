/** `navilink alerts`: what a station warned of, and what a person says to it. */
import type { Command } from 'commander'
import { defaultCommand } from '../default-command.ts'
import type { ListFlags, SnoozeFlags } from '../historian/alert-commands.ts'
import { type RecordFlags, recordOptions, type StationFlags, stationOption } from '../historian/record-flags.ts'
import { formatOptions } from '../output-format.ts'
import type { Run } from '../run-command.ts'

const examples = `
The list is read from the record, also while no station runs. The others go
through the station that writes it. Which rules there are, and by which channels
they tell, stands in the config of the station.

Examples:
  $ navilink alerts                               those that are open
  $ navilink alerts list --all
  $ navilink alerts test ntfy                     send a test message
  $ navilink alerts ack 4f2a                      I know, don't repeat it
  $ navilink alerts snooze 4f2a 12h`

export function define(command: Command, run: Run): void {
  command.helpCommand(false).addHelpText('after', examples)
  formatOptions(recordOptions(defaultCommand(command, 'list')))
    .description('List the alerts that are open, newest first.')
    .option('--all', 'list those that are over, too')
    .action((flags: ListFlags) =>
      run('one-shot', async context => (await import('../historian/alert-commands.ts')).listAlerts(context, flags)),
    )
  stationOption(recordOptions(command.command('test [channel]')))
    .description('Send a test message by a channel, or by all.')
    .action((channel: string | undefined, flags: RecordFlags & StationFlags) =>
      run('one-shot', async context =>
        (await import('../historian/alert-commands.ts')).testChannels(context, channel, flags),
      ),
    )
  stationOption(recordOptions(command.command('ack <id>')))
    .description('Say that you know: it is not told again. The beginning of its id will do.')
    .action((id: string, flags: RecordFlags & StationFlags) =>
      run('one-shot', async context =>
        (await import('../historian/alert-commands.ts')).acknowledge(context, id, flags),
      ),
    )
  stationOption(recordOptions(command.command('snooze <id> [span]')))
    .description('Let an alert be quiet for a while, a day when nothing is said.')
    .action((id: string, span: string | undefined, flags: SnoozeFlags) =>
      run('one-shot', async context =>
        (await import('../historian/alert-commands.ts')).snooze(context, id, span, flags),
      ),
    )
}
