/** `navilink notifications`: of what the vendor's app notifies, shown and changed. */
import { Argument, type Command } from 'commander'
import type { PushSettings } from '#cloud/records'
import type { CommandContext } from '../command-context.ts'
import { type FormatFlags, formatOf, formatOptions } from '../output-format.ts'
import type { Run } from '../run-command.ts'
import { UsageError } from '../usage-error.ts'
import type { WriteFlags } from '../writing/write-flags.ts'

/** Ours for the cloud's names. */
const kinds = { faults: 'isErrorAlarm', descaling: 'isDescalingAlarm', others: 'isEtcAlarm' } as const
type Kind = keyof typeof kinds

const examples = `
They are for all phones of this account. A member of a household hasn't got
the one for descaling.

Examples:
  $ navilink notifications
  $ navilink notifications others off`

export function define(command: Command, run: Run): void {
  formatOptions(command)
    .addArgument(new Argument('[kind]', 'what to change').choices(Object.keys(kinds)))
    .addArgument(new Argument('[state]', 'to what').choices(['on', 'off']))
    .option('--dry-run', 'print what would be sent, and send nothing but questions')
    .addHelpText('after', examples)
    .action((kind: Kind | undefined, state: 'on' | 'off' | undefined, options: FormatFlags & WriteFlags) =>
      run('one-shot', context => (kind ? change(context, kind, state, options) : show(context, options))),
    )
}

async function show(context: CommandContext, options: FormatFlags & WriteFlags): Promise<undefined> {
  if (options.dryRun) throw new UsageError('--dry-run is for a change: navilink notifications faults on --dry-run.')
  const { withHeater } = await import('../account/account.ts')
  const { printRecord } = await import('../print/records-output.ts')
  await withHeater(context, async heater => {
    const settings: PushSettings = await heater.pushSettings({ signal: context.signal })
    const record = Object.entries(kinds).map(([kind, key]) => [kind, settings[key]] as const)
    await printRecord(context, formatOf(options), `Notifications of ${heater.name}`, Object.fromEntries(record))
  })
  return undefined
}

async function change(
  context: CommandContext,
  kind: Kind,
  state: 'on' | 'off' | undefined,
  options: FormatFlags & WriteFlags,
): Promise<undefined> {
  if (state === undefined) throw new UsageError(`${kind} takes on or off: navilink notifications ${kind} off.`)
  if (options.csv || options.table) throw new UsageError('--csv and --table are for navilink notifications by itself.')
  const { tellCloud } = await import('../writing/tell-cloud.ts')
  const on = state === 'on'
  return tellCloud(context, options, ({ name }) => ({
    record: { name, [kind]: on },
    sentence: `The app ${on ? 'notifies' : 'no longer notifies'} of ${kind} of ${name}.`,
    send: (heater, signal) => heater.setPushSettings({ [kinds[kind]]: on }, { signal }),
  }))
}
