/** The course of every command that changes something in the cloud's books, and asks the heater nothing. */
import type { NaviLinkDevice } from '#heater/device'
import type { CommandContext } from '../command-context.ts'
import type { FlatRecord } from '../print/records-output.ts'
import { asUsage } from '../usage-error.ts'
import { mustBeAllowedToChange } from './may-change.ts'
import type { WriteFlags } from './write-flags.ts'

export interface Entry {
  /** For `--json` and `--dry-run`. */
  readonly record: FlatRecord
  /** For people, when it is done. */
  readonly sentence: string
  send(heater: NaviLinkDevice, signal: AbortSignal): Promise<void>
}

export async function tellCloud(
  context: CommandContext,
  flags: WriteFlags,
  entryOf: (heater: NaviLinkDevice) => Entry,
): Promise<undefined> {
  const { withHeater } = await import('../account/account.ts')
  const { recordJson } = await import('../print/records-output.ts')
  const { printable } = await import('../print/printable.ts')
  const { whileWaiting } = await import('../progress.ts')
  const { signal, print } = context
  if (!flags.dryRun) mustBeAllowedToChange(context)
  await withHeater(context, async heater => {
    const { record, sentence, send } = entryOf(heater)
    if (flags.dryRun) return print(`${recordJson(record)}\n`)
    try {
      await whileWaiting(context, 'Telling the cloud', () => send(heater, signal))
    } catch (error) {
      throw asUsage(error)
    }
    await print(flags.json ? `${recordJson(record)}\n` : `${printable(sentence)}\n`)
  })
  return undefined
}
