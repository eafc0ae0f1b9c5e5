/** `navilink counters`: what a heater counted in its whole life. */
import type { Command } from 'commander'
import { type FormatFlags, formatOf, formatOptions } from '../output-format.ts'
import type { Run } from '../run-command.ts'

const examples = `
Energy, hours and starts of each part, and how often something went wrong. The
counters of hot water are 0 on units in daily use: nobody saw one that keeps
them. The vendor's app shows them to installers.

Examples:
  $ navilink counters
  $ navilink counters --json | jq .counters.cumulated_op_num_comp`

export function define(command: Command, run: Run): void {
  formatOptions(command)
    .addHelpText('after', examples)
    .action((options: FormatFlags) =>
      run('one-shot', async context => {
        const { askHeater } = await import('../ask-heater.ts')
        const { printCounters } = await import('../print/counters-output.ts')
        const format = formatOf(options)
        return askHeater(
          context,
          format,
          heater => heater.counters({ signal: context.signal }),
          (counters, { name }) => printCounters(context, format, name, counters),
        )
      }),
    )
}
