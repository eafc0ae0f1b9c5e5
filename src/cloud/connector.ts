/** Opens connections to the gateway one after the other, and learns from each that fails: id, version, clock, credentials. */
import { type Duration, millis, seconds } from '#time/duration'
import type { Logger } from '#wire/logger'
import { HungUpError, type MqttVersion, TakenOverError } from './gateway-errors.ts'
import { type MqttConnection, openMqttConnection } from './mqtt-connection.ts'
import type { MqttConnectionOptions, Will } from './mqtt-options.ts'
import type { ProtocolVersion } from './protocol-version.ts'
import { Remedies, type Remedy } from './remedies.ts'
import type { ExpiringAwsCredentials, Session } from './session.ts'

export interface ConnectorSetup
  extends Pick<
    MqttConnectionOptions,
    'gateway' | 'region' | 'ca' | 'clientId' | 'cleanSession' | 'keepAlive' | 'operationTimeout' | 'clock'
  > {
  readonly session: Pick<Session, 'awsCredentials'>
  readonly protocol: ProtocolVersion
  /** Something that no other client id has. */
  readonly freshTail: () => string
  readonly logger: Logger
}

/** One connection, and what it was opened with. */
export interface Opened {
  readonly connection: MqttConnection
  readonly credentials: ExpiringAwsCredentials
  /** ms since 1970 */
  readonly at: number
}

export interface Opening {
  readonly clientId: string
  readonly onMessage: MqttConnectionOptions['onMessage']
  readonly will?: Will | undefined
  /** Told when the credentials are there and it begins to connect. */
  readonly connecting?: () => void
  /** Told when the WebSocket is open. */
  readonly onUpgraded?: () => void
}

/** AWS IoT takes one CONNECT a second from a client id. */
const betweenConnects = seconds(1)
/** A gateway that was never seen to speak MQTT 5 and says nothing to it in this time is taken not to. */
const v5Patience = seconds(10)

export class Connector {
  readonly #setup: ConnectorSetup
  readonly #remedies = new Remedies()
  #clientId: string
  #lastConnect: { readonly clientId: string; readonly at: number } | undefined
  #version: MqttVersion = '3.1.1'
  /** What the gateway's clock is ahead of ours, ms. */
  #skew = 0
  #rejected: ExpiringAwsCredentials | undefined
  #used: ExpiringAwsCredentials | undefined

  constructor(setup: ConnectorSetup) {
    this.#setup = setup
    this.#clientId = setup.clientId
  }

  /** The id of the next connection. */
  get clientId(): string {
    return this.#clientId
  }

  /** Another id beside it, for a connection that takes over from one that is still there. */
  get otherClientId(): string {
    const { clientId, cleanSession = true, freshTail } = this.#setup
    // What the gateway keeps for an id that was left has been heard over the other, and would come again.
    if (!cleanSession) return `${clientId}-${freshTail()}`
    return this.#clientId.endsWith(otherTail) ? this.#clientId.slice(0, -otherTail.length) : this.#clientId + otherTail
  }

  /** A connection with this id is the one in use: the next one takes its place, or has another beside it. */
  inUse(clientId: string): void {
    this.#clientId = clientId
  }

  /** How long the gateway takes no CONNECT from the next client id yet. */
  get pause(): Duration {
    const { clientId, at } = this.#lastConnect ?? {}
    if (at === undefined || clientId !== this.#clientId) return millis(0)
    // A clock that was set back makes nobody wait longer.
    return millis(Math.min(betweenConnects, Math.max(0, at + betweenConnects - this.#setup.clock.now())))
  }

  /** @throws what {@link openMqttConnection} and the session throw. */
  async open({ clientId, onMessage, will, connecting, onUpgraded }: Opening, signal: AbortSignal): Promise<Opened> {
    const { session, protocol, freshTail: _, logger: __, ...options } = this.#setup
    const credentials = await session.awsCredentials({ signal, rejected: this.#rejected })
    this.#rejected = undefined
    this.#used = credentials
    const version = await protocol.next()
    this.#version = version
    connecting?.()
    const connection = await openMqttConnection(
      {
        ...options,
        credentials,
        clientId,
        onMessage,
        will,
        protocol: version,
        signedAt: () => this.#signedAt(),
        onUpgraded: () => {
          this.#lastConnect = { clientId, at: options.clock.now() }
          onUpgraded?.()
        },
        ...(version === '5' && !protocol.proven && { connackTimeout: v5Patience }),
      },
      signal,
    )
    await protocol.worked(version)
    return { connection, credentials, at: options.clock.now() }
  }

  /** What is to be done about a failure, or the end of a connection. What can be changed here is changed already. */
  async learn(
    error: unknown,
    wasOnline: boolean,
  ): Promise<{ readonly remedy: Remedy['kind'] | 'older-version'; readonly cause: Error }> {
    const { logger, protocol, clock, freshTail } = this.#setup
    let cause = error instanceof Error ? error : new Error(String(error))
    if (await protocol.failed(this.#version, error)) return { remedy: 'older-version', cause }
    // MQTT 5 says so when the id is taken over.
    const silent = this.#version === '3.1.1' && wasOnline && cause instanceof HungUpError
    if (silent && this.#remedies.evicted(clock.now())) cause = new TakenOverError(false, { cause })
    const remedy = this.#remedies.for(cause, clock.now(), this.#signedAt())
    if (remedy.kind === 'correct-the-clock') {
      this.#skew += remedy.by
      logger.warn({ seconds: Math.round(this.#skew / 1000) }, "This machine's clock is wrong; going by the gateway's")
    }
    if (remedy.kind === 'renew-credentials') this.#rejected = this.#used
    if (remedy.kind === 'fresh-client-id') this.#clientId = `${this.#setup.clientId}-${freshTail()}`
    return { remedy: remedy.kind, cause }
  }

  /** The outage is over: each remedy may be tried again in the next. */
  reset(): void {
    this.#remedies.reset()
  }

  #signedAt(): number {
    return this.#setup.clock.now() + this.#skew
  }
}

const otherTail = '-b'
