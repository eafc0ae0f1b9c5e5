/** Opens the record for one command, beside a station that writes there, and closes it again. */
import type { History } from '#station/history/history'
import type { Store } from '#station/store/store'
import { accountFlags, refuseFlags } from '../account/account-flags.ts'
import type { CommandContext } from '../command-context.ts'
import type { RecordFlags } from './record-flags.ts'

export interface OpenedRecord {
  readonly store: Store
  readonly history: History
}

/** Which file it is. @throws UsageError also for flags of an account, for nobody is asked. */
export async function recordFile(context: CommandContext, flags: RecordFlags): Promise<string> {
  const others = accountFlags.filter(flag => flag !== 'ca')
  refuseFlags(context.flags, 'The record is a file of this machine (--heater says which heater)', others)
  return (await import('../serving/store-file.ts')).storeFile(context, flags)
}

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
    return await work({ store, history: new History({ store, clock: context.clock, logger }) })
  } finally {
    await store.close()
  }
}

/** By the heaters' clock, which may run ahead of this machine's: a demo's does. */
export async function recordNow({ clock }: CommandContext, { history }: OpenedRecord, heater: string): Promise<number> {
  for await (const { at } of history.samples({ heater, backwards: true })) return Math.max(at + 1, clock.now())
  return clock.now()
}
