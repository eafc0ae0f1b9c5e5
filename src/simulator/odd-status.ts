/** A status as the firmware of tomorrow may send it: codes without a name, nulls, holes, and fields that nobody knows. */
import { type StatusKey, statusFields } from '#schema/status'

type Frame = Readonly<Record<string, unknown>>

/** No list of codes goes so far. */
const unknownCode = 99

const oddities = [
  (key: string, value: unknown) => (statusFields[key as StatusKey]?.labels ? unknownCode : value),
  () => null,
  () => undefined,
  (_: string, value: unknown) => value,
] as const

/** A quarter of the fields each: without a name, null, missing, as it was. In four turns every field has been each. */
export function oddStatus(frame: Frame, turn: number): Frame {
  const odd: Record<string, unknown> = { fieldOfTomorrow: turn, tableOfTomorrow: [{ nested: true }] }
  for (const [i, [key, value]] of Object.entries(frame).entries())
    odd[key] = oddities[(i + turn) % oddities.length]?.(key, value)
  return odd
}
