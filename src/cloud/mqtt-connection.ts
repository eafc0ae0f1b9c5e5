/** One MQTT connection to the gateway, from its signature to its end. It connects once; `Link` makes it come back. */
import mqtt, { type IClientOptions, type MqttClient } from 'mqtt'
import WebSocket from 'ws'
import { ConnectionError, RefusedError, TimeoutError } from '#schema/errors'
import { type Clock, deadline } from '#time/clock'
import { type Duration, formatDuration, millis, seconds } from '#time/duration'
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

/** AWS IoT closes the connection on a SUBSCRIBE with more. */
const filtersPerSubscribe = 8
const refusedCode = 0x80

/**
 * Signs, connects and waits for the CONNACK.
 * @throws UpgradeRefusedError, ConnectionError, TimeoutError, or the signal's reason.
 */
export async function openMqttConnection(
  options: MqttConnectionOptions,
  signal?: AbortSignal,
): Promise<MqttConnection> {
  signal?.throwIfAborted()
  const handshake: { failure?: Error } = {}
  const client = mqtt.connect(options.gateway.href, {
    ...mqttOptions(options),
    createWebsocket: (_url: string, protocols: string[]) => handshakeSocket(options, protocols, handshake),
  })
  const limit = deadline(options.clock, options.operationTimeout, () => timedOut('to a connection', options), signal)
  try {
    await new Promise<void>((resolve, reject) => {
      limit.signal.addEventListener('abort', () => reject(limit.signal.reason), { once: true })
      client.once('connect', () => resolve())
      client.on('error', error => {
        handshake.failure ??= new ConnectionError(`The gateway connection failed: ${error.message}.`, { cause: error })
      })
      client.once('close', () =>
        reject(handshake.failure ?? new ConnectionError('The gateway closed the connection before it was open.')),
      )
    })
    return new MqttConnection(client, options, handshake)
  } catch (error) {
    client.end(true)
    throw error
  } finally {
    limit.done()
  }
}

const mqttOptions = ({ clientId, keepAlive, clock }: MqttConnectionOptions): IClientOptions => ({
  clientId,
  keepalive: Math.round(keepAlive / 1000),
  protocolVersion: 4,
  clean: true,
  // Its own retry would repeat an expired signature.
  reconnectPeriod: 0,
  resubscribe: false,
  queueQoSZero: false,
  // It keeps what `set` returns for `clear` and never looks at it.
  timerVariant: {
    set: (callback: () => void, span: number) => clock.every(millis(span), callback) as never,
    clear: cancel => (cancel as unknown as () => void)(),
  },
})

/** MQTT.js swallows what the gateway answers to a refused upgrade, so the socket is ours. */
function handshakeSocket(
  options: MqttConnectionOptions,
  protocols: string[],
  handshake: { failure?: Error },
): WebSocket {
  const { gateway, region, credentials, clock, ca, operationTimeout } = options
  const socket = new WebSocket(signGatewayUrl(gateway, region, credentials, clock.now()), protocols, {
    handshakeTimeout: operationTimeout,
    ...(ca === undefined ? {} : { ca: [ca].flat() as string[] }),
  })
  socket.on('unexpected-response', (_request, response) => {
    const chunks: Buffer[] = []
    response.on('data', chunk => chunks.push(chunk))
    response.on('close', () => {
      handshake.failure ??= new UpgradeRefusedError(response.statusCode ?? 0, awsMessage(Buffer.concat(chunks)))
      socket.terminate()
    })
  })
  socket.on('error', error => {
    handshake.failure ??= new ConnectionError(`The gateway can't be reached: ${error.message}.`, { cause: error })
  })
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
  /** Who waits for an answer. MQTT.js never calls back for what was under way when the connection ended. */
  readonly #waiting = new Set<(error: Error) => void>()
  #ended: Error | undefined

  /** Keeps the types of MQTT.js, which want a browser's, out of ours. @internal */
  constructor(client: MqttClient, options: MqttConnectionOptions, handshake: { failure?: Error }) {
    this.#client = client
    this.#options = options
    this.closed = new Promise(resolve => {
      client.once('close', () => {
        this.#ended = handshake.failure ?? new ConnectionError('The gateway connection was closed.')
        for (const reject of this.#waiting) reject(this.#ended)
        resolve(this.#ended)
        client.end(true)
      })
    })
    client.on('message', (topic, payload) => options.onMessage(topic, payload))
  }

  /** @throws RefusedError when the gateway won't have it, ConnectionError, TimeoutError. */
  async subscribe(filters: readonly string[], signal?: AbortSignal): Promise<void> {
    for (let i = 0; i < filters.length; i += filtersPerSubscribe) {
      const some = filters.slice(i, i + filtersPerSubscribe)
      const granted = await this.#answered('to a subscription', signal, () =>
        this.#client.subscribeAsync([...some], { qos: 1 }),
      )
      const refused = granted.find(grant => (grant.qos as number) >= refusedCode)
      if (refused)
        throw new RefusedError(`The gateway refused the subscription to ${refused.topic}.`, {
          by: 'gateway',
          failCode: refused.qos,
        })
    }
  }

  /** Resolves when the gateway has taken it. @throws ConnectionError, TimeoutError. */
  async publish(topic: string, payload: string, signal?: AbortSignal): Promise<void> {
    await this.#answered('to a message', signal, () => this.#client.publishAsync(topic, payload, { qos: 1 }))
  }

  /** Says goodbye and closes; a peer that doesn't react is cut off. Safe at any time, twice too. */
  async close(): Promise<void> {
    const limit = deadline(this.#options.clock, seconds(2), () => timedOut('to a goodbye', this.#options))
    limit.signal.addEventListener('abort', () => this.#client.end(true), { once: true })
    this.#client.end(false)
    await this.closed
    limit.done()
  }

  async #answered<Answer>(to: string, outer: AbortSignal | undefined, ask: () => Promise<Answer>): Promise<Answer> {
    const { clock, operationTimeout } = this.#options
    if (this.#ended) throw this.#ended
    const limit = deadline(clock, operationTimeout, () => timedOut(to, this.#options), outer)
    let giveUp: (error: Error) => void = () => {}
    try {
      return await new Promise<Answer>((resolve, reject) => {
        giveUp = reject
        this.#waiting.add(giveUp)
        if (limit.signal.aborted) return reject(limit.signal.reason)
        limit.signal.addEventListener('abort', () => reject(limit.signal.reason), { once: true })
        ask().then(resolve, cause => reject(new ConnectionError('The gateway connection broke off.', { cause })))
      })
    } finally {
      this.#waiting.delete(giveUp)
      limit.done()
    }
  }
}
