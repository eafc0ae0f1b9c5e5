/** Where e-mail and password come from when no setting has them: standard input, or a question on the terminal. */
import { text as readAll } from 'node:stream/consumers'
import { printable } from '../print/printable.ts'
import { type Asking, ask, canAsk } from '../question.ts'
import type { Terminal } from '../terminal.ts'
import { UsageError } from '../usage-error.ts'

/** The first line of standard input, for `--password-stdin`. */
export async function passwordFromStdin({ stdin }: Pick<Terminal, 'stdin'>): Promise<string> {
  const [line = ''] = (await readAll(stdin)).replace(/^\uFEFF/, '').split(/\r?\n/)
  if (line === '')
    throw new UsageError('Standard input is empty; --password-stdin takes the password from its first line.')
  return line
}

/** Asks on standard error, so that the data on standard output stays clean. */
export async function askPassword(context: Asking, email: string): Promise<string> {
  if (!canAsk(context.terminal))
    throw new UsageError(
      'There is no password and no terminal to ask on: set NAVILINK_PASSWORD, put it into .env, or use --password-stdin.',
    )
  return ask<string>(context, ({ password }, streams) =>
    password({
      ...streams,
      message: `Password of ${printable(email)}`,
      mask: '',
      validate: value => (value ? undefined : 'It is empty.'),
    }),
  )
}

/** Only where {@link canAsk}. */
export const askEmail = (context: Asking): Promise<string> =>
  ask<string>(context, ({ text }, streams) =>
    text({
      ...streams,
      message: 'E-mail of your NaviLink account',
      validate: value => (/^\s*\S+@\S+\s*$/.test(value ?? '') ? undefined : 'It is no e-mail address.'),
    }),
  ).then(email => email.trim())
