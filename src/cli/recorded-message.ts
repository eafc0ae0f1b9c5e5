/** Recognises a device message in whatever form somebody kept it. */
import { deviceInfoFields } from '#schema/device-info'
import type { Fields } from '#schema/field'
import { statusFields } from '#schema/status'
import { type Message, readEnvelope } from '#wire/envelope'

type Raw = Readonly<Record<string, unknown>>

export interface RecordedMessage {
  readonly message: Message
  /** When it was received, if the recording says so. */
  readonly at?: Date
}

/** A line of `navilink record`. */
export interface RecordedLine {
  readonly at: string
  readonly topic: string
  readonly message: unknown
}

const isRecord = (value: unknown): value is Raw => typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * Takes a line of `navilink record`, an envelope, its `response` alone, or a bare status or device info.
 * @returns undefined when it is none of these.
 */
export function recordedMessage(value: unknown): RecordedMessage | undefined {
  if (!isRecord(value)) return undefined
  if (typeof value.topic === 'string' && isRecord(value.message)) {
    const at = new Date(String(value.at))
    return { message: readEnvelope(value.topic, value.message), ...(Number.isNaN(at.getTime()) ? {} : { at }) }
  }
  if (['response', 'request', 'event'].some(body => isRecord(value[body]))) {
    const topic = [value.responseTopic, value.requestTopic].find(text => typeof text === 'string') ?? ''
    return { message: readEnvelope(topic, value) }
  }
  if (['status', 'st', 'feature', 'did'].some(body => isRecord(value[body])))
    return { message: readEnvelope('', { response: value }) }
  const bare = { topic: '', sessionId: undefined, macAddress: undefined, raw: value }
  const [statusLike, infoLike] = [known(statusFields, value), known(deviceInfoFields, value)]
  if (statusLike === 0 && infoLike === 0) return undefined
  return { message: { ...bare, kind: statusLike >= infoLike ? 'status' : 'device-info' } }
}

const known = (fields: Fields, value: Raw) => Object.keys(value).filter(key => fields[key] !== undefined).length
