/** Where imported samples go: into the file, or through the station that writes it. */
import type { ImportedSample } from '#station/exchange/imported-sample'
import { type ImportedSpan, type Kept, keepSamples, settleGaps } from '#station/exchange/keep-imported'
import type { StoredHeater } from '#station/store/store'
import type { CommandContext } from '../command-context.ts'
import { type OpenedRecord, withRecord } from './open-record.ts'
import type { StationCalls } from './station-calls.ts'

export interface SampleKeeper {
  /** @param samples so many at most as `atOnce` says. */
  keep(samples: readonly ImportedSample[]): Promise<Kept>
  /** Once for a file, when all of it is kept. */
  settle(span: ImportedSpan): Promise<{ readonly gaps: number }>
  readonly atOnce: number
}

/** @param heater one that the record may not know yet. */
export async function withKeeper<Result>(
  context: CommandContext,
  {
    file,
    station,
    heater,
  }: { readonly file: string; readonly station: StationCalls | undefined; readonly heater: StoredHeater },
  work: (keeper: SampleKeeper) => Promise<Result>,
): Promise<Result> {
  if (station !== undefined) return work(stationKeeper(station, heater.id))
  return withRecord(context, file, { readOnly: false }, async record => {
    const known = await record.store.heaters()
    if (!known.some(({ id }) => id === heater.id)) await record.store.write({ heaters: [heater] })
    const keeper = new FileKeeper(record, heater.id)
    const result = await work(keeper)
    await keeper.note()
    // What a station does from time to time.
    await record.history.keep(context.signal)
    return result
  })
}

class FileKeeper implements SampleKeeper {
  readonly atOnce = 1000
  readonly #record: OpenedRecord
  readonly #heater: string
  #kept = 0

  constructor(record: OpenedRecord, heater: string) {
    this.#record = record
    this.#heater = heater
  }

  async keep(samples: readonly ImportedSample[]): Promise<Kept> {
    const { store, history, clock } = this.#record
    const result = await keepSamples({ store, history, heater: this.#heater, now: clock.now() }, samples)
    this.#kept += result.kept
    return result
  }

  settle(span: ImportedSpan): Promise<{ readonly gaps: number }> {
    return settleGaps({ ...this.#record, heater: this.#heater }, span)
  }

  /** In the journal, as a station does. */
  async note(): Promise<void> {
    if (this.#kept === 0) return
    const at = this.#record.clock.now()
    const data = { samples: this.#kept, by: 'command line' }
    const text = `${this.#kept} samples were imported.`
    await this.#record.store.write({
      journal: [{ at, heater: this.#heater, kind: 'station', who: 'us', text, data }],
    })
  }
}

function stationKeeper(station: StationCalls, heater: string): SampleKeeper {
  const path = `/api/v1/heaters/${heater}/history/import`
  return {
    // A station lets a caller change something thirty times a minute.
    atOnce: 5000,
    async keep(samples) {
      const { kept, known } = await station.post(path, { samples })
      return { kept: Number(kept), known: Number(known) }
    },
    async settle(settle) {
      const { gaps } = await station.post(path, { samples: [], settle })
      return { gaps: Number(gaps) }
    },
  }
}
