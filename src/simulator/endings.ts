/** How a connection of the simulated AWS IoT can end: what lifecycle events call it, what MQTT 5 is told, and whether the will is sent. */

export interface Ending {
  /** `disconnectReason` of the lifecycle event. */
  readonly reason: string
  /** Reason code of the DISCONNECT that an MQTT 5 client gets; nothing is sent without one. */
  readonly code?: number
  /** The client ended it itself, and its will is not sent. */
  readonly byClient?: true
  /** No goodbye of any kind: the network is gone. */
  readonly cut?: true
}

const clientError = (code: number) => ({ reason: 'CLIENT_ERROR', code }) as const satisfies Ending

export const endings = {
  disconnect: { reason: 'CLIENT_INITIATED_DISCONNECT', byClient: true },
  /** MQTT 5's DISCONNECT 0x04. */
  disconnectWithWill: { reason: 'CLIENT_INITIATED_DISCONNECT' },
  lost: { reason: 'CONNECTION_LOST', cut: true },
  takenOver: { reason: 'DUPLICATE_CLIENTID', code: 0x8e },
  silent: { reason: 'MQTT_KEEP_ALIVE_TIMEOUT', code: 0x8d },
  malformed: clientError(0x81),
  protocolError: clientError(0x82),
  invalidFilter: clientError(0x8f),
  invalidTopic: clientError(0x90),
  receiveMaximum: clientError(0x93),
  topicAlias: clientError(0x94),
  quota: clientError(0x97),
  qos: clientError(0x9b),
  subscriptionIdentifier: clientError(0xa1),
  denied: { reason: 'AUTH_ERROR', code: 0x87 },
  shuttingDown: { reason: 'SERVER_INITIATED_DISCONNECT', code: 0x8b },
  deleted: { reason: 'API_INITIATED_DISCONNECT', code: 0x98 },
} as const satisfies Readonly<Record<string, Ending>>

export const tooLarge = (code: number): Ending => clientError(code)
export const tooOld = (code: number): Ending => ({ reason: 'WEBSOCKET_TTL_EXPIRATION', code })
