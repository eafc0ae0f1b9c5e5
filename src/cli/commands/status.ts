/** `navilink status`: what a heater does now, once or for as long as one likes. */
import type { Command } from 'commander'
import type { CommandContext } from '../command-context.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import { type FormatFlags, formatOf, formatOptions } from '../output-format.ts'
import type { Run } from '../run-command.ts'

export interface StatusOptions extends FormatFlags {
  readonly watch?: true
  readonly interval?: string
  readonly columns?: string
  readonly all?: true
}

const examples = `
The cloud is asked first whether it can reach the heater. When it can't, the command prints what the cloud still
knows and ends with 4.

Examples:
  $ navilink status
  $ navilink status --json | jq .status.dhwChargePer
  $ navilink status --watch --interval 1m --units metric`

export function define(command: Command, run: Run): void {
  formatOptions(command)
    .option('--watch', 'go on until Ctrl-C, a line a sample')
    .option('--interval <span>', 'with --watch, from one question to the next (default: 5m)')
    .option('--columns <names>', 'columns of the CSV: all, or names with commas between them')
    .option('--all', 'show sensors that most units are not fitted with')
    .addHelpText('after', examples)
    .action((options: StatusOptions) => run(options.watch ? 'long' : 'one-shot', context => status(context, options)))
}

async function status(context: CommandContext, options: StatusOptions): Promise<ExitCode> {
  const { withHeater } = await import('../account.ts')
  const { pollingInterval } = await import('../polling-interval.ts')
  const { printStatus, statusLineSink } = await import('../print/status-output.ts')
  const { signal, settings, log } = context
  const interval = pollingInterval(options.interval, context)
  const format = formatOf(options)
  const sink = options.watch ? statusLineSink(context, format, options) : undefined
  return withHeater(context, async (heater): Promise<ExitCode> => {
    if (!(await heater.connectivity({ signal })).connected) {
      const { printOffline } = await import('../print/status-output.ts')
      await printOffline(context, format, heater)
      return exitCode.heaterOffline
    }
    if (sink) {
      const { runFeed } = await import('#station/feed')
      await runFeed({ heater, interval, sinks: [sink], logger: log }, signal)
    } else
      await printStatus(context, format, heater, await heater.status({ signal }), { ...options, units: settings.units })
    return exitCode.done
  })
}
