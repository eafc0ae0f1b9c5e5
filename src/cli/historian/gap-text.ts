/** Gaps in words. */
import type { Gap, GapCause } from '#station/history/gap'
import { formatDuration, millis } from '#time/duration'
import { timeText } from '../print/time-text.ts'

const causes: Readonly<Record<GapCause, string>> = {
  'station-stopped': 'no station ran',
  'link-down': 'there was no way to the cloud',
  'heater-offline': 'the heater was offline',
  'heater-silent': 'the heater did not answer',
  clock: 'the clock was set forward',
  'not-stored': 'it could not be written',
  'not-watched': 'the station did not watch it',
  'not-asked': 'the station was too busy to ask',
  unknown: 'why is not known',
}

/** `2026-10-05T14:05:00Z  nothing for 3 h: no station ran`. */
export function gapText({ from, until, cause }: Gap): string {
  const length = until === undefined ? 'nothing since then' : `nothing for ${formatDuration(millis(until - from))}`
  return `${timeText(new Date(from))}  ${length}: ${causes[cause]}`
}
