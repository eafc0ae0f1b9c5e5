/** `navilink monitor`: watches a heater and keeps what it tells. */
import type { Command } from 'commander'
import type { CommandContext } from '../command-context.ts'
import type { Run } from '../run-command.ts'
import { type WatchOptions, watchOptions } from '../watch-options.ts'

const examples = `
Prints a line for each answer and for each change that the heater tells unasked. The CSV file is appended to, never
overwritten; its first row decides the unit of temperatures. Warnings go to standard error: faults, a charge under
20 %, an element at work, a heater that is offline or silent. Ctrl-C ends it with a summary.

Examples:
  $ navilink monitor
  $ navilink monitor --interval 5m --duration 24h --csv tank.csv
  $ navilink monitor --csv full.csv --columns all --units metric
  $ navilink monitor --csv few.csv --columns dhw_charge_percent,tank_upper_temp,current_inst_power`

export function define(command: Command, run: Run): void {
  watchOptions(command)
    .addHelpText('after', examples)
    .action((options: WatchOptions) => run('long', context => monitor(context, options)))
}

async function monitor(context: CommandContext, options: WatchOptions): Promise<undefined> {
  const { withHeater } = await import('../account.ts')
  const { sampleLine } = await import('../print/sample-line.ts')
  const { summaryText } = await import('../print/summary-text.ts')
  const { watchPlan } = await import('../watch-options.ts')
  const { watchTank } = await import('../watch-tank.ts')
  const { terminal, settings, print, note } = context
  const plan = await watchPlan(context, options)
  return withHeater(context, async (heater, client) => {
    note(`Watching ${heater.name}; Ctrl-C ends it.`)
    const summary = await watchTank(context, {
      heater,
      client,
      clock: terminal.clock,
      ...plan,
      show: ({ at, status }) => print(`${sampleLine(at, status, settings.units)}\n`),
      warn: sentence => note(`! ${sentence}`),
    })
    note(summaryText(summary, plan.csv?.name))
    return undefined
  })
}
