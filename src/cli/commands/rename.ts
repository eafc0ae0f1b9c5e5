/** `navilink rename`: gives a heater another name in the account. */
import type { Command } from 'commander'
import type { Run } from '../run-command.ts'
import { UsageError } from '../usage-error.ts'
import { type WriteFlags, writeOptions } from '../writing/write-flags.ts'

const examples = `
The name is the account's: the vendor's app shows it too, and --device takes
it from then on.

Examples:
  $ navilink rename Cellar
  $ navilink rename 'Water heater, upstairs' --device 2`

export function define(command: Command, run: Run): void {
  writeOptions(command)
    .argument('<name>', 'the new one')
    .addHelpText('after', examples)
    .action((to: string, flags: WriteFlags) =>
      run('one-shot', async context => {
        const { tellCloud } = await import('../writing/tell-cloud.ts')
        if (to.trim() === '') throw new UsageError('The name is empty; a heater needs one.')
        return tellCloud(context, flags, ({ name }) => ({
          record: { name, new_name: to.trim() },
          sentence: `${name} is now called ${to.trim()}.`,
          send: (heater, signal) => heater.rename(to, { signal }),
        }))
      }),
    )
}
