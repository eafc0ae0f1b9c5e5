/** A sample of an imported record: it isn't known why the heater said it. */
import type { StoredSample } from '../store/store.ts'

export type ImportedSample = Pick<StoredSample, 'at' | 'connected' | 'raw'>
