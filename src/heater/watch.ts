/** Asks a heater for its status at an interval and hands out every status that comes, asked for or not. */
import { AuthenticationError, UnsupportedError } from '#schema/errors'
import { type Clock, sleep } from '#time/clock'
import { type Duration, millis, seconds } from '#time/duration'
import type { Reading } from './reading.ts'

/** What a watch needs of a heater. */
export interface Watched {
  status(options: { signal: AbortSignal }): Promise<Reading>
  on(name: 'status', listener: (reading: Reading) => void): unknown
  off(name: 'status', listener: (reading: Reading) => void): unknown
}

export interface WatchOptions {
  /** From one question to the next. */
  readonly interval: Duration
  /** Ends the watch, quietly. */
  readonly signal?: AbortSignal | undefined
}

/** More often than this would only burden heater and cloud. */
const shortestInterval = seconds(1)

/** Readings that a slow reader may leave waiting; beyond that the oldest goes. */
const longestQueue = 1000

/**
 * @param clock the one on which the interval runs.
 * @param missed is told of each question that stayed without an answer; the watch goes on.
 * @throws RangeError at once for an interval under a second.
 * @throws AuthenticationError or UnsupportedError, which no waiting would mend.
 */
export function watch(
  heater: Watched,
  options: WatchOptions,
  clock: Clock,
  missed: (error: unknown) => void,
): AsyncGenerator<Reading, void, undefined> {
  if (!(options.interval >= shortestInterval && Number.isFinite(options.interval)))
    throw new RangeError('The interval of a watch is one second at least, and finite.')
  return readings(heater, options, clock, missed)
}

async function* readings(
  heater: Watched,
  { interval, signal }: WatchOptions,
  clock: Clock,
  missed: (error: unknown) => void,
): AsyncGenerator<Reading, void, undefined> {
  const queue: Reading[] = []
  const stop = new AbortController()
  let failure: unknown
  let wake = () => {}
  const arrived = (reading: Reading) => {
    queue.push(reading)
    if (queue.length > longestQueue) queue.shift()
    wake()
  }
  const end = () => {
    stop.abort(signal?.reason)
    wake()
  }
  if (signal?.aborted) return
  signal?.addEventListener('abort', end, { once: true })
  heater.on('status', arrived)
  const polling = poll(heater, interval, clock, missed, stop.signal).catch(error => {
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
    signal?.removeEventListener('abort', end)
    stop.abort()
    await polling
  }
}

async function poll(
  heater: Watched,
  interval: Duration,
  clock: Clock,
  missed: (error: unknown) => void,
  signal: AbortSignal,
): Promise<void> {
  const start = clock.now()
  for (let tick = 0; !signal.aborted; ) {
    try {
      await heater.status({ signal })
    } catch (error) {
      if (signal.aborted) return
      if (error instanceof AuthenticationError || error instanceof UnsupportedError) throw error
      missed(error)
    }
    // On the grid, so that a slow answer doesn't push all later questions back; a timer that was early asks no second time.
    tick = Math.max(tick + 1, Math.floor((clock.now() - start) / interval) + 1)
    await sleep(clock, millis(start + tick * interval - clock.now()), signal)
  }
}
