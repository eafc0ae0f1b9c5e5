/** One MQTT connection to the gateway, from its signature to its end. It connects once; `Link` makes it come back. */
import mqtt, { type IClientOptions, type MqttClient } from 'mqtt'
import WebSocket from 'ws'
import { ConnectionError, RefusedError, TimeoutError } from '#schema/errors'
import { type Clock, deadline } from '#time/clock'
import { type Duration, formatDuration, millis, seconds } from '#time/duration'
import { redactText } from '#wire/redact'
import { type AwsCredentials, signGatewayUrl } from '#wire/sigv4'

export interface MqttConnectionOptions {
  readonly gateway: URL
  readonly region: string
  readonly credentials: AwsCredentials
  /** Two connections with one id evict each other for ever. */
  readonly clientId: string
  /** AWS takes 30 s to 20 min; a long one hides a dead connection as long. */
  readonly keepAlive: Duration
  /** How long connecting, a subscription or a publication may stay unanswered. */
  readonly operationTimeout: Duration
  readonly clock: Clock
  /** Further certificate authorities, PEM. */
  readonly ca?: string | readonly string[] | undefined
  readonly onMessage: (topic: string, payload: Uint8Array) => void
}

/** The gateway said no to the upgrade: most often a signature or credentials that are too old. */
export class UpgradeRefusedError extends ConnectionError {
  /** The HTTP status; 403 asks for new credentials. */
  readonly status: number

  constructor(status: number, said: string | undefined) {
    super(`The gateway refused the connection with HTTP ${status}${said ? `: ${said}` : ''}.`)
    this.status = status
  }
}

/** The gateway won't have some of the filters that a subscription asked for; it granted the others. */
export class SubscriptionRefusedError extends RefusedError {
  readonly filters: readonly string[]

  constructor(filters: readonly string[], failCode: number) {
    super(`The gateway refused the subscription to ${redactText(filters.join(' and '))}.`, { by: 'gateway', failCode })
    this.filters = filters
  }
}

/** AWS IoT closes the connection on a SUBSCRIBE with more. */
const filtersPerSubscribe = 8
const refusedCode = 0x80
/** What AWS says to a refused upgrade is a few hundred bytes. */
const longestRefusal = 65_536
const goodbyeTime = seconds(2)

/** The socket beneath MQTT.js, and what went wrong with it first. */
class Wire {
  socket: WebSocket | undefined
  failure: Error | undefined

  fail(error: Error): void {
    this.failure ??= error
    this.cut()
  }

  /** Ends it without waiting for the peer. */
  cut(): void {
    this.socket?.terminate()
  }
}

/**
 * Signs, connects and waits for the CONNACK.
 * @throws UpgradeRefusedError, ConnectionError, TimeoutError, or the signal's reason.
 */
export async function openMqttConnection(
  options: MqttConnectionOptions,
  signal?: AbortSignal,
): Promise<MqttConnection> {
  signal?.throwIfAborted()
  const wire = new Wire()
  const client = mqtt.connect(options.gateway.href, {
    ...mqttOptions(options),
    createWebsocket: (_url: string, protocols: string[]) => openSocket(options, protocols, wire),
  })
  const silent = () => wire.failure ?? timedOut('to a connection', options)
  const limit = deadline(options.clock, options.operationTimeout, silent, signal)
  const closed = new Promise<void>(resolve => client.once('close', resolve))
  // MQTT.js tells of a refusal or of garbage, and would go on.
  client.on('error', error =>
    wire.fail(new ConnectionError(`The gateway connection failed: ${error.message}.`, { cause: error })),
  )
  try {
    return await new Promise<MqttConnection>((resolve, reject) => {
      limit.signal.addEventListener('abort', () => reject(limit.signal.reason), { once: true })
      // Made at once, for its end may come in the same turn.
      client.once('connect', () => resolve(new MqttConnection(client, options, wire)))
      const early = 'The gateway closed the connection before it was open.'
      void closed.then(() => reject(wire.failure ?? new ConnectionError(early)))
    })
  } catch (error) {
    client.end(true)
    await closed
    throw error
  } finally {
    limit.done()
  }
}

const mqttOptions = ({ clientId, keepAlive, operationTimeout, clock }: MqttConnectionOptions): IClientOptions => ({
  clientId,
  keepalive: Math.round(keepAlive / 1000),
  protocolVersion: 4,
  clean: true,
  // Its own retry would repeat an expired signature.
  reconnectPeriod: 0,
  resubscribe: false,
  queueQoSZero: false,
  // A bare timer, so a deadline of ours comes first; beyond 2^31 it would fire at once.
  connectTimeout: Math.min(operationTimeout * 2, 2 ** 31 - 1),
  // It keeps what `set` returns for `clear` and never looks at it.
  timerVariant: {
    set: (callback: () => void, span: number) => clock.every(millis(span), callback) as never,
    clear: cancel => (cancel as unknown as () => void)(),
  },
})

/** Bytes; AWS IoT takes messages of 128 KiB. */
const longestPayload = 1_000_000

