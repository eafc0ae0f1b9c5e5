/** A field as the wire carries it: whole numbers, in which history counts. */
import type { StatusKey } from '#schema/status'

/** Undefined where the wire had nothing, or no whole number: there the codec has no value either. */
export function countOf(raw: Readonly<Record<string, unknown>>, key: StatusKey): number | undefined {
  const value = raw[key]
  return typeof value === 'number' && Number.isInteger(value) && Math.abs(value) < 2 ** 50 ? value : undefined
}
