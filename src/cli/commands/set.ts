/** `navilink set`: changes one setting of a heater, and tells how that ended. */
import type { Command } from 'commander'
import type { Run } from '../run-command.ts'
import { endOfVacation } from '../writing/control-wish.ts'
import { settingCommands } from '../writing/setting-commands.ts'
import { effectOption, outcomeCodes, type WriteFlags, writeOptions, yesOption } from '../writing/write-flags.ts'

const examples = `
A setting counts as made when a status of the heater shows it, or, where none
is known to, when the heater answers. A temperature without a unit is in that
of --units. In a time-of-use window the heater may hold a mode back.
${outcomeCodes}

Examples:
  $ navilink set temperature 125F
  $ navilink set temperature 52C --effect         and then what heats now
  $ navilink set mode energy-saver
  $ navilink set vacation 7
  $ navilink set vacation off                     back to energy saver
  $ navilink set anti-legionella 14
  $ navilink set power off --yes
  $ navilink set mode electric --dry-run          the message, which is not sent
  $ navilink set mode --help                      what one setting takes`

const vacationOff = { doc: 'Ends it early: goes over to energy saver.', wish: endOfVacation }

export function define(command: Command, run: Run): void {
  effectOption(yesOption(writeOptions(command))).addHelpText('after', examples)
  settingCommands(command, {
    run,
    flags: () => command.opts<WriteFlags>(),
    more: { vacation: { off: vacationOff } },
  })
}
