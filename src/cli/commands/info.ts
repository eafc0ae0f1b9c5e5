/** `navilink info`: what a heater is, its limits, and what it can do. */
import type { Command } from 'commander'
import type { CommandContext } from '../command-context.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import { type FormatFlags, formatOf, formatOptions } from '../output-format.ts'
import type { Run } from '../run-command.ts'

const examples = `
Examples:
  $ navilink info
  $ navilink info --json | jq .info.volumeCode`

export function define(command: Command, run: Run): void {
  formatOptions(command)
    .addHelpText('after', examples)
    .action((options: FormatFlags) => run('one-shot', context => info(context, options)))
}

async function info(context: CommandContext, options: FormatFlags): Promise<ExitCode> {
  const { withHeater } = await import('../account.ts')
  const { reachable } = await import('../reachable.ts')
  const { printInfo } = await import('../print/info-output.ts')
  const format = formatOf(options)
  return withHeater(context, async (heater): Promise<ExitCode> => {
    if (!(await reachable(heater, await context.log(), context.signal))) {
      const { printOffline } = await import('../print/status-output.ts')
      await printOffline(context, format, heater)
      return exitCode.heaterOffline
    }
    await printInfo(context, format, heater.name, await heater.info({ signal: context.signal }))
    return exitCode.done
  })
}
