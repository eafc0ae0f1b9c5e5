/** What the journal knows of a heater from one run of the station to the next. */
import type { PresenceState } from '#heater/presence'
import type { Store } from '../store/store.ts'
import type { KnownFaults } from './fault-changes.ts'
import type { KnownInfo } from './info-changes.ts'
import type { KnownSchedules } from './schedule-changes.ts'
import type { Settings } from './watched-settings.ts'

export interface HeaterMemory {
  readonly settings?: Settings | undefined
  /** When its mode was chosen, ms since 1970; undefined where nobody saw it. */
  readonly modeSince?: number | undefined
  /** The last one that is for good, which the heater goes back to after electric mode or a vacation. */
  readonly modeBefore?: string | undefined
  readonly faults?: KnownFaults | undefined
  readonly info?: KnownInfo | undefined
  readonly presence?: { readonly state: PresenceState; readonly since: number } | undefined
  readonly schedules?: KnownSchedules | undefined
}

export const memoryKey = (heater: string): string => `journal ${heater}`

export async function keptMemory(store: Pick<Store, 'memory'>, heater: string): Promise<HeaterMemory> {
  const kept = await store.memory(memoryKey(heater))
  return typeof kept === 'object' && kept !== null && !Array.isArray(kept) ? kept : {}
}
