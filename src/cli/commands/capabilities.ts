/** `navilink capabilities`: what can be set on this unit, and in which range. */
import type { Command } from 'commander'
import { askingCommand } from '../asking/asking-command.ts'
import type { Run } from '../run-command.ts'

const examples = `
It is what the unit says of itself. What it doesn't tell is neither yes nor
no: setting it may work.

Examples:
  $ navilink capabilities
  $ navilink capabilities --json | jq .capabilities.recirculation`

export function define(command: Command, run: Run): void {
  askingCommand(command, run, {
    help: examples,
    ask: async (heater, signal) => {
      await heater.info({ signal })
      return heater.capabilities
    },
    show: async (context, format, told, name) => {
      const { printCapabilities } = await import('../print/capabilities-output.ts')
      await printCapabilities(context, format, name, told)
    },
  })
}
