/** Asks a heater for its status at an interval and hands out every status that comes, asked for or not. */
import { AuthenticationError, ConnectionError, UnsupportedError } from '#schema/errors'
import type { Clock } from '#time/clock'
import type { Duration } from '#time/duration'
import { checkInterval, onSchedule } from './polling.ts'
import type { Reading } from './reading.ts'

/** What a watch needs of a heater. */
export interface Watched {
  status(options: { signal: AbortSignal }): Promise<Reading>
  on(name: 'status', listener: (reading: Reading) => void): unknown
  off(name: 'status', listener: (reading: Reading) => void): unknown
}

/** How a heater is watched. */
export interface WatchOptions {
  /** From one question to the next. */
  readonly interval: Duration
  /** Ends the watch, quietly. */
  readonly signal?: AbortSignal | undefined
}

export interface WatchSetting {
  /** The one on which the interval runs. */
  readonly clock: Clock
  /** Ends every watch, as the signal does. */
  readonly closing?: AbortSignal
  /** Whether there is a link. Without one only the first question is asked, which opens it. */
  readonly online: () => boolean
  /** Is told of each question that stayed without an answer, or could not be asked; the watch goes on. */
  readonly missed: (error: unknown) => void
}

/** Readings that a slow reader may leave waiting; beyond that the oldest goes. */
const longestQueue = 1000

/** Why a question of the schedule was skipped. */
export const notAsked = () => new ConnectionError('The heater was not asked: there is no connection to the gateway.')

/**
 * Hands out every status but history.
 * @throws RangeError at once for an interval under a second.
 * @throws AuthenticationError or UnsupportedError, which no waiting would mend.
 */
export function watch(
  heater: Watched,
  options: WatchOptions,
  setting: WatchSetting,
): AsyncGenerator<Reading, void, undefined> {
  checkInterval(options.interval, 'a watch')
  return readings(heater, options, setting)
}

async function* readings(
  heater: Watched,
  { interval, signal }: WatchOptions,
  setting: WatchSetting,
): AsyncGenerator<Reading, void, undefined> {
  const queue: Reading[] = []
  const stop = new AbortController()
  const ends = [signal, setting.closing].filter(end => end !== undefined)
  let failure: unknown
  let wake = () => {}
  const arrived = (reading: Reading) => {
    if (reading.about.cause === 'history') return
    queue.push(reading)
    if (queue.length > longestQueue) queue.shift()
    wake()
  }
  const end = () => {
    stop.abort(ends.find(({ aborted }) => aborted)?.reason)
    wake()
  }
  if (ends.some(({ aborted }) => aborted)) return
  for (const each of ends) each.addEventListener('abort', end, { once: true })
  heater.on('status', arrived)
  const polling = poll(heater, interval, setting, stop.signal).catch(error => {
    if (!stop.signal.aborted) failure = error
    end()
  })
  try {
    while (true) {
      const reading = queue.shift()
      if (reading) yield reading
      else if (stop.signal.aborted) break
      else
        await new Promise<void>(resolve => {
          wake = resolve
        })
    }
    if (failure !== undefined) throw failure
  } finally {
    heater.off('status', arrived)
    for (const each of ends) each.removeEventListener('abort', end)
    stop.abort()
    await polling
  }
}

const poll = (
  heater: Watched,
  interval: Duration,
  { clock, online, missed }: WatchSetting,
  signal: AbortSignal,
): Promise<void> =>
  onSchedule({ clock, interval, signal }, async first => {
    if (!first && !online()) return missed(notAsked())
    try {
      await heater.status({ signal })
    } catch (error) {
      if (signal.aborted) return
      if (error instanceof AuthenticationError || error instanceof UnsupportedError) throw error
      missed(error)
    }
  })
