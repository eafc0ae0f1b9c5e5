/** What a connection to the gateway is told, and how MQTT.js is told it. */
import type { IClientOptions } from 'mqtt'
import type { Clock } from '#time/clock'
import { type Duration, millis } from '#time/duration'
import type { MqttVersion } from './gateway-errors.ts'
import type { GatewaySocketOptions } from './gateway-socket.ts'

/** What the gateway tells others when this connection ends without a goodbye. */
export interface Will {
  readonly topic: string
  readonly payload: string
}

export interface MqttConnectionOptions extends Omit<GatewaySocketOptions, 'signedAt'> {
  /** The clock of this machine when not given. */
  readonly signedAt?: (() => number) | undefined
  /** 3.1.1 when not given. */
  readonly protocol?: MqttVersion | undefined
  /** Two connections with one id evict each other for ever. */
  readonly clientId: string
  /** The gateway keeps nothing for a clean session; true when not given. */
  readonly cleanSession?: boolean | undefined
  readonly will?: Will | undefined
  /** AWS takes 30 s to 20 min; a long one hides a dead connection as long. */
  readonly keepAlive: Duration
  /** How long connecting, a subscription or a publication may stay unanswered. */
  readonly operationTimeout: Duration
  /** How long the CONNACK may take once the WebSocket is open; as long as connecting altogether when not given. */
  readonly connackTimeout?: Duration | undefined
  readonly clock: Clock
  /** Told when the upgrade was granted and CONNECT goes out. */
  readonly onUpgraded?: (() => void) | undefined
  readonly onMessage: (topic: string, payload: Uint8Array) => void
}

/** AWS IoT's. */
export const awsLimits = {
  inFlight: 100,
  payload: 131_072,
  filtersPerSubscribe: 8,
  filtersPerConnection: 50,
  topicBytes: 256,
  topicSlashes: 7,
} as const
const sessionExpiry = 3600

/** Kept out of our declarations: the types of MQTT.js want a browser's. @internal */
export const mqttOptions = (options: MqttConnectionOptions): IClientOptions => ({
  clientId: options.clientId,
  keepalive: Math.round(options.keepAlive / 1000),
  clean: options.cleanSession ?? true,
  ...(options.protocol === '5' ? { protocolVersion: 5, properties: v5Properties(options) } : { protocolVersion: 4 }),
  ...(options.will && { will: { ...options.will, payload: options.will.payload as never, qos: 1, retain: false } }),
  // Its own retry would repeat an expired signature.
  reconnectPeriod: 0,
  resubscribe: false,
  queueQoSZero: false,
  // A bare timer, so a deadline of ours comes first; beyond 2^31 it would fire at once.
  connectTimeout: Math.min(options.operationTimeout * 2, 2 ** 31 - 1),
  // It keeps what `set` returns for `clear` and never looks at it.
  timerVariant: {
    set: (callback: () => void, span: number) => options.clock.every(millis(span), callback) as never,
    clear: cancel => (cancel as unknown as () => void)(),
  },
})

const v5Properties = ({ cleanSession = true }: MqttConnectionOptions) => ({
  receiveMaximum: awsLimits.inFlight,
  ...(cleanSession ? {} : { sessionExpiryInterval: sessionExpiry }),
})
