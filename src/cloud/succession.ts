/** One connection after the other, each replaced before the gateway ends it, without losing or doubling a message. */
import { type Clock, deadline, sleep } from '#time/clock'
import { type Duration, millis, seconds } from '#time/duration'
import type { Logger } from '#wire/logger'
import type { Connector, Opened } from './connector.ts'
import { CredentialWatch } from './credential-watch.ts'
import type { Greetings } from './greetings.ts'
import { Handover } from './handover.ts'
import { Lifetime, usualLifetime } from './lifetime.ts'
import type { LinkRecord, LinkState } from './link-health.ts'
import type { MqttConnection } from './mqtt-connection.ts'
import type { Session } from './session.ts'
import type { Subscriptions } from './subscriptions.ts'

export interface SuccessionSetup {
  readonly session: Pick<Session, 'awsCredentials'>
  /** A connection is replaced at this age; 23 h when not given. */
  readonly lifetime?: Duration | undefined
  readonly onMessage: (topic: string, payload: Uint8Array) => void
  readonly clock: Clock
  readonly logger: Logger
  /** 0 to 1, for the jitter of waits. */
  readonly random: () => number
}

interface Parts {
  readonly connector: Connector
  readonly subscriptions: Subscriptions
  readonly greetings: Greetings
  readonly record: LinkRecord
}

/** A connection that is heard. */
export interface Live extends Opened {
  readonly generation: number
}

/** Both connections are held this long, so that nothing that is under way is lost. */
const overlap = seconds(10)

export class Succession {
  readonly #setup: SuccessionSetup
  readonly #parts: Parts
  readonly #handover = new Handover()
  readonly #lifetime: Lifetime
  readonly #credentials: CredentialWatch
  readonly #leaving = new Set<Promise<void>>()
  #live: Live | undefined

  constructor(setup: SuccessionSetup, parts: Parts) {
    const { session, clock, logger, random, lifetime = usualLifetime } = setup
    this.#setup = setup
    this.#parts = parts
    this.#lifetime = new Lifetime(lifetime, random)
    this.#credentials = new CredentialWatch(session, clock, logger, ({ expiresAt }) => {
      parts.record.credentialsEnd = expiresAt
    })
  }

  /** The connection to send over. */
  get current(): MqttConnection | undefined {
    return this.#live?.connection
  }

  /** A connection that has subscribed to everything. */
  async open(clientId: string, signal: AbortSignal, entering: (state: LinkState) => void): Promise<Live> {
    const { connector, greetings, record, subscriptions } = this.#parts
    const generation = this.#handover.begin()
    try {
      record.attempts++
      const opened = await connector.open(
        {
          clientId,
          will: greetings.willFor(clientId),
          connecting: () => entering('connecting'),
          onMessage: (topic, payload) => this.#receive(generation, clientId, topic, payload),
        },
        signal,
      )
      record.opened(opened.connection)
      try {
        entering('subscribing')
        await subscriptions.attach(opened.connection, signal)
        signal.throwIfAborted()
      } catch (error) {
        await opened.connection.close()
        throw error
      }
      return { ...opened, generation }
    } catch (error) {
      greetings.connectFailed(error)
      this.#handover.end(generation)
      throw error
    }
  }

  /** From now on it is the one to send over. */
  begin(live: Live, signal: AbortSignal): void {
    this.#live = live
    this.#parts.connector.inUse(live.connection.clientId)
    this.#parts.record.credentialsEnd = live.credentials.expiresAt
    this.#credentials.start(live.credentials, signal)
    void this.#parts.greetings.hello(live.connection)
  }

  /** Resolves when the last one has ended without another in its place. @returns why. */
  async end(signal: AbortSignal): Promise<Error> {
    const { clock } = this.#setup
    let replaceAt: number | undefined
    for (let live = this.#live; live; live = this.#live) {
      // It came in the very turn in which the link was closed.
      if (signal.aborted) await this.close()
      replaceAt ??= this.#lifetime.dueAt(live.at, live.credentials)
      const ended = await endOr(live.connection, clock, millis(Math.max(0, replaceAt - clock.now())))
      if (ended) return this.#over(live, ended, signal)
      replaceAt = (await this.#replace(live, signal)) ? undefined : this.#lifetime.later(clock.now())
    }
    throw signal.reason
  }

  /** Leaves nothing alive. Its signals have been aborted before. */
  async close(): Promise<void> {
    this.#credentials.stop()
    await this.#live?.connection.close()
    await Promise.all(this.#leaving)
  }

  #over(live: Live, why: Error, signal: AbortSignal): Error {
    this.#credentials.stop()
    this.#live = undefined
    this.#parts.subscriptions.detach(live.connection)
    this.#handover.end(live.generation)
    if (!signal.aborted) this.#lifetime.ended(this.#setup.clock.now(), live.credentials)
    return why
  }

  /**
   * Another connection in its place, under another id, before the first one is left. It is given up when that one ends
   * meanwhile: then the link isn't online any more. @returns whether there is one.
   */
  async #replace(old: Live, signal: AbortSignal): Promise<boolean> {
    const { clock, logger } = this.#setup
    const { connector, record } = this.#parts
    const ended = new AbortController()
    void old.connection.closed.then(why => ended.abort(why))
    const limit = deadline(clock, undefined, () => new Error(), signal, ended.signal)
    try {
      const next = await this.open(connector.otherClientId, limit.signal, () => {})
      record.replacements++
      logger.info({ clientId: next.connection.clientId }, 'The gateway connection was replaced before its end')
      this.begin(next, signal)
      const leaving = this.#leave(old, signal).finally(() => this.#leaving.delete(leaving))
      this.#leaving.add(leaving)
      return true
    } catch (cause) {
      if (limit.signal.aborted) return false
      logger.warn({ cause }, 'The gateway connection could not be replaced yet')
      await connector.learn(cause, false)
      return false
    } finally {
      limit.done()
    }
  }

  /** With a DISCONNECT alone: the heaters are still talked to. */
  async #leave({ connection, generation }: Live, signal: AbortSignal): Promise<void> {
    const { clock } = this.#setup
    await sleep(clock, overlap, signal).catch(() => {})
    await connection.close()
    // What the other one brings late isn't news yet.
    await sleep(clock, overlap, signal).catch(() => {})
    this.#handover.end(generation)
  }

  #receive(generation: number, clientId: string, topic: string, payload: Uint8Array): void {
    if (!this.#handover.isNews(generation, topic, payload)) return
    this.#parts.record.heard(this.#setup.clock.now())
    this.#setup.onMessage(topic, payload)
    this.#parts.subscriptions.deliver(topic, payload, clientId)
  }
}

/** Why the connection ended; undefined when the time is over first. */
async function endOr({ closed }: MqttConnection, clock: Clock, span: Duration): Promise<Error | undefined> {
  let cancel = () => {}
  const due = new Promise<undefined>(resolve => {
    cancel = clock.after(span, () => resolve(undefined))
  })
  try {
    return await Promise.race([closed, due])
  } finally {
    cancel()
  }
}
