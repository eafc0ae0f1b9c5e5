/** `navilink counters`: what a heater counted in its whole life. */
import type { Command } from 'commander'
import { askingCommand } from '../asking/asking-command.ts'
import type { Run } from '../run-command.ts'

const examples = `
Energy, hours and starts of each part, and how often something went wrong. The
counters of hot water are 0 on units in daily use: nobody saw one that keeps
them. The vendor's app shows them to installers.

Examples:
  $ navilink counters
  $ navilink counters --json | jq .counters.cumulated_op_num_comp`

export function define(command: Command, run: Run): void {
  askingCommand(command, run, {
    help: examples,
    ask: (heater, signal) => heater.counters({ signal }),
    show: async (context, format, counters, name) => {
      const { printCounters } = await import('../print/counters-output.ts')
      await printCounters(context, format, name, counters)
    },
  })
}
