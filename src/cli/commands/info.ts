/** `navilink info`: what a heater is, its limits, and what it can do. */
import type { Command } from 'commander'
import { askingCommand } from '../asking/asking-command.ts'
import type { Run } from '../run-command.ts'

const examples = `
Examples:
  $ navilink info
  $ navilink info --json | jq .info.volumeCode`

export function define(command: Command, run: Run): void {
  askingCommand(command, run, {
    help: examples,
    ask: (heater, signal) => heater.info({ signal }),
    show: async (context, format, info, name) => {
      const { printInfo } = await import('../print/info-output.ts')
      await printInfo(context, format, name, info)
    },
  })
}
