/** `navilink schedule`: what a heater does by itself, week after week. */
import type { Command } from 'commander'
import type { Run } from '../run-command.ts'
import type { ReservationFlags } from '../scheduling/entry-flags.ts'
import { changeCommands, entryNames, listCommand } from '../scheduling/schedule-commands.ts'
import { fileCommands } from '../scheduling/schedule-file-commands.ts'
import { type WriteFlags, writeOptions, yesOption } from '../writing/write-flags.ts'

const examples = `
An entry sets mode and temperature at its minute, on its days, by the heater's
own clock; they stay until the next entry, or until somebody sets something
else. The heater takes whole schedules only: each change reads it, shows what
would be another, writes it, and reads it again.
${entryNames}

Examples:
  $ navilink schedule                             the entries, and the week
  $ navilink schedule add --days mon-fri --time 06:30 --mode heat-pump --temperature 125F
  $ navilink schedule add --days daily --time 16:00 --mode off
  $ navilink schedule edit mon-fri 06:30 --temperature 130F
  $ navilink schedule remove 3@1a2b3c4d
  $ navilink schedule disable                     keeps the entries
  $ navilink schedule export week.yaml            to be edited, and then
  $ navilink schedule diff week.yaml
  $ navilink schedule apply week.yaml --dry-run   the message, which is not sent`

const kind = async () => (await import('../scheduling/schedule-kind.ts')).reservationKind
const filed = async () => {
  const kinds = await import('../scheduling/schedule-kind.ts')
  return kinds.filed(kinds.reservationKind)
}

export function define(command: Command, run: Run): void {
  command.helpCommand(false).addHelpText('after', examples)
  listCommand(command, { run, kind })
  entryOptions(yesOption(writeOptions(command.command('add'))))
    .option('--disabled', 'put it there, but switched off')
    .description('Add an entry. One with the same days and time is replaced.')
    .action((flags: ReservationFlags & WriteFlags) =>
      run('one-shot', async context => {
        const { addReservation } = await import('../scheduling/reservation-changes.ts')
        return addReservation(context, flags)
      }),
    )
  entryOptions(yesOption(writeOptions(command.command('edit <entry...>'))))
    .description('Change an entry; what no flag says stays as it is.')
    .action((words: readonly string[], flags: ReservationFlags & WriteFlags) =>
      run('one-shot', async context => {
        const { editReservation } = await import('../scheduling/reservation-changes.ts')
        return editReservation(context, flags, words)
      }),
    )
  changeCommands(command, { run, kind })
  fileCommands(command, { run, applying: 'apply', filed })
}

const entryOptions = (command: Command): Command =>
  command
    .option('--days <days>', 'mon-fri, sat,sun, weekend, daily, …')
    .option('--time <time>', 'when, such as 06:30')
    .option('--mode <mode>', 'heat-pump, electric, energy-saver, high-demand or off')
    .option('--temperature <temperature>', 'setpoint: 125F, 52C, or 125 in --units; off needs none')
