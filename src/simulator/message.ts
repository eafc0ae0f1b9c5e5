/** A message on its way through the simulated AWS IoT, and what of MQTT 5 travels with it. */
import type { IPublishPacket } from 'mqtt-packet'
import type { GatewayOptions } from './gateway-options.ts'

export type QoS = 0 | 1
type Properties = NonNullable<IPublishPacket['properties']>

export interface Message {
  readonly topic: string
  readonly payload: Buffer
  readonly qos: QoS
  readonly retain: boolean
  /** Of MQTT 5, passed on as they came. */
  readonly properties?: Properties
  /** Not delivered from then on, ms since 1970. */
  readonly expires?: number
  /** The client id of the sender. */
  readonly from?: string
}

const passedOn = [
  'payloadFormatIndicator',
  'responseTopic',
  'correlationData',
  'userProperties',
  'contentType',
] as const

/** What travels with a message of MQTT 5; undefined when one is there twice that may be there once. */
export function travelling(
  properties: Properties | undefined,
  { longestMessageExpiry }: Pick<GatewayOptions, 'longestMessageExpiry'>,
  now: number,
): Pick<Message, 'properties' | 'expires'> | undefined {
  if (properties === undefined) return {}
  const kept = passedOn.flatMap(name => (properties[name] === undefined ? [] : [[name, properties[name]] as const]))
  if (kept.some(([, value]) => Array.isArray(value))) return undefined
  const { messageExpiryInterval: expiry } = properties
  if (Array.isArray(expiry)) return undefined
  return {
    ...(kept.length > 0 && { properties: Object.fromEntries(kept) as Properties }),
    // AWS takes no less than a second.
    ...(expiry !== undefined && { expires: now + Math.min(longestMessageExpiry, 1000 * Math.max(1, expiry)) }),
  }
}

export const hasExpired = ({ expires }: Message, now: number): boolean => expires !== undefined && now >= expires

/** A delivery. AWS never sets DUP. */
export function publishPacket(
  message: Message,
  { qos, retain, messageId }: { readonly qos: QoS; readonly retain: boolean; readonly messageId?: number },
  now: number,
): IPublishPacket {
  const { topic, payload, properties, expires } = message
  const left = expires === undefined ? undefined : Math.max(0, Math.floor((expires - now) / 1000))
  return {
    cmd: 'publish',
    topic,
    payload,
    qos,
    dup: false,
    retain,
    ...(messageId !== undefined && { messageId }),
    properties: { ...properties, ...(left !== undefined && { messageExpiryInterval: left }) },
  }
}
