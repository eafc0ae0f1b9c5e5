/** `navilink restore`: brings a heater back to what a backup says. */
import type { Command } from 'commander'
import type { Run } from '../run-command.ts'
import { outcomeCodes, type WriteFlags, writeOptions, yesOption } from '../writing/write-flags.ts'

const examples = `
Only what differs is sent, a step for each, and asked about before. A step that
fails doesn't stop the others, as long as the heater can be reached; the exit
code is that of the first one that failed.
${outcomeCodes}

Examples:
  $ navilink restore heater.yaml --dry-run        what would be sent
  $ navilink restore heater.yaml
  $ navilink restore old-heater.yaml --other-heater`

export interface RestoreFlags extends WriteFlags {
  readonly otherHeater?: true
}

export function define(command: Command, run: Run): void {
  yesOption(writeOptions(command))
    .argument('<file>', 'of navilink backup; - is standard input')
    .option('--other-heater', 'take the backup of another heater, too')
    .addHelpText('after', examples)
    .action((file: string, flags: RestoreFlags) =>
      run('one-shot', async context => {
        const { restore } = await import('../scheduling/restore-heater.ts')
        return restore(context, file, flags)
      }),
    )
}
