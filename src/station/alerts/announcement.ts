/** Which message an alert owes to people at a moment: none in quiet hours, none while it is snoozed, and none twice. */
import type { Alert } from './alert.ts'
import type { RuleSetting } from './alert-rule.ts'
import { isQuiet } from './quiet-hours.ts'

/** `later`: something may be owed when the time has come. `nothing`: no more, for ever, of an alert that is over. */
export type Owed = 'raised' | 'repeated' | 'ended' | 'later' | 'nothing'

/** @param minute since local midnight. */
export function owed(
  alert: Alert,
  { repeat, quiet, daily }: Pick<RuleSetting, 'repeat' | 'quiet'> & { readonly daily: boolean },
  now: number,
  minute: number,
): Owed {
  const { severity, ended, acknowledged, snoozedUntil = 0, told, toldAt = 0 } = alert
  if (ended !== undefined && (told === 0 ? acknowledged !== undefined : daily)) return 'nothing'
  if (ended !== undefined && snoozedUntil > ended) return 'nothing'
  if (quiet && (severity !== 'alarm' || quiet.own) && isQuiet(quiet.hours, minute)) return 'later'
  if (ended !== undefined) return 'ended'
  if (snoozedUntil > now || acknowledged !== undefined) return 'later'
  if (told === 0) return 'raised'
  const due = repeat !== undefined && now - toldAt >= repeat
  return due || toldAt < snoozedUntil ? 'repeated' : 'later'
}
