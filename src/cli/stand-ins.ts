/** Consistent stand-ins for the identities in a recording: equal things stay equal, and keep their form. */
import type { Identity, StandIn } from '#wire/redact'

const forms: Readonly<Record<Identity, (n: number) => string>> = {
  mac: n => `02${String(n).padStart(10, '0')}`,
  email: n => `owner${n}@example.com`,
  account: n => String(n),
  secret: n => `secret-${n}`,
  serial: n => `serial-${n}`,
  place: n => `place-${n}`,
  person: n => `person-${n}`,
  device: n => `device-${n}`,
}

export function standIns(): StandIn {
  const known = new Map<string, string>()
  const counts = new Map<Identity, number>()
  const one = (identity: Identity, original: string): string => {
    const key = `${identity} ${identity === 'mac' ? original.replace(/[:-]/g, '').toLowerCase() : original}`
    const before = known.get(key)
    if (before !== undefined) return before
    const n = (counts.get(identity) ?? 0) + 1
    counts.set(identity, n)
    const standIn = forms[identity](n)
    known.set(key, standIn)
    return standIn
  }
  // In a topic home and user stand together, with a slash between them.
  return (identity, original) =>
    identity === 'account'
      ? original
          .split('/')
          .map(part => one(identity, part))
          .join('/')
      : one(identity, original)
}
