/** Opens the record for one command, beside a station that writes there, and closes it again. */
import type { History } from '#station/history/history'
import type { Store } from '#station/store/store'
import type { Clock } from '#time/clock'
import { accountFlags, refuseFlags } from '../account/account-flags.ts'
import type { CommandContext } from '../command-context.ts'
import type { HeaterFlag, RecordFlags } from './record-flags.ts'

export interface OpenedRecord {
  readonly store: Store
  readonly history: History
  /** The heaters'. */
  readonly clock: Pick<Clock, 'now'>
}

/**
 * Which file it is. @throws UsageError also for flags of an account, for nobody is asked.
 * @param meaningful flags of an account that say something here.
 */
export async function recordFile(
  context: CommandContext,
  flags: RecordFlags,
  meaningful: readonly (typeof accountFlags)[number][] = [],
): Promise<string> {
  const others = accountFlags.filter(flag => flag !== 'ca' && !meaningful.includes(flag))
  refuseFlags(context.flags, 'The record is a file of this machine (--heater says which heater)', others)
  return (await import('../serving/store-file.ts')).storeFile(context, flags)
}

/** `--device` says the same to those who know it from other commands. */
export const wantedHeater = ({ flags: { device } }: Pick<CommandContext, 'flags'>, { heater }: HeaterFlag) =>
  heater ?? device

/** @throws StoreError */
export async function withRecord<Result>(
  context: CommandContext,
  file: string,
  { readOnly }: { readonly readOnly: boolean },
  work: (record: OpenedRecord) => Promise<Result>,
): Promise<Result> {
  const { openStore } = await import('#station/store/sqlite/open-store')
  const { History } = await import('#station/history/history')
  const logger = await context.log()
  const store = await openStore(file, { readOnly, logger })
  try {
    const clock = await heatersClock(context, store)
    return await work({ store, history: new History({ store, clock, logger }), clock })
  } finally {
    await store.close()
  }
}

/** The heaters' clock may run ahead of this machine's: a demo's does. The station notes how far it came. */
async function heatersClock({ clock }: CommandContext, store: Store): Promise<Pick<Clock, 'now'>> {
  const [run] = await store.runs(1)
  const ahead = Math.max(0, (run?.alive ?? 0) + 1 - clock.now())
  return { now: () => clock.now() + ahead }
}
