/** How the simulated AWS IoT behaves: its limits, and a choice wherever nobody outside of AWS knows. One table, names and defaults. */
import { type Duration, days, hours, seconds } from '#time/duration'

/** How a gateway answers a CONNECT of MQTT 5: as AWS does, or as one that doesn't know it: `20 02 00 01`, 0x84, nothing. */
export type Mqtt5 = true | 'connack-1' | 'connack-84' | 'mute'

/** AWS's own patterns: `*` is any text, across slashes too, and `?` any character; `${iot:ClientId}` is the client's id. */
export interface Permission {
  /** Everything when left out. */
  readonly allow?: readonly string[]
  /** Wins over `allow`. Nothing when left out. */
  readonly deny?: readonly string[]
}

/** What a client may do. A `+` or `#` in a filter is a character like any other here, as in AWS's policies. */
export interface GatewayPolicy {
  /** Client ids. */
  readonly connect?: Permission
  readonly publish?: Permission
  /** Topics on which a message may be retained. */
  readonly retain?: Permission
  /** Topic filters. */
  readonly subscribe?: Permission
  /** Topics; what isn't allowed isn't delivered, in silence. */
  readonly receive?: Permission
}

/** How the simulated gateway behaves when nothing is chosen. */
export const gatewayDefaults = {
  // What AWS documents, or what its users measured.

  keepAlive: { shortest: seconds(30), longest: seconds(1200) },
  /** A client is given up after so many keep-alives without a word. */
  patience: 1.5,
  /** A WebSocket is closed at the first packet either way after this. */
  lifetime: hours(24) as Duration,
  clientIdBytes: 128,
  /** One CONNECT per client id in this time; 0 allows any number. */
  connectInterval: seconds(1) as Duration,
  filtersPerPacket: 8,
  subscriptions: 50,
  payloadBytes: 131_072,
  packetBytes: 149_504,
  topicBytes: 256,
  topicSlashes: 7,
  /** PUBLISH packets a second, each way; what is beyond is discarded in silence. */
  publishesPerSecond: 100,
  /** Bytes a second, each way; what is beyond waits. */
  bytesPerSecond: 524_288,
  /** QoS 1 messages that wait for a PUBACK, each way. */
  inFlight: 100,
  topicAliases: 8,
  /** A message lives no longer, even when it says so itself. */
  longestMessageExpiry: days(7) as Duration,
  /** How long a session of MQTT 3.1.1 is kept for a client that went. */
  sessionExpiry: hours(1) as Duration,
  longestSessionExpiry: days(7) as Duration,
  /** Stored messages a second when a client comes back for them. */
  storedPerSecond: 10,
  /** The same for those of a shared subscription. */
  sharedStoredPerSecond: 20,
  /** QoS 1 messages that are never acknowledged are sent again for so long. */
  redeliveryEnd: hours(1) as Duration,

  // What a client could meet and nobody can look up.

  mqtt5: true as Mqtt5,
  policy: {} as GatewayPolicy,
  /** A WebSocket without a CONNECT is closed after this. */
  connectTimeout: seconds(30) as Duration,
  /** Whether the upgrade may be signed in its headers. */
  headerSigned: false as boolean,
  /** Whether a signature that covers the session token is good, too. */
  signedToken: false as boolean,
  /** Whether X-Amz-Expires shortens the five minutes. */
  honourExpires: false as boolean,
  /** Off port 443 signers disagree whether the port belongs to the host: whether both are good. */
  anyPort: true as boolean,
  /** Whether a connection ends with the AWS credentials that opened it. */
  endWithCredentials: false as boolean,
  /** Packets that come in one frame with CONNECT, before any CONNACK could have been seen. */
  earlyPackets: 'close' as 'close' | 'take',
  /** Whether an MQTT 5 CONNACK names the keep-alive also when it is the one that was asked for. */
  echoKeepAlive: true as boolean,
  /** Return code for MQTT 3.1.1 when CONNECT comes too often; `close` says nothing. MQTT 5 gets 0x97. */
  throttledConnect: 'close' as 'close' | 1 | 2 | 3 | 4 | 5,
  /** More filters in one SUBSCRIBE of MQTT 5 than allowed: refused in the SUBACK or the connection ended, 0x97. */
  tooManyFilters: 'suback' as 'suback' | 'disconnect',
  /** More subscriptions than allowed: refused, the connection ended, or granted and never heard of. */
  tooManySubscriptions: 'suback' as 'suback' | 'disconnect' | 'ignore',
  /** How long after its SUBACK a subscription begins to match. */
  matchingLag: seconds(0) as Duration,
  /** QoS 2 on MQTT 5: silence as on 3.1.1, or DISCONNECT 0x9B. */
  qos2: 'mute' as 'mute' | 'disconnect',
  /** A denied publish of QoS 0 on MQTT 5. */
  deniedQos0: 'drop' as 'drop' | 'disconnect',
  /** A topic that can't be, in a publish of MQTT 5 at QoS 1: PUBACK 0x90 or DISCONNECT 0x90. */
  badTopic: 'puback' as 'puback' | 'disconnect',
  /** Publish and subscribe on a `$` topic that AWS doesn't have. */
  reservedTopics: 'disconnect' as 'disconnect' | 'ignore',
  /** Reason of the DISCONNECT for what is too large. */
  oversizeCode: 0x97,
  /** Reason of the DISCONNECT at the end of `lifetime`. */
  lifetimeCode: 0x98,
  /** Outgoing messages beyond `publishesPerSecond`. */
  outboundExcess: 'discard' as 'discard' | 'delay',
  /** How long until an unacknowledged message is sent again, and again. */
  redelivery: seconds(30) as Duration,
  /** Who gets unacknowledged messages again on the same connection; MQTT 5 forbids it. On the next connection everybody does. */
  redeliverTo: 'all' as 'all' | '3.1.1' | 'nobody',
  /** Of a message that is sent again. */
  redeliveryId: 'same' as 'same' | 'new',
  /** Messages kept for a client that is away; the oldest go first. */
  storedMessages: 10_000,
  /** How much longer than promised a session is kept; up to half an hour on AWS. */
  sessionOvertime: seconds(0) as Duration,
  /** Whether the gateway says goodbye with a WebSocket Close frame or just cuts. */
  closeFrame: true as boolean,
  /** Whether MQTT 5 refusals carry a text. */
  reasonStrings: false as boolean,
}

export type GatewayOptions = { readonly [Name in keyof typeof gatewayDefaults]: (typeof gatewayDefaults)[Name] }

export const gatewayOptions = (chosen: Partial<GatewayOptions> = {}): GatewayOptions => ({
  ...gatewayDefaults,
  ...chosen,
})
