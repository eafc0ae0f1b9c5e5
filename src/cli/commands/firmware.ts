/** `navilink firmware`: what runs, what waits, and its installation. */
import type { Command } from 'commander'
import type { NaviLinkDevice } from '#heater/device'
import { commands } from '#schema/commands'
import type { DownloadedFirmware } from '#schema/downloaded-firmware'
import type { CommandContext } from '../command-context.ts'
import type { ExitCode } from '../exit-code.ts'
import { type FormatFlags, formatOf, formatOptions } from '../output-format.ts'
import type { Run } from '../run-command.ts'
import { UsageError } from '../usage-error.ts'
import type { Wish } from '../writing/tell-heater.ts'
import { outcomeCodes, type WriteFlags, yesOption } from '../writing/write-flags.ts'

const examples = `
What waits was downloaded by the heater itself. Some accounts may not see what
the cloud knows of firmware; the heater tells them its versions all the same.
${outcomeCodes}

Examples:
  $ navilink firmware
  $ navilink firmware commit                      asks before: there is no way back
  $ navilink firmware commit panel --dry-run`

export function define(command: Command, run: Run): void {
  formatOptions(command)
    .helpCommand(false)
    .addHelpText('after', examples)
    .action((options: FormatFlags) => run('one-shot', context => show(context, options)))
  yesOption(command.command('commit'))
    .description('Install what waits. The heater restarts; nobody has tried it from here.')
    .argument('[part]', 'which, when several wait')
    .option('--dry-run', 'print what would be sent, and send nothing but questions')
    .action((part: string | undefined, _, self: Command) =>
      run('one-shot', async context => {
        const flags = self.optsWithGlobals<WriteFlags & FormatFlags>()
        if (flags.csv || flags.table) throw new UsageError('--csv and --table are for navilink firmware by itself.')
        const { tellHeater } = await import('../writing/tell-heater.ts')
        return tellHeater(context, flags, await commitWish(part))
      }),
    )
}

async function show(context: CommandContext, options: FormatFlags): Promise<ExitCode> {
  const { askHeater } = await import('../asking/ask-heater.ts')
  const { firmwareRecords } = await import('../asking/firmware-parts.ts')
  const { printRecords } = await import('../print/records-output.ts')
  const format = formatOf(options)
  return askHeater(
    context,
    format,
    heater => firmwareRecords(heater, context.signal),
    async ({ parts, hidden }) => {
      if (hidden) context.note('What the cloud knows of its firmware is not available to this account.')
      await printRecords(
        context,
        format,
        parts.map(record => ({ ...record })),
      )
    },
  )
}

async function commitWish(part: string | undefined): Promise<Wish> {
  const { downloadedText } = await import('../asking/firmware-parts.ts')
  let meant: DownloadedFirmware | undefined
  const choose = async (heater: NaviLinkDevice, signal: AbortSignal) => {
    const waiting = await heater.downloadedFirmware({ signal })
    const fitting = waiting.filter(({ swCode }) => part === undefined || swCode === part)
    const [only, another] = fitting
    const list = waiting.map(downloadedText).join(', ')
    if (only === undefined)
      throw new UsageError(
        waiting.length === 0 ? 'No firmware waits to be installed.' : `None waits for ${part}; there is ${list}.`,
      )
    if (another) throw new UsageError(`Several wait: ${list}. Say which: navilink firmware commit ${only.swCode}.`)
    meant = only
    return only
  }
  return {
    command: 'commitFirmware',
    danger: commands.commitFirmware.danger,
    needless: async (heater, signal) => void (await choose(heater, signal)),
    async drawUp(heater, signal) {
      const { encodeValue } = await import('#schema/codec')
      const { downloadedFirmwareFields } = await import('#schema/downloaded-firmware')
      const { swCode, swVersion } = await choose(heater, signal)
      const commitOta = { swCode: encodeValue(downloadedFirmwareFields.swCode, swCode), swVersion }
      const { code, topic, reply, answer } = commands.commitFirmware
      return heater.drawUpRaw({ code, topic, reply, answer, fields: { commitOta } }, { signal })
    },
    send: async (heater, options) => heater.commitFirmware(meant as DownloadedFirmware, { ...options, danger: true }),
  }
}
