/** Errors and alarms that begin and end, with what they mean and what to do. */
import { explainAlarm, explainFault, faults } from '#schema/faults'
import type { Status } from '#schema/status'
import { formatDuration, millis } from '#time/duration'
import type { JournalEntry } from './journal-entry.ts'

/** What was wrong last; `code` 0 is nothing. */
export interface KnownFault {
  readonly code: number
  readonly sub?: number | undefined
  /** When it was seen first, ms since 1970. */
  readonly since: number
}

export interface KnownFaults {
  readonly error?: KnownFault | undefined
  readonly alarm?: KnownFault | undefined
}

type Kind = keyof KnownFaults

/** What is known after a status, and what there is to say about it. What the status doesn't tell is as it was. */
export function faultChanges(
  known: KnownFaults,
  { errorCode, subErrorCode, minorCode }: Status,
  at: number,
  heater: string,
): { readonly known: KnownFaults; readonly entries: readonly JournalEntry[] } {
  const now: Record<Kind, KnownFault | undefined> = {
    error: errorCode === undefined ? undefined : { code: errorCode, sub: errorCode ? subErrorCode : 0, since: at },
    alarm: minorCode === undefined ? undefined : { code: minorCode, sub: 0, since: at },
  }
  const kinds: readonly Kind[] = ['error', 'alarm']
  const entries = kinds.flatMap(kind => [...changes(kind, known[kind], now[kind], at, heater)])
  const kept = (kind: Kind) => {
    const [old, fresh] = [known[kind], now[kind]]
    return fresh === undefined || (old && isSame(old, fresh)) ? old : fresh
  }
  return { known: { error: kept('error'), alarm: kept('alarm') }, entries }
}

const isSame = (a: KnownFault, b: KnownFault) => a.code === b.code && (a.sub ?? 0) === (b.sub ?? 0)

function* changes(
  kind: Kind,
  old: KnownFault = { code: 0, since: 0 },
  now: KnownFault | undefined,
  at: number,
  heater: string,
): Generator<JournalEntry> {
  if (now === undefined || isSame(old, now)) return
  const entry = { at, heater, kind: 'fault' } as const
  if (old.code !== 0) {
    const took = Math.max(0, at - old.since)
    const text = `${name(kind, old)} is over after ${formatDuration(millis(took))}.`
    yield { ...entry, text, data: { fault: kind, state: 'ended', code: old.code, sub: old.sub ?? 0, took } }
  }
  if (now.code !== 0) {
    const { code, sub = 0 } = now
    const text = kind === 'error' ? explainFault(code, sub) : explainAlarm(code)
    const known = kind === 'error' ? faults[code] : undefined
    const data = { fault: kind, state: 'began', code, sub, ...(known && { remedy: known.remedy }) }
    yield { ...entry, text, data }
  }
}

/** `E480 upper tank sensor`, `R101`. */
function name(kind: Kind, { code }: KnownFault): string {
  if (kind === 'alarm') return `R${code}`
  return [`E${String(code).padStart(3, '0')}`, faults[code]?.text].filter(Boolean).join(' ')
}
