/** What heaters are told of us: that an app is here, that it is gone, and that it is done. */
import { type Clock, deadline } from '#time/clock'
import { seconds } from '#time/duration'
import type { Logger } from '#wire/logger'
import { ClosedEarlyError, ConnectRefusedError } from './gateway-errors.ts'
import type { MqttConnection } from './mqtt-connection.ts'
import type { Will } from './mqtt-options.ts'

/** A heater that is talked to over a link. */
export interface LinkMember {
  /** Tells it from the others. */
  readonly key: string
  /** An app with this client id is here. */
  hello(clientId: string): Will
  /** It is gone without a goodbye; the gateway says it. */
  will(clientId: string): Will
  /** It is done with this heater. */
  end(clientId: string): Will
}

const goodbyeTime = seconds(2)
/** A connection that ends this often while we say hello ends because of it: MQTT 3.1.1 has no other way to refuse. */
const suspicious = 2
/** One that was not greeted and ended as soon shows that it wasn't the hello. */
const soon = seconds(30)

export class Greetings {
  readonly #members = new Map<string, LinkMember>()
  readonly #clock: Clock
  readonly #logger: Logger
  #cutShort = 0
  #withWill = true

  constructor(clock: Clock, logger: Logger) {
    this.#clock = clock
    this.#logger = logger
  }

  /** @returns whether it is new. */
  add(member: LinkMember): boolean {
    const known = this.#members.has(member.key)
    if (!known) this.#members.set(member.key, member)
    return !known
  }

  /** A connection has one will, so it names the first heater. */
  willFor(clientId: string): Will | undefined {
    const [first] = this.#members.values()
    return this.#withWill ? first?.will(clientId) : undefined
  }

  /** CONNECT was not accepted. It may be for its will, so every second try is without one until a try succeeds. */
  connectFailed(error: unknown): void {
    const forIt = error instanceof ConnectRefusedError && [0x87, 0x90].includes(error.code)
    if (this.#members.size > 0 && (forIt || error instanceof ClosedEarlyError)) this.#withWill = !this.#withWill
  }

  /** Never rejects: nothing depends on it. */
  async hello(connection: MqttConnection, members: Iterable<LinkMember> = this.#members.values()): Promise<void> {
    if (this.#cutShort >= suspicious) return this.#wait(connection)
    const said = [...members].map(member => member.hello(connection.clientId))
    try {
      await Promise.all(said.map(({ topic, payload }) => connection.publish(topic, payload)))
      this.#cutShort = 0
    } catch (cause) {
      if (connection.ended && ++this.#cutShort === suspicious)
        this.#logger.warn({ cause }, 'The gateway does not let heaters be told that an app is here; going on without')
      else this.#logger.debug({ cause }, 'The heaters could not be told that an app is here')
    }
  }

  /** Says nothing, to see whether the connection lives longer without. */
  async #wait({ closed }: MqttConnection): Promise<void> {
    const since = this.#clock.now()
    await closed
    if (this.#clock.now() - since < soon) this.#cutShort = 0
  }

  /** Ends the session of each heater. Never rejects, and takes two seconds at most. */
  async goodbye(connection: MqttConnection): Promise<void> {
    const limit = deadline(this.#clock, goodbyeTime, () => new Error('late'))
    const said = [...this.#members.values()].map(member => member.end(connection.clientId))
    await Promise.allSettled(
      said.map(({ topic, payload }) => connection.publish(topic, payload, { signal: limit.signal })),
    )
    limit.done()
  }
}
