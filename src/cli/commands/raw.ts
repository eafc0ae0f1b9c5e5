/** `navilink raw`: asks a query of the command table and prints the answer as it came, or sends what no table has. */
import { Argument, type Command } from 'commander'
import type { NaviLinkDevice } from '#heater/device'
import { askable, rawWanted } from '../asking/raw-request.ts'
import type { CommandContext } from '../command-context.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import { packed } from '../print/wrapped.ts'
import type { Run } from '../run-command.ts'
import { UsageError } from '../usage-error.ts'
import { yesOption } from '../writing/write-flags.ts'

interface RawFlags {
  readonly fields?: string
  readonly danger?: true
  readonly dryRun?: true
  readonly yes?: true
}

const danger = 'What the vendor’s app never sends may do anything, and somebody may have to walk to the heater.'

const examples = `
Queries: ${packed([...askable], 68, ', ').join(',\n  ')}.
A request in JSON has a code and a topic, and may have reply, answer (status,
device-info, other) and fields. It goes out as it is, checked by nobody, and
wants --danger.

Examples:
  $ navilink raw reservations
  $ navilink raw dailyEnergy --fields '{"year": 2026, "month": [11]}'
  $ navilink raw '{"code": 16777228, "topic": "st/td/rd", "reply": "td/rd"}' --danger --dry-run`

export function define(command: Command, run: Run): void {
  const argument = new Argument('<query>', 'its name, or a request in JSON')
  // For completion alone.
  argument.argChoices = [...askable]
  yesOption(command)
    .addArgument(argument)
    .option('--fields <json>', 'what a query takes beside its number')
    .option('--danger', 'send what is no query of the table')
    .option('--dry-run', 'print what would be sent, and send nothing but questions')
    .addHelpText('after', examples)
    .action((text: string, flags: RawFlags) => run('one-shot', context => raw(context, text, flags)))
}

async function raw(context: CommandContext, text: string, flags: RawFlags): Promise<ExitCode> {
  const { request, query } = rawWanted(text, flags.fields)
  if (!query && !flags.danger) throw new UsageError(`${danger} --danger says that you know.`)
  const { withHeater } = await import('../account/account.ts')
  const { mustBeAllowedToChange } = await import('../writing/may-change.ts')
  const { jsonText } = await import('../print/printable.ts')
  const { whileWaiting } = await import('../progress.ts')
  const { reachable } = await import('../asking/reachable.ts')
  const { signal } = context
  if (!query && !flags.dryRun) mustBeAllowedToChange(context)
  return withHeater(context, async (heater: NaviLinkDevice): Promise<ExitCode> => {
    if (!(await reachable(heater, await context.log(), signal))) {
      const { printOffline } = await import('../print/status-output.ts')
      await printOffline(context, 'json', heater)
      return exitCode.heaterOffline
    }
    if (!query && !flags.dryRun) {
      const { mustBeMeant } = await import('../writing/confirmation.ts')
      await mustBeMeant(context, { danger, doing: 'Send it?', yes: flags.yes })
    }
    const told = await whileWaiting(context, `Asking ${heater.name}`, async (): Promise<object> => {
      if (flags.dryRun) return heater.drawUpRaw(request, { signal })
      if (query) return heater.ask(query, { fields: request.fields, signal })
      return heater.raw(request, { danger: true, signal })
    })
    await context.print(`${jsonText(told, 2)}\n`)
    return exitCode.done
  })
}
