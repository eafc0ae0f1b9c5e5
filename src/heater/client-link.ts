/** The connection to the MQTT gateway as users of the library have it: what it does, and what lies below. */
import type { Link } from '#cloud/link'
import { Links } from '#cloud/links'
import type { PublishOptions } from '#cloud/mqtt-connection'
import { UnsupportedError } from '#schema/errors'
import type { Logger } from '#wire/logger'
import type { CommandQueue } from './command-queue.ts'

export class ClientLink extends Links {
  /** Commands that wait until the link is there; undefined when none do. */
  readonly queue: CommandQueue | undefined
  readonly #readOnly: boolean

  /** @internal Comes with a client. */
  constructor(
    make: (index: number) => Link,
    { queue, readOnly, logger }: { queue: CommandQueue | undefined; readOnly: boolean; logger: Logger },
  ) {
    super(make, logger)
    this.queue = queue
    this.#readOnly = readOnly
  }

  /**
   * Sends a message as soon as there is a connection: a text as it is, anything else as JSON. Resolves when the gateway
   * has taken it.
   * @throws UnsupportedError in a client that only reads; RefusedError, ConnectionError, TimeoutError.
   */
  override async publish(topic: string, body: unknown, options?: PublishOptions): Promise<void> {
    if (this.#readOnly) throw new UnsupportedError('This client only reads; nothing was sent.')
    await super.publish(topic, typeof body === 'string' ? body : JSON.stringify(body), options)
  }
}
