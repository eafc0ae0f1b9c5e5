/** What is changed through the API beside heaters is in the journal too, and told to who listens. */
import type { JournalEntry } from '../journal/journal-entry.ts'
import type { StationView } from '../station-view.ts'
import type { Caller } from './caller.ts'

export const stationEntry = (
  { clock }: Pick<StationView, 'clock'>,
  { name }: Caller,
  text: string,
  data: Readonly<Record<string, unknown>> = {},
): JournalEntry => ({ at: clock.now(), kind: 'station', who: 'us', text, data: { ...data, by: name } })

/** What the store gave back. */
export function tellEntries({ news }: Pick<StationView, 'news'>, entries: readonly JournalEntry[]): void {
  for (const entry of entries) news.tell({ kind: 'journal', entry })
}
