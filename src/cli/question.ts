/** Asks the person at the terminal something, on standard error, so that the data on standard output stays clean. */
import type { CommandContext } from './command-context.ts'
import { StoppedError } from './stopping.ts'
import type { Terminal } from './terminal.ts'

export const canAsk = ({ stdin, stderr }: Pick<Terminal, 'stdin' | 'stderr'>): boolean =>
  stdin.isTTY === true && stderr.isTTY === true

export type Asking = Pick<CommandContext, 'terminal' | 'signal' | 'untimed'>

type Prompts = typeof import('@clack/prompts')
interface Streams {
  readonly input: Terminal['stdin']
  readonly output: Terminal['stderr']
  readonly signal: AbortSignal
}

/** Only where {@link canAsk}. @throws StoppedError when the person doesn't answer, but leaves. */
export async function ask<Answer extends string | boolean>(
  { terminal, signal, untimed }: Asking,
  question: (prompts: Prompts, streams: Streams) => Promise<Answer | symbol>,
): Promise<Answer> {
  const prompts = await import('@clack/prompts')
  const answer = await untimed(() => question(prompts, { input: terminal.stdin, output: terminal.stderr, signal }))
  if (typeof answer === 'symbol') throw new StoppedError()
  return answer
}
