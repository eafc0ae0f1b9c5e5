/** Samples as lines of JSON: typed values in °C, K, W, Wh and L, with all that was odd, so that nothing is lost. */
import { decode, encode, type Oddity } from '#schema/codec'
import { type Status, statusFields } from '#schema/status'
import { isRecord } from '#schema/wire-entry'
import type { StoredSample } from '../store/store.ts'
import type { ImportedSample } from './imported-sample.ts'

/** A line of such a file. */
export interface SampleLine {
  readonly at: string
  readonly cause: StoredSample['cause']
  readonly connected: boolean
  readonly status: Status
  readonly oddities?: readonly Oddity[]
  readonly extra?: Readonly<Record<string, unknown>>
}

export function sampleLine({ at, cause, connected, raw }: StoredSample): SampleLine {
  const { values, oddities, extra } = decode(statusFields, raw)
  return {
    at: new Date(at).toISOString(),
    cause,
    connected,
    status: values,
    ...(oddities.length > 0 && { oddities }),
    ...(Object.keys(extra).length > 0 && { extra }),
  }
}

/** @returns undefined for what is no such line. */
export function sampleOfLine(line: unknown): ImportedSample | undefined {
  if (!isRecord(line) || typeof line.at !== 'string' || !isRecord(line.status)) return undefined
  const at = Date.parse(line.at)
  if (Number.isNaN(at)) return undefined
  const extra = isRecord(line.extra) ? line.extra : {}
  const oddities = Array.isArray(line.oddities) ? line.oddities.filter(isOddity) : []
  try {
    const raw = encode(statusFields, { values: line.status as Status, oddities, extra })
    return Object.keys(raw).length === 0 ? undefined : { at, connected: line.connected !== false, raw }
  } catch {
    // A name that no code has.
    return undefined
  }
}

const isOddity = (value: unknown): value is Oddity => isRecord(value) && typeof value.field === 'string'
