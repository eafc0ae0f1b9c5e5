/** What is sent to people about an alert, and to their programs. */
import { type Duration, formatDuration, millis } from '#time/duration'
import type { Alert } from './alert.ts'
import type { Severity } from './alert-rule.ts'

/** As it goes out in JSON. Fields may be added to it, none goes away. */
export interface AlertMessage {
  /** The same when a message is sent again because nobody knows whether it arrived. */
  readonly id: string
  readonly kind: 'raised' | 'repeated' | 'ended' | 'test'
  /** ISO 8601, by the heaters' clock. */
  readonly at: string
  readonly severity: Severity
  readonly title: string
  readonly text: string
  /** The rule's name, or `test`. */
  readonly rule: string
  /** Of this one time that it was raised. */
  readonly alert?: string | undefined
  /** Absent where it is about the station. */
  readonly heater?: { readonly id: string; readonly name: string } | undefined
  readonly since?: string | undefined
  readonly ended?: string | undefined
}

const iso = (at: number) => new Date(at).toISOString()

export function alertMessage(
  alert: Alert,
  kind: 'raised' | 'repeated' | 'ended',
  { title, heater, now }: { title: string; heater?: AlertMessage['heater']; now: number },
): AlertMessage {
  const { id, severity, rule, since, ended, told, text } = alert
  const lasted = formatDuration(rounded((ended ?? now) - since))
  return {
    id: kind === 'ended' ? `${id}.over` : `${id}.${told + 1}`,
    kind,
    at: iso(now),
    severity,
    title: `${heater?.name ?? 'Station'}: ${title}${kind === 'ended' ? ' – over' : ''}`,
    text: {
      raised: text,
      repeated: `For ${lasted} by now. ${text}`,
      ended: `It is over, after ${lasted}. It was: ${text}`,
    }[kind],
    rule,
    alert: id,
    heater,
    since: iso(since),
    ...(ended !== undefined && { ended: iso(ended) }),
  }
}

const rounded = (span: number): Duration => millis(Math.round(span / 1000) * 1000)

export const testMessage = (id: string, now: number): AlertMessage => ({
  id,
  kind: 'test',
  at: iso(now),
  severity: 'info',
  title: 'Station: a test',
  text: 'This is a test. Alerts of your water heaters will come in this way.',
  rule: 'test',
})
