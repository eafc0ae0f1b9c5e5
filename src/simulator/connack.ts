/** The CONNACK of the simulated AWS IoT, with the MQTT 5 properties that AWS was seen to send. */
import type { IConnackPacket } from 'mqtt-packet'
import type { Admission, Rejection } from './connect-rules.ts'
import type { GatewayOptions } from './gateway-options.ts'

export function acceptance(admission: Admission, sessionPresent: boolean, options: GatewayOptions): IConnackPacket {
  if (admission.version === 3) return { cmd: 'connack', returnCode: 0, sessionPresent }
  const { assigned, clientId, expiry, expiryChanged, keepAlive, keepAliveChanged } = admission
  return {
    cmd: 'connack',
    reasonCode: 0,
    sessionPresent,
    properties: {
      receiveMaximum: options.inFlight,
      maximumQoS: 1,
      retainAvailable: true,
      maximumPacketSize: options.packetBytes,
      topicAliasMaximum: options.topicAliases,
      wildcardSubscriptionAvailable: true,
      subscriptionIdentifiersAvailable: false,
      sharedSubscriptionAvailable: true,
      ...((options.echoKeepAlive || keepAliveChanged) && { serverKeepAlive: keepAlive / 1000 }),
      ...(expiryChanged && { sessionExpiryInterval: expiry / 1000 }),
      ...(assigned && { assignedClientIdentifier: clientId }),
    },
  }
}

/** Undefined where AWS hangs up without a word. */
export function refusal(
  version: 3 | 5,
  { reasonCode, returnCode }: Rejection,
  options: GatewayOptions,
): IConnackPacket | undefined {
  if (version === 3) return returnCode === undefined ? undefined : { cmd: 'connack', returnCode, sessionPresent: false }
  return {
    cmd: 'connack',
    reasonCode,
    sessionPresent: false,
    ...(options.reasonStrings && { properties: { reasonString: reasonText(reasonCode) } }),
  }
}

/** Nobody has written down AWS's own words. */
export const reasonText = (code: number): string => `Reason 0x${code.toString(16)}.`
