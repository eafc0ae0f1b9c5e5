/** What goes into an MQTT payload and what comes out of one. */
import { ProtocolError } from '#schema/errors'
import { isMacAddress, macAddress } from './mac-address.ts'
import { redactText } from './redact.ts'
import { type HeaterAddress, isRefusal, macOfTopic } from './topics.ts'

export interface RequestEnvelope {
  readonly protocolVersion: 2
  readonly clientID: string
  readonly sessionID: string
  readonly requestTopic: string
  readonly responseTopic: string
  readonly request: Readonly<Record<string, unknown>> & { readonly command: number }
}

export interface Addressed extends HeaterAddress {
  /** Opaque text that belongs to the heater and goes with every request. */
  readonly additionalValue: string
}

/** A request as the vendor's app sends it. `fields` are the command's own. */
export const requestEnvelope = (
  heater: Addressed,
  envelope: Pick<RequestEnvelope, 'clientID' | 'sessionID' | 'requestTopic' | 'responseTopic'>,
  command: number,
  fields: Readonly<Record<string, unknown>> = {},
): RequestEnvelope => ({
  protocolVersion: 2,
  ...envelope,
  request: {
    command,
    deviceType: heater.deviceType,
    macAddress: heater.macAddress,
    additionalValue: heater.additionalValue,
    ...fields,
  },
})

/** What heaters are told of an app as it comes (1) and goes (0). */
export const appConnection = (
  { deviceType, macAddress, additionalValue }: Addressed,
  ids: Pick<RequestEnvelope, 'clientID' | 'sessionID' | 'requestTopic'>,
  status: 0 | 1,
) => ({
  protocolVersion: 1,
  ...ids,
  // Nobody looks at `os`; this is what the vendor's app for Android says.
  event: { deviceType, macAddress, additionalValue, connection: { os: 'A', status } },
})

type Raw = Readonly<Record<string, unknown>>

interface Parsed {
  readonly topic: string
  /** Of the request that is answered, or a one-digit counter when the heater speaks unasked. */
  readonly sessionId: string | undefined
  readonly macAddress: string | undefined
}

export type Message =
  | (Parsed & { readonly kind: 'status'; readonly raw: Raw })
  | (Parsed & { readonly kind: 'device-info'; readonly raw: Raw })
  | (Parsed & { readonly kind: 'refusal'; readonly failCode: number })
  /** Device or app came or went; `status` ≤ 0 is gone. */
  | (Parsed & { readonly kind: 'connection'; readonly status: number | undefined })
  /** Somebody's request, ours or the phone app's, that comes back through the heater's filter. */
  | (Parsed & { readonly kind: 'request'; readonly raw: Raw })
  | (Parsed & { readonly kind: 'other'; readonly raw: Raw })

const isRecord = (value: unknown): value is Raw => typeof value === 'object' && value !== null && !Array.isArray(value)
const asNumber = (value: unknown) => (typeof value === 'number' ? value : undefined)
const asText = (value: unknown) =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : undefined

/** What is no MAC address says nothing; then the topic does. */
function macOf(value: unknown): string | undefined {
  const mac = typeof value === 'string' ? macAddress(value) : ''
  return isMacAddress(mac) ? mac : undefined
}

/** @throws ProtocolError, with the redacted payload, when it isn't a JSON object. */
export function parseEnvelope(payload: Uint8Array | string): Raw {
  const source = typeof payload === 'string' ? payload : textOf(payload)
  let envelope: unknown
  try {
    envelope = JSON.parse(source)
  } catch (cause) {
    throw notUnderstood('is not JSON', source, redactedCause(cause))
  }
  if (!isRecord(envelope)) throw notUnderstood('is not a JSON object', source)
  return envelope
}

const textOf = ({ buffer, byteOffset, byteLength }: Uint8Array) =>
  Buffer.from(buffer, byteOffset, byteLength).toString()

const notUnderstood = (what: string, source: string, cause?: Error) =>
  new ProtocolError(`A message on the heater’s topic ${what}.`, {
    frame: redactText(source),
    ...(cause ? { cause } : {}),
  })

/** V8 quotes a cut-out of what it could not parse, too short for the redactor to know a secret by. */
const redactedCause = (cause: unknown) =>
  new SyntaxError((cause instanceof Error ? cause.message : String(cause)).replace(/(\.{3})?".*"(\.{3})?/s, '…'))

/** Says what a message is. Requests and replies are told apart by their body, because both come on the heater's topics. */
export function readEnvelope(topic: string, envelope: Raw): Message {
  const { request, response, event } = envelope
  const body = [response, request, event].find(isRecord) ?? {}
  const parsed = {
    topic,
    sessionId: asText(envelope.sessionID),
    macAddress: macOf(body.macAddress) ?? macOfTopic(topic),
  }
  if (isRecord(response)) {
    if (isRefusal(topic)) return { ...parsed, kind: 'refusal', failCode: asNumber(response.failCode) ?? Number.NaN }
    const status = [response.status, response.st].find(isRecord)
    if (status) return { ...parsed, kind: 'status', raw: status }
    const feature = [response.feature, response.did].find(isRecord)
    if (feature) return { ...parsed, kind: 'device-info', raw: feature }
    return { ...parsed, kind: 'other', raw: response }
  }
  if (isRecord(request)) return { ...parsed, kind: 'request', raw: request }
  if (isRecord(event)) {
    const connection = event.connection
    return { ...parsed, kind: 'connection', status: isRecord(connection) ? asNumber(connection.status) : undefined }
  }
  return { ...parsed, kind: 'other', raw: envelope }
}
