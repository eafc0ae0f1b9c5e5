/** Where the password comes from when no setting has it: standard input, or a question on the terminal without echo. */
import { text as readAll } from 'node:stream/consumers'
import type { CommandContext } from './command-context.ts'
import { StoppedError } from './stopping.ts'
import type { Terminal } from './terminal.ts'
import { UsageError } from './usage-error.ts'

/** The first line of standard input, for `--password-stdin`. */
export async function passwordFromStdin({ stdin }: Pick<Terminal, 'stdin'>): Promise<string> {
  const [line = ''] = (await readAll(stdin)).replace(/^\uFEFF/, '').split(/\r?\n/)
  if (line === '')
    throw new UsageError('Standard input is empty; --password-stdin takes the password from its first line.')
  return line
}

export const canAsk = ({ stdin, stderr }: Pick<Terminal, 'stdin' | 'stderr'>): boolean =>
  stdin.isTTY === true && stderr.isTTY === true

/** Asks on standard error, so that the data on standard output stays clean. */
export async function askPassword(
  { terminal, signal }: Pick<CommandContext, 'terminal' | 'signal'>,
  email: string,
): Promise<string> {
  if (!canAsk(terminal))
    throw new UsageError(
      'There is no password and no terminal to ask on: set NAVILINK_PASSWORD, put it into .env, or use --password-stdin.',
    )
  const { password, isCancel } = await import('@clack/prompts')
  const answer = await password({
    message: `Password of ${email}`,
    mask: '',
    input: terminal.stdin,
    output: terminal.stderr,
    signal,
    validate: value => (value ? undefined : 'It is empty.'),
  })
  if (isCancel(answer)) throw new StoppedError()
  return answer
}
