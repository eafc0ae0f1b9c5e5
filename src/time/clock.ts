/** Where time comes from. Everything that waits or looks at the time is given one of these, so that a test can live through a month in a second. */
import { type Duration, millis } from './duration.ts'

export interface Clock {
  /** Milliseconds since 1970, UTC. */
  now(): number
  /** Calls back once. The returned function takes the call back, also when it is too late. */
  after(span: Duration, callback: () => void): () => void
  /** Calls back again and again until the returned function is called. */
  every(span: Duration, callback: () => void): () => void
}

/** A timer of Node's holds 2^31-1 ms at most and fires at once beyond that. */
const longest = 2_147_000_000

/** The machine's own clock. */
export const wallClock: Clock = {
  now: () => Date.now(),
  after(span, callback) {
    if (span > longest) {
      let cancel = wallClock.after(millis(longest), () => {
        cancel = wallClock.after(millis(span - longest), callback)
      })
      return () => cancel()
    }
    const timer = setTimeout(callback, span)
    return () => clearTimeout(timer)
  },
  every(span, callback) {
    if (span > longest) {
      const round = () => {
        cancel = wallClock.after(span, round)
        callback()
      }
      let cancel = wallClock.after(span, round)
      return () => cancel()
    }
    const timer = setInterval(callback, span)
    return () => clearInterval(timer)
  },
}

/** A clock that starts at `start` and runs `speed` times as fast as `base`: the heater's time in a simulation. */
export function fastClock(base: Clock, speed: number, start: number = base.now()): Clock {
  const origin = base.now()
  return {
    now: () => start + (base.now() - origin) * speed,
    after: (span, callback) => base.after(millis(span / speed), callback),
    every: (span, callback) => base.every(millis(span / speed), callback),
  }
}

/** Resolves after `span`; rejects with the signal's reason as soon as it is aborted. */
export function sleep(clock: Clock, span: Duration, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason)
    const aborted = () => {
      cancel()
      reject(signal?.reason)
    }
    const cancel = clock.after(span, () => {
      signal?.removeEventListener('abort', aborted)
      resolve()
    })
    signal?.addEventListener('abort', aborted, { once: true })
  })
}

/**
 * A signal that aborts with `reason()` when `span` is over, if there is one, or as soon as one of `outers` does.
 * Call `done()` when the work ended: it stops the timer and lets go of them. `AbortSignal.any` has no such end, and on
 * Node 22 a signal that lives for years keeps a little of every one that was made of it.
 */
export function deadline(
  clock: Clock,
  span: Duration | undefined,
  reason: () => Error,
  ...outers: readonly (AbortSignal | undefined)[]
): { readonly signal: AbortSignal; done(): void } {
  const controller = new AbortController()
  const cancel = span === undefined ? () => {} : clock.after(span, () => controller.abort(reason()))
  const forwards = outers.map(outer => {
    const forward = () => controller.abort(outer?.reason)
    if (outer?.aborted) forward()
    else outer?.addEventListener('abort', forward, { once: true })
    return () => outer?.removeEventListener('abort', forward)
  })
  return {
    signal: controller.signal,
    done() {
      cancel()
      for (const letGo of forwards) letGo()
    },
  }
}
