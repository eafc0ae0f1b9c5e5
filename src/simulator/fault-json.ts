/** Faults as the control port takes and tells them: JSON, with spans of time as texts that say their unit. */
import { type Duration, formatDuration, millis, parseDuration } from '#time/duration'
import {
  type FaultName,
  type FaultSettings,
  faultKinds,
  faultNamed,
  faultNames,
  kindOf,
  settingsOf,
} from './fault-kinds.ts'
import type { ActiveFault } from './faults.ts'

type Json = Readonly<Record<string, unknown>>

/** Settings that are spans of time. */
const spans: readonly string[] = ['duration', 'delay', 'lifetime', 'skew'] satisfies (keyof FaultSettings)[]

/** `{ name: 'rest-slow', delay: '30s' }` as name and settings. @throws RangeError for what isn't understood. */
export function faultOf({ name, ...given }: Json): { readonly name: FaultName; readonly settings: FaultSettings } {
  if (typeof name !== 'string')
    throw new RangeError(`The name of a fault is missing; there are ${faultNames.join(', ')}.`)
  const known = faultNamed(name)
  const settings = Object.entries(given).map(([key, value]) => [key, spans.includes(key) ? spanOf(key, value) : value])
  return { name: known, settings: Object.fromEntries(settings) }
}

function spanOf(key: string, value: unknown): Duration {
  const text = typeof value === 'string' ? value.trim() : ''
  const span = parseDuration(text.replace(/^-/, ''))
  if (span !== undefined) return text.startsWith('-') ? millis(-span) : span
  throw new RangeError(`The ${key} is ${JSON.stringify(value)}; it takes a text with a unit, such as "30s" or "5m".`)
}

/** What is on, as it could be switched on again, with what is left. */
export const activeRecord = ({ name, settings, struck, countLeft, timeLeft }: ActiveFault) => ({
  name,
  says: faultKinds[name].says,
  struck,
  countLeft: countLeft ?? null,
  timeLeft: timeLeft === undefined ? null : formatDuration(timeLeft),
  settings: settingsRecord(settings),
})

/** What there is. */
export const kindRecords = () =>
  faultNames.map(name => {
    const { says, acts, defaults = {} } = kindOf(name)
    return { name, says, acts, takes: settingsOf(name), defaults: settingsRecord(defaults) }
  })

const settingsRecord = (settings: FaultSettings) =>
  Object.fromEntries(
    Object.entries(settings).map(([key, value]) => [key, spans.includes(key) ? spanText(value as Duration) : value]),
  )

/** As people write it where that is exact, to the millisecond where it isn't. */
function spanText(span: Duration): string {
  const size = millis(Math.abs(span))
  const text = formatDuration(size)
  return `${span < 0 ? '-' : ''}${parseDuration(text) === size ? text : `${size}ms`}`
}
