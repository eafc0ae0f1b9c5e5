/** One MQTT connection to the gateway, from its signature to its end. It connects once; `Link` makes it come back. */
import mqtt, { type IConnackPacket, type MqttClient } from 'mqtt'
import { ConnectionError, TimeoutError } from '#schema/errors'
import { deadline } from '#time/clock'
import { type Duration, formatDuration, seconds } from '#time/duration'
import {
  ClosedEarlyError,
  ConnectRefusedError,
  DisconnectedError,
  HungUpError,
  type MqttVersion,
  NoConnackError,
  PublicationRefusedError,
  TakenOverError,
  UnreadableConnackError,
} from './gateway-errors.ts'
import { GatewaySocket, sendWhole } from './gateway-socket.ts'
import type { Traffic } from './link-health.ts'
import { awsLimits, type MqttConnectionOptions, mqttOptions } from './mqtt-options.ts'
import { SendLimits } from './send-limits.ts'

/** How a message is sent. */
export interface PublishOptions {
  /** 1 when not given: the gateway acknowledges it. */
  readonly qos?: 0 | 1 | undefined
  /** Not delivered later than this, where MQTT 5 is spoken. */
  readonly expiry?: Duration | undefined
  readonly signal?: AbortSignal | undefined
}

/** A gateway that answers no ping in this time is as good as gone. */
const pingTimeout = seconds(15)
const goodbyeTime = seconds(2)
const takenOver = 0x8e

/**
 * Signs, connects and waits for the CONNACK.
 * @throws UpgradeRefusedError, ConnectRefusedError, ConnectionError, TimeoutError, or the signal's reason.
 */
export async function openMqttConnection(
  options: MqttConnectionOptions,
  signal?: AbortSignal,
): Promise<MqttConnection> {
  signal?.throwIfAborted()
  const { clock, protocol = '3.1.1', signedAt = () => clock.now() } = options
  const socket = new GatewaySocket()
  let stopAwaiting = () => {}
  const awaitConnack = () => {
    const { connackTimeout, onUpgraded } = options
    onUpgraded?.()
    if (connackTimeout === undefined || client.connected) return
    stopAwaiting = clock.after(connackTimeout, () => socket.fail(new NoConnackError(connackTimeout)))
  }
  const client: MqttClient = mqtt.connect(options.gateway.href, {
    ...mqttOptions(options),
    createWebsocket: (_url: string, protocols: string[]) =>
      socket.open({ ...options, signedAt }, protocols).once('open', awaitConnack),
  })
  sendWhole(client.stream)
  const silent = () => socket.because(timedOut('to a connection', options))
  const limit = deadline(clock, options.operationTimeout, silent, signal)
  const closed = new Promise<void>(resolve => client.once('close', resolve))
  // MQTT.js tells of a refusal or of garbage, and would go on.
  client.on('error', error => {
    const { code } = error as { code?: unknown }
    const broken = new ConnectionError(`The gateway connection failed: ${error.message}.`, { cause: error })
    if (client.connected) socket.fail(broken)
    else
      socket.fail(
        typeof code === 'number' ? new ConnectRefusedError(code, protocol) : new UnreadableConnackError(error),
      )
  })
  try {
    return await new Promise<MqttConnection>((resolve, reject) => {
      limit.signal.addEventListener('abort', () => reject(limit.signal.reason), { once: true })
      // Made at once, for its end may come in the same turn.
      client.once('connect', connack => resolve(new MqttConnection(client, options, socket, connack)))
      void closed.then(() => reject(socket.because(new ClosedEarlyError())))
    })
  } catch (error) {
    client.end(true)
    await closed
    throw error
  } finally {
    stopAwaiting()
    limit.done()
  }
}

const timedOut = (to: string, { operationTimeout }: MqttConnectionOptions) =>
  new TimeoutError(`The gateway gave no answer ${to} within ${formatDuration(operationTimeout)}.`)

/** An open connection. */
export class MqttConnection {
  /** Resolves when the connection has ended, with why. Never rejects. */
  readonly closed: Promise<Error>
  readonly clientId: string
  readonly protocol: MqttVersion
  /** Whether the gateway still knew this client and its subscriptions. */
  readonly sessionPresent: boolean
  readonly #client: MqttClient
  readonly #options: MqttConnectionOptions
  readonly #socket: GatewaySocket
  readonly #limits: SendLimits
  readonly #largest: number
  readonly #in = { messages: 0, bytes: 0 }
  readonly #out = { messages: 0, bytes: 0 }
  /** Who waits for an answer. MQTT.js never calls back for what was under way when the connection ended. */
  readonly #waiting = new Set<(error: Error) => void>()
  #stopAwaiting: (() => void) | undefined

