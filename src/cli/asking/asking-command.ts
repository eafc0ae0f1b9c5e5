/** Makes a command of a question to one heater, whose answer is printed as a table, JSON or CSV. */
import type { Command } from 'commander'
import type { NaviLinkDevice } from '#heater/device'
import type { CommandContext } from '../command-context.ts'
import { type FormatFlags, formatOf, formatOptions, type OutputFormat } from '../output-format.ts'
import type { Run } from '../run-command.ts'

export interface Question<Told> {
  /** After the options in its help. */
  readonly help: string
  ask(heater: NaviLinkDevice, signal: AbortSignal): Promise<Told>
  show(context: CommandContext, format: OutputFormat, told: Told, name: string): Promise<void>
}

export const askingCommand = <Told>(command: Command, run: Run, { help, ask, show }: Question<Told>): Command =>
  formatOptions(command)
    .addHelpText('after', help)
    .action((flags: FormatFlags) =>
      run('one-shot', async context => {
        const { askHeater } = await import('./ask-heater.ts')
        const format = formatOf(flags)
        return askHeater(
          context,
          format,
          heater => ask(heater, context.signal),
          (told, { name }) => show(context, format, told, name),
        )
      }),
    )
