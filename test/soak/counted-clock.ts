/** A clock that counts the timers of one who was given it, where others use the same clock. */
import type { Clock } from '#time/clock'

export interface CountedClock extends Clock {
  /** How many timers wait: 0 when everything was cleaned up. */
  readonly pending: number
}

export function countedClock(clock: Clock): CountedClock {
  const waiting = new Set<object>()
  return {
    now: () => clock.now(),
    after(span, callback) {
      const timer = {}
      waiting.add(timer)
      const cancel = clock.after(span, () => {
        waiting.delete(timer)
        callback()
      })
      return () => {
        waiting.delete(timer)
        cancel()
      }
    },
    every(span, callback) {
      const timer = {}
      waiting.add(timer)
      const cancel = clock.every(span, callback)
      return () => {
        waiting.delete(timer)
        cancel()
      }
    },
    get pending() {
      return waiting.size
    },
  }
}
