/** How far housekeeping has come with a heater, as the store remembers it. */
import type { Batch, Store } from '../store/store.ts'

export interface HeaterProgress {
  /** UTC days that are packed, ms since 1970: raw samples of them are late ones. */
  readonly packed?: { readonly from: number; readonly until: number }
  /** The first day that is not in the ledger yet, and the zone of which the days are. */
  readonly ledger?: { readonly until: string; readonly timeZone: string }
}

const keyOf = (heater: string) => `history/${heater}`

export const progressOf = async (store: Pick<Store, 'memory'>, heater: string): Promise<HeaterProgress> =>
  ((await store.memory(keyOf(heater))) ?? {}) as HeaterProgress

/** To be written together with what it tells of. */
export const withProgress = (heater: string, progress: HeaterProgress): Pick<Batch, 'memory'> => ({
  memory: { [keyOf(heater)]: progress },
})
