/** The way to a heater's topics, as a heater sees it: is it open, and send this. */
import { ConnectionError } from '#schema/errors'
import type { Duration } from '#time/duration'

export interface SendOptions {
  readonly qos: 0 | 1
  /** The gateway may forget it after this long, where the protocol has words for that. */
  readonly expiry?: Duration | undefined
  readonly signal?: AbortSignal | undefined
}

export interface HeaterLink {
  readonly online: boolean
  /** The gateway had kept the session of this connection, and may hand out what it stored meanwhile. */
  readonly resumed: boolean
  /** Tells when the link comes online (everything subscribed) or is lost. @returns what ends it. */
  onChange(listener: (online: boolean) => void): () => void
  /**
   * Resolves when the gateway acknowledged it (QoS 1) or it was sent (QoS 0).
   * @throws ConnectionError at once when offline, TimeoutError, and RefusedError when the gateway says no.
   */
  send(topic: string, payload: string, options: SendOptions): Promise<void>
}

/** A signal that aborts when the link is lost. Call `done()` when the work ended. */
export function untilLost(link: HeaterLink): { readonly signal: AbortSignal; done(): void } {
  const lost = new AbortController()
  const done = link.onChange(online => {
    if (!online) lost.abort(new ConnectionError('The connection to the gateway was lost before the heater answered.'))
  })
  return { signal: lost.signal, done }
}
