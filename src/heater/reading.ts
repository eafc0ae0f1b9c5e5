/** What a heater told: its typed fields themselves, and under `about` what is known of the message. */
import { type Decoded, decode, type Oddity } from '#schema/codec'
import { type DeviceInfo, deviceInfoFields } from '#schema/device-info'
import type { Fields } from '#schema/field'
import { type Status, statusFields } from '#schema/status'

/**
 * Why a status is here: the `answer` to our question, the `copy` that the heater sends after each answer,
 * a `push` on its own account or for somebody else, or `history`: it may be older than what is known, because it came
 * on a new connection before the first answer, or answers a question that was given up for a later one.
 */
export type ReadingCause = 'answer' | 'copy' | 'push' | 'history'

/** What is known of a message beside its fields. */
export class ReadingDetails {
  /** When it was received. */
  readonly at: Date
  /** Why it is here. */
  readonly cause: ReadingCause
  /** What in it was odd; those fields have no typed value, unless it is an unknown code. */
  readonly oddities: readonly Oddity[]
  /** Fields that the table lacks, under their raw names. */
  readonly extra: Readonly<Record<string, unknown>>
  /** The fields as they came. */
  readonly raw: Readonly<Record<string, unknown>>

  constructor(
    at: Date,
    cause: ReadingCause,
    decoded: Pick<Decoded<Fields>, 'oddities' | 'extra'>,
    raw: Readonly<Record<string, unknown>>,
  ) {
    this.at = at
    this.cause = cause
    this.oddities = decoded.oddities
    this.extra = decoded.extra
    this.raw = raw
  }

  /** Leaves the raw frame out, which would say everything twice. */
  toJSON(): object {
    const { at, cause, oddities, extra } = this
    return { at, cause, oddities, extra }
  }
}

/** A status: °C, K, W, Wh, L, L/min, names for codes. A field that the heater didn't send is absent. */
export type Reading = Status & { readonly about: ReadingDetails }
/** Device info in the same form. */
export type InfoReading = DeviceInfo & { readonly about: ReadingDetails }

const told = <Table extends Fields>(
  fields: Table,
  raw: Readonly<Record<string, unknown>>,
  at: Date,
  cause: ReadingCause,
) => {
  const decoded = decode(fields, raw)
  return { ...decoded.values, about: new ReadingDetails(at, cause, decoded, raw) }
}

export const readStatus = (raw: Readonly<Record<string, unknown>>, at: Date, cause: ReadingCause): Reading =>
  told(statusFields, raw, at, cause)

export const readDeviceInfo = (raw: Readonly<Record<string, unknown>>, at: Date): InfoReading =>
  told(deviceInfoFields, raw, at, 'answer')