  /** Kept out of our declarations: the types of MQTT.js want a browser's. @internal */
  constructor(client: MqttClient, options: MqttConnectionOptions, socket: GatewaySocket, connack: IConnackPacket) {
    this.#client = client
    this.#options = options
    this.#socket = socket
    this.clientId = options.clientId
    this.protocol = options.protocol ?? '3.1.1'
    this.sessionPresent = connack.sessionPresent
    // MQTT.js reads neither.
    const { receiveMaximum = awsLimits.inFlight, maximumPacketSize = Number.POSITIVE_INFINITY } =
      connack.properties ?? {}
    this.#limits = new SendLimits(options.clock, { inFlight: Math.min(awsLimits.inFlight, receiveMaximum) })
    this.#largest = Math.min(awsLimits.payload, maximumPacketSize - 1024)
    this.closed = new Promise(resolve => {
      client.once('close', () => {
        this.#stopAwaiting?.()
        const failure = socket.because(new HungUpError())
        this.#rejectAll(failure)
        resolve(failure)
        client.end(true)
      })
    })
    client.on('message', (topic, payload) => {
      this.#in.messages++
      this.#in.bytes += payload.length
      options.onMessage(topic, payload)
    })
    client.on('packetsend', ({ cmd }) => cmd === 'pingreq' && this.#awaitPong())
    client.on('packetreceive', packet => {
      if (packet.cmd === 'pingresp') this.#ponged()
      if (packet.cmd === 'disconnect') this.#told(packet.reasonCode ?? 0)
    })
  }

  /** Whether it has ended, or is about to. */
  get ended(): boolean {
    return this.#socket.failure !== undefined
  }

  get received(): Traffic {
    return this.#in
  }

  get sent(): Traffic {
    return this.#out
  }

  /** What waits for an acknowledgement. */
  get unanswered(): number {
    return this.#waiting.size
  }

  /**
   * One SUBSCRIBE, of eight filters at most: AWS IoT closes the connection on more.
   * @returns a code for each filter, from 0x80 on a refusal; none for those that the gateway said nothing of.
   * @throws ConnectionError, TimeoutError.
   */
  subscribe(filters: readonly string[], { qos = 1, signal }: PublishOptions = {}): Promise<readonly number[]> {
    const ask = () =>
      new Promise<readonly number[]>((resolve, reject) =>
        // MQTT.js makes an error of the first refusal.
        this.#client.subscribe([...filters], { qos }, (error, _, suback) => {
          if (suback) resolve(suback.granted as number[])
          else reject(error)
        }),
      )
    return this.#answered('to a subscription', signal, ask)
  }

  /** @throws ConnectionError, TimeoutError. */
  async unsubscribe(filters: readonly string[], { signal }: PublishOptions = {}): Promise<void> {
    await this.#answered('to the end of a subscription', signal, () => this.#client.unsubscribeAsync([...filters]))
  }

  /**
   * Resolves when the gateway has taken it, or it was sent where nothing is acknowledged.
   * @throws PublicationRefusedError, ConnectionError, TimeoutError.
   */
  async publish(topic: string, payload: string, { qos = 1, expiry, signal }: PublishOptions = {}): Promise<void> {
    const bytes = Buffer.byteLength(payload)
    if (bytes > this.#largest) throw new PublicationRefusedError(topic, 0x95)
    const messageExpiryInterval = expiry === undefined ? undefined : Math.max(1, Math.ceil(expiry / 1000))
    const properties = this.protocol === '5' && messageExpiryInterval ? { messageExpiryInterval } : undefined
    const options = { qos, ...(properties && { properties }) }
    await this.#answered('to a message', signal, async given => {
      const leave = await this.#limits.enter(given)
      given.addEventListener('abort', leave, { once: true })
      this.#out.messages++
      this.#out.bytes += bytes
      try {
        await this.#client.publishAsync(topic, payload, options)
      } catch (error) {
        const { code } = error as { code?: unknown }
        throw typeof code === 'number' && code >= 0x80 ? new PublicationRefusedError(topic, code) : error
      } finally {
        leave()
      }
    })
  }

  /** Says goodbye and closes; a peer that doesn't react is cut off. Safe at any time, twice too. */
  async close(): Promise<void> {
    const stop = this.#options.clock.after(goodbyeTime, () => this.#socket.cut())
    this.#rejectAll(this.#socket.because(new ConnectionError('The connection was closed by this program.')))
    // Else MQTT.js keeps its DISCONNECT back until they are answered.
    for (const id of Object.keys(this.#client.outgoing)) this.#client.removeOutgoingMessage(Number(id))
    this.#client.end(false)
    await this.closed
    stop()
  }

  /** MQTT.js itself would wait for half the keep-alive. One that is sent meanwhile forgives nothing. */
  #awaitPong(): void {
    const text = `The gateway answered no ping for ${formatDuration(pingTimeout)}.`
    this.#stopAwaiting ??= this.#options.clock.after(pingTimeout, () => this.#socket.fail(new TimeoutError(text)))
  }

  #ponged(): void {
    this.#stopAwaiting?.()
    this.#stopAwaiting = undefined
  }

  /** The gateway should close behind it, and if it doesn't, nothing more comes of it. */
  #told(code: number): void {
    this.#socket.fail(code === takenOver ? new TakenOverError(true) : new DisconnectedError(code))
  }

  async #answered<Answer>(
    to: string,
    outer: AbortSignal | undefined,
    ask: (signal: AbortSignal) => Promise<Answer>,
  ): Promise<Answer> {
    const { clock, operationTimeout } = this.#options
    if (this.#socket.failure) throw this.#socket.failure
    const limit = deadline(clock, operationTimeout, () => this.#late(to), outer)
    let giveUp: (error: Error) => void = () => {}
    const ended = new AbortController()
    try {
      return await new Promise<Answer>((resolve, reject) => {
        giveUp = error => {
          ended.abort(error)
          reject(error)
        }
        this.#waiting.add(giveUp)
        const aborted = () => giveUp(limit.signal.reason)
        if (limit.signal.aborted) return aborted()
        limit.signal.addEventListener('abort', aborted, { once: true })
        const brokeOff = (cause: unknown) => new ConnectionError('The gateway connection broke off.', { cause })
        ask(ended.signal).then(resolve, cause =>
          reject(this.#socket.failure ?? (cause instanceof PublicationRefusedError ? cause : brokeOff(cause))),
        )
      })
    } finally {
      this.#waiting.delete(giveUp)
      limit.done()
    }
  }

  /** AWS drops in silence what comes too fast, so a missing answer alone is no dead connection; a ping will tell. */
  #late(to: string): Error {
    if (this.#client.connected) this.#client.sendPing()
    return timedOut(to, this.#options)
  }

  #rejectAll(error: Error): void {
    for (const reject of this.#waiting) reject(error)
  }
}
