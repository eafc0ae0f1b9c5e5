/** `navilink devices`: the heaters of the account. */
import type { Command } from 'commander'
import { type FormatFlags, formatOf, formatOptions } from '../output-format.ts'
import type { Run } from '../run-command.ts'

const examples = `
Products other than the NWP500 are listed too; nothing else can be asked of them.

Examples:
  $ navilink devices
  $ navilink devices --json
  $ navilink status --device 2                    the second of the list`

export function define(command: Command, run: Run): void {
  formatOptions(command)
    .addHelpText('after', examples)
    .action((options: FormatFlags) =>
      run('one-shot', async context => {
        const { withHeaters } = await import('../account/account.ts')
        const { deviceRecord, deviceWords } = await import('../print/device-record.ts')
        const { printRecords } = await import('../print/records-output.ts')
        const format = formatOf(options)
        await withHeaters(context, async heaters => {
          if (heaters.length === 0)
            context.note('There is no heater in this account; add yours in the NaviLink app first.')
          if (heaters.length > 0 || format === 'json')
            await printRecords(context, format, heaters.map(deviceRecord), deviceWords)
        })
        return undefined
      }),
    )
}
