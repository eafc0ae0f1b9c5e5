/** `navilink check`: every step from this machine to the heater, and what to do about the one that fails. */
import type { Command } from 'commander'
import type { CommandContext } from '../command-context.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import type { Run } from '../run-command.ts'
import { StoppedError } from '../stopping.ts'

interface CheckOptions {
  readonly json?: true
}

const examples = `
It only reads: the heater is asked for its status and its device info, and nothing is ever set. It connects under a
client id of its own, so that no program that runs is thrown out. --timeout is for each step. What is seen of MQTT 5 is
remembered, and from then on other commands speak it where the gateway does. It ends with the exit code of the first
step that failed.

Examples:
  $ navilink check
  $ navilink check --device 2                     one heater of several
  $ navilink check --json | jq '.[] | select(.ok == false)'`

export function define(command: Command, run: Run): void {
  command
    .option('--json', 'print JSON')
    .addHelpText('after', examples)
    // Its steps have a time each: a first one that hangs must not hide the others.
    .action((options: CheckOptions) => run('long', context => check(context, options)))
}

async function check(context: CommandContext, { json }: CheckOptions): Promise<ExitCode> {
  const { Checklist } = await import('../check/checklist.ts')
  const { takeSteps } = await import('../check/take-steps.ts')
  const { CheckLines, checkJson } = await import('../print/check-lines.ts')
  const { clock, timeout, signal, print, paint, terminal } = context
  const lines = new CheckLines({ paint, columns: terminal.stdout.columns })
  const list = new Checklist({
    ...{ clock, timeout, signal },
    report: step => (json ? Promise.resolve() : print(lines.lines(step))),
  })
  let stopped = false
  try {
    await takeSteps(list, context)
  } catch (error) {
    if (!(error instanceof StoppedError)) throw error
    stopped = true
  }
  if (json) await print(checkJson(list.done))
  else if (!stopped) await print(lines.summary(list.done))
  return stopped ? exitCode.interrupted : list.exit
}
