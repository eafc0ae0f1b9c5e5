/** `navilink status`: what a heater does now, once or for as long as one likes. */
import type { Command } from 'commander'
import type { CommandContext } from '../command-context.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import { allWithoutTable, columnsWithoutCsv, type FormatFlags, formatOf, formatOptions } from '../output-format.ts'
import type { Run } from '../run-command.ts'
import { UsageError } from '../usage-error.ts'

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
  refuseCombinations(options)
  const { withHeater } = await import('../account/account.ts')
  const { csvColumns } = await import('../watching/csv-columns-flag.ts')
  const { pollingInterval } = await import('../watching/polling-interval.ts')
  const { reachable } = await import('../asking/reachable.ts')
  const { printOffline, printStatus, statusLineSink } = await import('../print/status-output.ts')
  const { signal, settings } = context
  const { units } = settings
  const format = formatOf(options)
  const columns = csvColumns(options.columns)
  const watch = options.watch && {
    interval: pollingInterval(options.interval, context),
    sinks: [statusLineSink(context, format, columns)],
  }
  return withHeater(context, async (heater, client): Promise<ExitCode> => {
    if (!(await reachable(heater, await context.log(), signal))) {
      await printOffline(context, format, heater)
      return exitCode.heaterOffline
    }
    if (!watch) {
      await printStatus(context, format, heater, await heater.status({ signal }), {
        columns,
        all: options.all === true,
        units,
      })
      return exitCode.done
    }
    const { runFeed } = await import('#station/feed')
    const { tellLink } = await import('../watching/tell-link.ts')
    const stopTelling = tellLink(client.link, context.clock, sentence => context.note(`! ${sentence}`))
    const { lost } = await runFeed(
      { heater, logger: await context.log(), clock: context.clock, ...watch },
      signal,
    ).finally(stopTelling)
    if (lost > 0) context.note(`${lost} samples could not be printed.`)
    return lost > 0 ? exitCode.failed : exitCode.done
  })
}

/** What one flag says, another one would have to ask for. */
function refuseCombinations(options: StatusOptions): void {
  const format = formatOf(options)
  if (options.interval !== undefined && !options.watch)
    throw new UsageError('--interval is from one question to the next; give --watch too.')
  if (options.columns !== undefined && format !== 'csv') throw new UsageError(columnsWithoutCsv)
  if (options.all && format !== 'table') throw new UsageError(allWithoutTable)
  if (options.all && options.watch)
    throw new UsageError('--all is for the table of one status; --watch prints a line a sample.')
}