/** MQTT.js swallows what the gateway answers to a refused upgrade, so the socket is ours. */
function openSocket(options: MqttConnectionOptions, protocols: string[], wire: Wire): WebSocket {
  const { gateway, region, credentials, clock, ca } = options
  const socket = new WebSocket(signGatewayUrl(gateway, region, credentials, clock.now()), protocols, {
    maxPayload: longestPayload,
    ...(ca === undefined ? {} : { ca: [ca].flat() as string[] }),
  })
  wire.socket = socket
  let said = "can't be reached"
  socket.on('open', () => {
    said = 'connection failed'
  })
  socket.on('unexpected-response', (_request, response) => {
    const status = response.statusCode ?? 0
    // Known before its body is, which may never end.
    wire.failure ??= new UpgradeRefusedError(status, undefined)
    const chunks: Buffer[] = []
    let length = 0
    response.on('data', (chunk: Buffer) => {
      chunks.push(chunk)
      length += chunk.length
      if (length > longestRefusal) response.destroy()
    })
    response.on('close', () => {
      wire.failure = new UpgradeRefusedError(status, awsMessage(Buffer.concat(chunks)))
      wire.cut()
    })
  })
  // After a broken frame `ws` waits half a minute for the peer's goodbye.
  socket.on('error', error =>
    wire.fail(new ConnectionError(`The gateway ${said}: ${error.message}.`, { cause: error })),
  )
  return socket
}

function awsMessage(body: Buffer): string | undefined {
  try {
    const { message } = JSON.parse(body.toString()) as { message?: unknown }
    return typeof message === 'string' ? message.split('\n')[0]?.replace(/\.$/, '') : undefined
  } catch {
    return undefined
  }
}

const timedOut = (to: string, { operationTimeout }: MqttConnectionOptions) =>
  new TimeoutError(`The gateway gave no answer ${to} within ${formatDuration(operationTimeout)}.`)

/** An open connection. */
export class MqttConnection {
  /** Resolves when the connection has ended, with why. Never rejects. */
  readonly closed: Promise<Error>
  readonly #client: MqttClient
  readonly #options: MqttConnectionOptions
  readonly #wire: Wire
  /** Who waits for an answer. MQTT.js never calls back for what was under way when the connection ended. */
  readonly #waiting = new Set<(error: Error) => void>()

  /** Kept out of our declarations: the types of MQTT.js want a browser's. @internal */
  constructor(client: MqttClient, options: MqttConnectionOptions, wire: Wire) {
    this.#client = client
    this.#options = options
    this.#wire = wire
    this.closed = new Promise(resolve => {
      client.once('close', () => {
        wire.failure ??= new ConnectionError('The gateway connection was closed.')
        this.#rejectAll(wire.failure)
        resolve(wire.failure)
        client.end(true)
      })
    })
    client.on('message', (topic, payload) => options.onMessage(topic, payload))
  }

  /**
   * Asks for all of them, also when some are refused.
   * @throws SubscriptionRefusedError for those that the gateway won't have, ConnectionError, TimeoutError.
   */
  async subscribe(filters: readonly string[], signal?: AbortSignal): Promise<void> {
    const refused: string[] = []
    let failCode = refusedCode
    for (let i = 0; i < filters.length; i += filtersPerSubscribe) {
      const some = filters.slice(i, i + filtersPerSubscribe)
      const codes = await this.#answered('to a subscription', signal, () => this.#ask(some))
      for (const [index, code] of codes.entries()) {
        if (code < refusedCode) continue
        refused.push(...some.slice(index, index + 1))
        failCode = code
      }
    }
    if (refused.length > 0) throw new SubscriptionRefusedError(refused, failCode)
  }

  /** Resolves when the gateway has taken it. @throws ConnectionError, TimeoutError. */
  async publish(topic: string, payload: string, signal?: AbortSignal): Promise<void> {
    await this.#answered('to a message', signal, () => this.#client.publishAsync(topic, payload, { qos: 1 }))
  }

  /** Says goodbye and closes; a peer that doesn't react is cut off. Safe at any time, twice too. */
  async close(): Promise<void> {
    const stop = this.#options.clock.after(goodbyeTime, () => this.#wire.cut())
    this.#wire.failure ??= new ConnectionError('The connection was closed by this program.')
    this.#rejectAll(this.#wire.failure)
    // Else MQTT.js keeps its DISCONNECT back until they are answered.
    for (const id of Object.keys(this.#client.outgoing)) this.#client.removeOutgoingMessage(Number(id))
    this.#client.end(false)
    await this.closed
    stop()
  }

  /** One SUBSCRIBE. @returns a code for each filter; MQTT.js makes an error of the first refusal. */
  #ask(filters: string[]): Promise<readonly number[]> {
    return new Promise((resolve, reject) => {
      this.#client.subscribe(filters, { qos: 1 }, (error, _, suback) => {
        const codes = suback?.granted as number[] | undefined
        if (codes?.length === filters.length) return resolve(codes)
        if (codes) {
          const text = `The gateway answered a subscription to ${filters.length} topics for ${codes.length} of them.`
          this.#wire.fail(new ConnectionError(text))
        }
        reject(error)
      })
    })
  }

  async #answered<Answer>(to: string, outer: AbortSignal | undefined, ask: () => Promise<Answer>): Promise<Answer> {
    const { clock, operationTimeout } = this.#options
    if (this.#wire.failure) throw this.#wire.failure
    const limit = deadline(clock, operationTimeout, () => timedOut(to, this.#options), outer)
    let giveUp: (error: Error) => void = () => {}
    try {
      return await new Promise<Answer>((resolve, reject) => {
        giveUp = reject
        this.#waiting.add(giveUp)
        if (limit.signal.aborted) return reject(limit.signal.reason)
        limit.signal.addEventListener('abort', () => reject(limit.signal.reason), { once: true })
        const brokeOff = (cause: unknown) => new ConnectionError('The gateway connection broke off.', { cause })
        ask().then(resolve, cause => reject(this.#wire.failure ?? brokeOff(cause)))
      })
    } finally {
      this.#waiting.delete(giveUp)
      limit.done()
    }
  }

  #rejectAll(error: Error): void {
    for (const reject of this.#waiting) reject(error)
  }
}
