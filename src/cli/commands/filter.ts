/** `navilink filter`: how long the air filter lasts still, and what is set about it. */
import type { Command } from 'commander'
import { askingCommand } from '../asking/asking-command.ts'
import type { FormatFlags } from '../output-format.ts'
import type { Run } from '../run-command.ts'
import { UsageError } from '../usage-error.ts'
import { settingCommands } from '../writing/setting-commands.ts'
import { outcomeCodes, type WriteFlags } from '../writing/write-flags.ts'

const examples = `
The heater counts the hours of its fan, and reminds of the filter when they
reach its life. reset is for after it was cleaned; navilink maintenance log
filter writes that into the log book of the cloud.
${outcomeCodes}

Examples:
  $ navilink filter                               the hours that are left
  $ navilink filter --json | jq .left_h
  $ navilink filter reset
  $ navilink filter life 2000                     in steps of 500; off reminds of nothing`

export function define(command: Command, run: Run): void {
  askingCommand(command, run, {
    help: examples,
    ask: (heater, signal) => heater.status({ signal }),
    show: async (context, format, status, name) => {
      const { filterRecord } = await import('../print/filter-record.ts')
      const { printRecord } = await import('../print/records-output.ts')
      await printRecord(context, format, 'Air filter', { name, ...filterRecord(status) })
    },
  })
  settingCommands(command, {
    run,
    options: self => self.option('--dry-run', 'print what would be sent, and send nothing but questions'),
    flags: self => {
      const flags = self.optsWithGlobals<WriteFlags & FormatFlags>()
      if (flags.csv || flags.table) throw new UsageError('--csv and --table are for navilink filter by itself.')
      return flags
    },
  })
}
