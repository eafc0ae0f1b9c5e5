/** The days of a heater that aren't in the ledger as they are at their end: those that are over and wait, and today. */
import type { Store } from '../store/store.ts'
import type { LocalDay, LocalDays } from './local-day.ts'
import { utcDay } from './packed-day.ts'
import { type HeaterProgress, progressOf } from './progress.ts'
import { firstTime } from './sample-reader.ts'

/** Days without a sample are in the ledger too, unless there are more in a row: then a clock was wrong. */
const longestHole = 400 * utcDay

/** In their order. */
export async function* openDays(store: Store, heater: string, days: LocalDays, now: number): AsyncGenerator<LocalDay> {
  let next = firstOpen(await progressOf(store, heater), days, now)
  while (!next || next.from <= now) {
    const sample = await firstTime(store, { heater, from: next?.from, until: now + 1 })
    const leap = sample !== undefined && (!next || sample - next.from > longestHole)
    const day = leap ? days.at(sample) : next
    if (!day) return
    yield day
    next = days.at(day.until)
  }
}

/** Whether the ledger has days to come: the clock was ahead. */
export const isAhead = ({ ledger }: HeaterProgress, days: LocalDays, now: number): boolean =>
  ledger?.timeZone === days.timeZone && ledger.until > days.at(now).name

function firstOpen(progress: HeaterProgress, days: LocalDays, now: number): LocalDay | undefined {
  const { ledger } = progress
  // In another zone days are other ones.
  if (ledger?.timeZone !== days.timeZone) return undefined
  return isAhead(progress, days, now) ? days.at(now) : days.named(ledger.until)
}
