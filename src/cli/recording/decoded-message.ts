/** One recorded message, read: a status or a device info with its typed values, or the mention of another kind. */
import { type Decoded, decode } from '#schema/codec'
import { energyToSetpoint, heating, usableEnergy } from '#schema/derived'
import { deviceInfoFields } from '#schema/device-info'
import { statusFields } from '#schema/status'
import type { Message } from '#wire/envelope'
import { alarmText, faultText } from '../print/fault-text.ts'
import { recordedMessage } from './recorded-message.ts'

interface Origin {
  readonly file: string
  readonly place: string
  readonly sessionId: string | undefined
  /** When it was received, or when the question was asked that it answers. */
  readonly at: Date | undefined
}

export type DecodedStatus = Origin & { readonly kind: 'status'; readonly fields: Decoded<typeof statusFields> }
export type DecodedInfo = Origin & { readonly kind: 'device-info'; readonly fields: Decoded<typeof deviceInfoFields> }
export type DecodedMessage = DecodedStatus | DecodedInfo

/** @returns what is wrong with the value, to follow its place, when it can't be read. */
export function decodedMessage(
  file: string,
  place: string,
  value: unknown,
): DecodedMessage | { readonly kind: Exclude<Message['kind'], 'status' | 'device-info'> } | string {
  const recorded = recordedMessage(value)
  if (recorded === undefined) return 'is JSON, but no message of a heater'
  const { message } = recorded
  const { sessionId } = message
  const origin = { file, place, sessionId, at: recorded.at ?? timeIn(sessionId) }
  if (message.kind === 'status') return { ...origin, kind: message.kind, fields: decode(statusFields, message.raw) }
  if (message.kind === 'device-info')
    return { ...origin, kind: message.kind, fields: decode(deviceInfoFields, message.raw) }
  return { kind: message.kind }
}

/** The vendor's app makes the id of a request of the time: milliseconds since 1970. */
const timeIn = (sessionId: string | undefined) =>
  sessionId !== undefined && /^1\d{12}$/.test(sessionId) ? new Date(Number(sessionId)) : undefined

/** As `--json` prints it. */
export function decodedJson({ kind, file, place, sessionId, at, fields }: DecodedMessage): object {
  const { values, oddities, extra } = fields
  const derived = kind === 'status' ? { derived: derivedOf(values as DecodedStatus['fields']['values']) } : {}
  return { kind, file, place, sessionId, at, values, ...derived, oddities, extra }
}

/** What follows from a status, for JSON. */
export const derivedOf = (status: DecodedStatus['fields']['values']) => ({
  heating: heating(status),
  usableEnergy: usableEnergy(status),
  energyToSetpoint: energyToSetpoint(status),
  fault: faultText(status),
  alarm: alarmText(status),
})
