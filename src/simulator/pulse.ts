/** One timer for many heaters, so that a thousand of them cost no more ticks than one. */
import type { Clock } from '#time/clock'
import type { Duration } from '#time/duration'

/** A clock that calls back, whatever period is asked for, in its own. The timer runs while somebody listens. */
export function pulse(clock: Clock, period: Duration): Clock {
  const callbacks = new Set<{ readonly call: () => void }>()
  let stop: (() => void) | undefined
  return {
    now: () => clock.now(),
    after: (span, callback) => clock.after(span, callback),
    every(_, call) {
      const entry = { call }
      callbacks.add(entry)
      stop ??= clock.every(period, () => {
        for (const { call } of [...callbacks]) call()
      })
      return () => {
        callbacks.delete(entry)
        if (callbacks.size > 0) return
        stop?.()
        stop = undefined
      }
    },
  }
}
