/** `navilink capabilities`: what can be set on this unit, and in which range. */
import type { Command } from 'commander'
import { type FormatFlags, formatOf, formatOptions } from '../output-format.ts'
import type { Run } from '../run-command.ts'

const examples = `
It is what the unit says of itself. What it doesn't tell is neither yes nor
no: setting it may work.

Examples:
  $ navilink capabilities
  $ navilink capabilities --json | jq .capabilities.recirculation`

export function define(command: Command, run: Run): void {
  formatOptions(command)
    .addHelpText('after', examples)
    .action((options: FormatFlags) =>
      run('one-shot', async context => {
        const { askHeater } = await import('../ask-heater.ts')
        const { printCapabilities } = await import('../print/capabilities-output.ts')
        const format = formatOf(options)
        return askHeater(
          context,
          format,
          async heater => {
            await heater.info({ signal: context.signal })
            return heater.capabilities
          },
          (told, { name }) => printCapabilities(context, format, name, told),
        )
      }),
    )
}
