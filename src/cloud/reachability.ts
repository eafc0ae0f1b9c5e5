/** What can be learned of a cloud without an account: what its clocks say. */
import WebSocket from 'ws'
import { ConnectionError } from '#schema/errors'
import type { Clock } from '#time/clock'
import { type Duration, millis, minutes } from '#time/duration'
import type { Fetch } from './http.ts'
import { networkError } from './network-error.ts'

/** Signatures for the gateway that are further off are refused. */
export const tolerableSkew: Duration = minutes(5)

/** Two clocks at one moment, ms since 1970. */
export interface ClockPair {
  readonly ours: number
  readonly theirs: number
}

/** What our clock is ahead of theirs, below zero when it is behind; right to a second or so. */
export const ahead = ({ ours, theirs }: ClockPair): Duration => millis(ours - theirs)

/** @returns undefined when no `Date` was told. @param since when it was asked, by our clock. */
function pairOf(date: string | null | undefined, since: number, clock: Clock): ClockPair | undefined {
  const told = Date.parse(date ?? '')
  // The header is cut off to whole seconds.
  return Number.isFinite(told) ? { ours: (since + clock.now()) / 2, theirs: told + 500 } : undefined
}

/** The same `fetch`, that tells what the clock of whoever answered said. */
export function datedFetch(fetch: Fetch, clock: Clock, told: (pair: ClockPair) => void): Fetch {
  return async (input, init) => {
    const since = clock.now()
    const response = await fetch(input, init)
    const pair = pairOf(response.headers.get('date'), since, clock)
    if (pair) told(pair)
    return response
  }
}

/**
 * Knocks at the gateway without a signature, to be refused: AWS dates its refusals.
 * @returns undefined when it told no time. @throws ConnectionError, or the signal's reason.
 */
export function gatewayClock(gateway: URL, clock: Clock, signal: AbortSignal): Promise<ClockPair | undefined> {
  const since = clock.now()
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason)
    const socket = new WebSocket(gateway, ['mqtt'])
    const settle = (end: () => void) => {
      signal.removeEventListener('abort', aborted)
      end()
      socket.terminate()
    }
    const aborted = () => settle(() => reject(signal.reason))
    signal.addEventListener('abort', aborted, { once: true })
    socket.on('unexpected-response', (_, { headers }) => settle(() => resolve(pairOf(headers.date, since, clock))))
    socket.on('open', () => settle(() => resolve(undefined)))
    // Terminating it makes an error of its own, which comes too late to matter.
    socket.on('error', error =>
      settle(() => reject(error instanceof ConnectionError ? error : networkError(gateway.host, error))),
    )
  })
}
