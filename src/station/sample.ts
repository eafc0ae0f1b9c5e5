/** One row of a heater's record: a status that says something new, and what was known beside it. */
import type { Reading } from '#heater/reading'

export interface Sample {
  /** Which heater: its `heaterId`. */
  readonly heater: string
  readonly at: Date
  readonly status: Reading
  /** Whether the cloud could reach the heater. */
  readonly connected: boolean
}

/** Whether a push differs from what was recorded last; why it was sent is no difference. */
export function changed(status: Reading, last: Reading | undefined): boolean {
  if (!last) return true
  const keys = new Set([...Object.keys(status.about.raw), ...Object.keys(last.about.raw)])
  keys.delete('command')
  for (const key of keys) if (status.about.raw[key] !== last.about.raw[key]) return true
  return false
}
