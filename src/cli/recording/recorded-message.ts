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

/** No message is nested deeper, and printing one that is could overflow the stack. */
const deepest = 100

/** Level by level, so that the question itself can't overflow. */
function isDeeper(value: unknown, levels: number): boolean {
  let level: unknown[] = [value]
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > levels) return true
    level = level.flatMap(item => (typeof item === 'object' && item !== null ? Object.values(item) : []))
  }
  return false
}

/**
 * Takes a line of `navilink record`, an envelope, its `response` alone, or a bare status or device info.
 * @returns undefined when it is none of these.
 */
export function recordedMessage(value: unknown): RecordedMessage | undefined {
  if (!isRecord(value) || isDeeper(value, deepest)) return undefined
  if (typeof value.topic === 'string' && isRecord(value.message)) {
    const at = new Date(typeof value.at === 'string' ? value.at : Number.NaN)
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
