/** The record as the API tells it: whether it takes what comes, and how much there is of it. */
import { z } from 'zod'
import type { StationView } from '../../station-view.ts'
import type { Store } from '../../store/store.ts'
import { moment, momentText } from '../moment.ts'
import { recordingText } from '../told-text.ts'

export const recorderAnswer = z
  .strictObject({
    state: z.enum(['recording', 'waiting']).describe('`waiting`: the store takes nothing; it is tried again.'),
    problem: z.string().nullable(),
    since: moment,
    waiting: z.number().describe('Samples and gaps that are in memory only.'),
    lost: z.number().describe('Samples that were given up in this run.'),
  })
  .meta({ id: 'Recorder', description: 'What puts samples into the store.' })

export const recorderOf = ({
  recorder: { state, waiting, lost },
  store,
}: Pick<StationView, 'recorder' | 'store'>): z.output<typeof recorderAnswer> => ({
  state: state.kind,
  problem: state.problem === undefined ? null : recordingText(store.state),
  since: momentText(state.since.getTime()),
  waiting,
  lost,
})

export const storeAnswer = z
  .strictObject({
    kind: z.string(),
    state: z.enum(['ready', 'full', 'read-only', 'failed', 'closed']),
    bytes: z.number().nullable(),
    samples: z.number().nullable().describe('As they came, in no block.'),
    blocks: z.number().nullable().describe('Days of a heater that are packed.'),
    packedSamples: z.number().nullable(),
    journal: z.number().nullable(),
    gaps: z.number().nullable(),
  })
  .meta({ id: 'Store', description: 'The record; its numbers are null while it can’t be read.' })

export async function storeOf(store: Store): Promise<z.output<typeof storeAnswer>> {
  const { kind, state } = store
  const unknown = { bytes: null, samples: null, blocks: null, packedSamples: null, journal: null, gaps: null }
  return { kind, state, ...(await store.size().catch(() => unknown)) }
}
