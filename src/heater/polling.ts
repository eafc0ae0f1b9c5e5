/** Does something again and again on a grid of time, so that a slow round doesn't push all later ones back. */
import { type Clock, sleep } from '#time/clock'
import { type Duration, millis, seconds } from '#time/duration'

export interface Schedule {
  readonly clock: Clock
  readonly interval: Duration
  /** Before the first round; none by default. */
  readonly delay?: Duration
  readonly signal: AbortSignal
}

/** More often than this would only burden heater and cloud. */
const shortestInterval = seconds(1)

/** @throws RangeError for an interval under a second. */
export function checkInterval(interval: Duration, what: string): void {
  if (!(interval >= shortestInterval && Number.isFinite(interval)))
    throw new RangeError(`The interval of ${what} is one second at least, and finite.`)
}

/**
 * Runs until the signal is aborted, or a round throws.
 * @param round is told whether it is the first.
 */
export async function onSchedule(
  { clock, interval, delay = millis(0), signal }: Schedule,
  round: (first: boolean) => Promise<void>,
): Promise<void> {
  let start = clock.now() + delay
  for (let tick = 0; !signal.aborted; ) {
    const wait = () => millis(start + tick * interval - clock.now())
    const tooLong = wait() - interval
    // The clock was set back, and the grid goes with it.
    if (tick > 0 && tooLong >= shortestInterval) start -= tooLong
    if (tick > 0 || delay > 0) await sleep(clock, wait(), signal).catch(() => {})
    if (signal.aborted) return
    await round(tick === 0)
    // A timer that was early asks no second time.
    tick = Math.max(tick + 1, Math.floor((clock.now() - start) / interval) + 1)
  }
}
