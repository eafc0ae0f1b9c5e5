/** A sample of an imported record: it isn't known why the heater said it. */
import { frameTrouble } from '../store/frame.ts'
import type { StoredSample } from '../store/store.ts'

export type ImportedSample = Pick<StoredSample, 'at' | 'connected' | 'raw'>

const earliest = Date.UTC(2010)
const day = 86_400_000

/** @param now a day later is the future, whichever clock is wrong. @returns undefined for a time at which one can have been. */
export function timeTrouble(at: number, now = Number.POSITIVE_INFINITY): string | undefined {
  if (!(at >= earliest)) return 'it lies before 2010'
  return at > now + day ? 'it lies in the future' : undefined
}

/** @returns why it can't be kept, as a sentence. */
export function keepingTrouble({ at, raw }: ImportedSample, now?: number): string | undefined {
  const time = timeTrouble(at, now)
  return time === undefined ? frameTrouble(raw) : `A sample of ${momentText(at)} can’t be: ${time}.`
}

const momentText = (at: number) => (Math.abs(at) <= 8.64e15 ? new Date(at).toISOString() : String(at))
