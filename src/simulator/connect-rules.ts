/** Whom the simulated AWS IoT lets in by CONNECT, and on what terms. */
import { randomUUID } from 'node:crypto'
import type { IConnectPacket } from 'mqtt-packet'
import { type Duration, seconds } from '#time/duration'
import type { IotCore } from './iot-core.ts'
import { type Message, travelling } from './message.ts'
import { allows } from './policy.ts'
import { topicFault } from './topic-rules.ts'

export interface Admission {
  readonly version: 3 | 5
  readonly clientId: string
  /** Whether AWS made the client id up. */
  readonly assigned: boolean
  readonly clean: boolean
  readonly keepAlive: Duration
  /** Whether the keep-alive is another one than the client asked for. */
  readonly keepAliveChanged: boolean
  /** How long the session is kept afterwards, ms. */
  readonly expiry: number
  readonly expiryChanged: boolean
  readonly window: number
  /** Of packets that the client takes. */
  readonly largestPacket: number
}

export interface Rejection {
  /** MQTT 5's; 0x87 makes a `connect_failed` event. */
  readonly reasonCode: number
  /** MQTT 3.1.1's; without one AWS hangs up and says nothing. */
  readonly returnCode?: number
}

type Core = Pick<IotCore, 'options' | 'pace'>

export function judge(packet: IConnectPacket, core: Core): Admission | Rejection {
  const { options } = core
  const version = packet.protocolVersion === 5 ? 5 : 3
  const { properties = {}, clean = true } = packet
  const assigned = packet.clientId === ''
  if (assigned && version === 3 && !clean) return { reasonCode: 0x85, returnCode: 2 }
  const clientId = assigned ? `$GEN/${randomUUID()}` : packet.clientId
  if (!assigned && (clientId.startsWith('$') || Buffer.byteLength(clientId) > options.clientIdBytes))
    return { reasonCode: 0x85 }
  const nothing = properties.receiveMaximum === 0 || properties.maximumPacketSize === 0
  if (nothing || properties.authenticationMethod !== undefined) return { reasonCode: 0x80 }
  if (!allows(options.policy, 'connect', clientId, clientId)) return { reasonCode: 0x87 }
  const refused = packet.will && willRejection(packet.will, clientId, core)
  if (refused !== undefined) return refused
  if (!core.pace.allows(clientId)) {
    const { throttledConnect } = options
    return { reasonCode: 0x97, ...(throttledConnect !== 'close' && { returnCode: throttledConnect }) }
  }
  return { version, clientId, assigned, clean, ...terms(packet, version, core) }
}

function terms({ properties = {}, keepalive = 0, clean }: IConnectPacket, version: 3 | 5, { options }: Core) {
  const { shortest, longest } = options.keepAlive
  const asked = seconds(keepalive)
  const keepAlive = asked === 0 ? longest : (Math.min(longest, Math.max(shortest, asked)) as Duration)
  const wanted = version === 5 ? 1000 * (properties.sessionExpiryInterval ?? 0) : clean ? 0 : options.sessionExpiry
  const expiry = Math.min(wanted, options.longestSessionExpiry)
  return {
    keepAlive,
    keepAliveChanged: keepAlive !== asked,
    expiry,
    expiryChanged: expiry !== wanted,
    window: Math.min(options.inFlight, properties.receiveMaximum ?? 0xffff),
    largestPacket: properties.maximumPacketSize ?? Number.POSITIVE_INFINITY,
  }
}

type ConnectWill = NonNullable<IConnectPacket['will']>

function willRejection(will: ConnectWill, clientId: string, { options }: Core): Rejection | undefined {
  const { policy } = options
  if (will.qos === 2) return { reasonCode: 0x9b }
  if (topicFault(will.topic, options) !== undefined) return { reasonCode: 0x90 }
  const retains = will.retain !== true || allows(policy, 'retain', clientId, will.topic)
  return retains && allows(policy, 'publish', clientId, will.topic) ? undefined : { reasonCode: 0x87 }
}

/** The will as a message that is sent `now`. */
export function willMessage(will: ConnectWill, clientId: string, { options }: Core, now: number): Message {
  return {
    topic: will.topic,
    payload: Buffer.from(will.payload as Buffer),
    qos: will.qos === 0 ? 0 : 1,
    retain: will.retain === true,
    from: clientId,
    ...travelling(will.properties, options, now),
  }
}

/** The code of one version for a code of either: a person says `5` or `0x87` and means the same. */
export function rejectionOf(code: number | undefined): Required<Rejection> {
  const pairs = [
    [1, 0x84],
    [2, 0x85],
    [3, 0x88],
    [4, 0x86],
    [5, 0x87],
  ] as const
  const [returnCode, reasonCode] = pairs.find(pair => pair.some(one => one === code)) ?? [3, code ?? 0x88]
  return { returnCode, reasonCode }
}
