/** A request as a heater hears it. */

export interface HeardRequest {
  readonly clientID: string
  readonly sessionID: unknown
  readonly requestTopic: string
  readonly responseTopic: string
  readonly command: number
  /** Of a control. */
  readonly param: readonly unknown[]
  /** Everything in it. */
  readonly fields: Readonly<Record<string, unknown>>
}

const isPlain = (value: unknown) => typeof value === 'string' || typeof value === 'number'

/** Undefined for what is no request. */
export function readRequest(topic: string, payload: Buffer): HeardRequest | undefined {
  let envelope: Record<string, unknown>
  try {
    envelope = JSON.parse(payload.toString())
  } catch {
    return undefined
  }
  const request = envelope?.request as Record<string, unknown> | null | undefined
  if (typeof request !== 'object' || request === null || typeof envelope.responseTopic !== 'string') return undefined
  return {
    clientID: typeof envelope.clientID === 'string' ? envelope.clientID : '',
    sessionID: isPlain(envelope.sessionID) ? envelope.sessionID : '',
    requestTopic: topic,
    responseTopic: envelope.responseTopic,
    command: typeof request.command === 'number' ? request.command : Number.NaN,
    param: Array.isArray(request.param) ? request.param : [],
    fields: request,
  }
}
