/** `navilink logout`: forgets the saved session. */
import type { Command } from 'commander'
import { type FormatFlags, formatOf, formatOptions } from '../output-format.ts'
import type { Run } from '../run-command.ts'

const examples = `
Only this machine forgets: the cloud has no call for it, and its tokens end by themselves.

Example:
  $ navilink logout`

export function define(command: Command, run: Run): void {
  formatOptions(command)
    .addHelpText('after', examples)
    .action((options: FormatFlags) =>
      run('one-shot', async context => {
        const { account } = await import('../account/account.ts')
        const { printRecord } = await import('../print/records-output.ts')
        const opened = await account(context)
        const client = opened.client()
        try {
          await client.signOut()
        } finally {
          await client.close()
        }
        const record = { email: opened.email, cloud: context.settings.cloud ?? 'NaviLink' }
        await printRecord(context, formatOf(options), 'Signed out', record)
        return undefined
      }),
    )
}
