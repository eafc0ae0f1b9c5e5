/** `navilink monitor`: watches a heater and keeps what it tells. */
import type { Command } from 'commander'
import type { Sample } from '#station/sample'
import type { CommandContext } from '../command-context.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import type { Run } from '../run-command.ts'
import { type WatchOptions, watchOptions } from '../watching/watch-options.ts'

const examples = `
Prints a line for each answer and for each change that the heater tells unasked. The CSV file is appended to, never
overwritten; its first row decides the unit of temperatures. Warnings go to standard error: faults, a charge under
20 %, an element at work, a heater that is offline or silent. Ctrl-C ends it with a summary; the exit code is 1 when
samples were lost, such as rows that a full disk did not take.

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

async function monitor(context: CommandContext, options: WatchOptions): Promise<ExitCode> {
  const { withHeater } = await import('../account/account.ts')
  const { sampleLine } = await import('../print/sample-line.ts')
  const { summaryLines } = await import('../print/summary-text.ts')
  const { watchPlan } = await import('../watching/watch-options.ts')
  const { watchTank } = await import('../watching/watch-tank.ts')
  const { terminal, clock, settings, print, note, signal } = context
  const { units } = settings
  const plan = await watchPlan(context, options)
  const { stdout } = terminal
  try {
    return await withHeater(context, async (heater, client): Promise<ExitCode> => {
      note(`Watching ${heater.name}; Ctrl-C ends it.`)
      const watch = {
        heater,
        client,
        logger: await context.log(),
        clock,
        wallClock: clock,
        ...plan,
        show: ({ at, status }: Sample) => print(`${sampleLine(at, status, units, stdout.columns)}\n`),
        warn: (sentence: string) => note(`! ${sentence}`),
      }
      const { summary, lost } = await watchTank(watch, signal)
      summaryLines(summary, plan.record, lost).forEach(note)
      return lost > 0 ? exitCode.failed : exitCode.done
    })
  } finally {
    await plan.record?.stop()
  }
}
