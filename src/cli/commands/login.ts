/** `navilink login`: signs in with the password and keeps the session. */
import type { Command } from 'commander'
import { type FormatFlags, formatOf, formatOptions } from '../output-format.ts'
import type { Run } from '../run-command.ts'

const examples = `
Other commands then need neither e-mail nor password: the session renews itself for months. The password comes from
NAVILINK_PASSWORD, .env, --password-stdin, or a question on the terminal, and is never written anywhere.

Examples:
  $ navilink login                                asks for e-mail and password
  $ navilink login --email you@example.com
  $ pass show navilink | navilink login --email you@example.com --password-stdin`

export function define(command: Command, run: Run): void {
  formatOptions(command)
    .addHelpText('after', examples)
    .action((options: FormatFlags) =>
      run('one-shot', async context => {
        const { account } = await import('../account/account.ts')
        const { askPassword } = await import('../account/password.ts')
        const { printRecord } = await import('../print/records-output.ts')
        const opened = await account(context, { asks: true })
        const client = opened.client(opened.password ?? (await askPassword(context, opened.email)))
        const log = await context.log()
        try {
          log.info({}, 'Signing in')
          await client.signIn({ signal: context.signal })
        } finally {
          await client.close()
        }
        const record = {
          email: opened.email,
          cloud: context.settings.cloud ?? 'NaviLink',
          kept_in: opened.folder ?? 'nowhere',
        }
        await printRecord(context, formatOf(options), 'Signed in', record)
        return undefined
      }),
    )
}
