/** Consistent stand-ins for the identities in a recording: equal things stay equal within a run, and keep their form. */
import { macAddress } from '#wire/mac-address'
import { type Identity, redactTextWith, redactWith, type StandIn } from '#wire/redact'

interface Form {
  readonly write: (n: number) => string
  /** Its one group is the number. */
  readonly read: RegExp
}

const form = (write: Form['write'], read: RegExp): Form => ({ write, read })

// Numbers in their order of appearance: nothing of an original can be worked out from one, as it could from a hash.
const forms: Readonly<Record<Identity, Form>> = {
  mac: form(n => `02${String(n).padStart(10, '0')}`, /^02(\d{10})$/),
  email: form(n => `owner${n}@example.com`, /^owner(\d+)@example\.com$/),
  account: form(String, /^(\d+)$/),
  secret: form(n => `secret-${n}`, /^secret-(\d+)$/),
  serial: form(n => `serial-${n}`, /^serial-(\d+)$/),
  place: form(n => `place-${n}`, /^place-(\d+)$/),
  person: form(n => `person-${n}`, /^person-(\d+)$/),
  device: form(n => `device-${n}`, /^device-(\d+)$/),
}

/** The highest number that each kind of stand-in has reached. */
export type Counts = Map<Identity, number>

/** @param counts where to go on from; it is counted up. */
export function standIns(counts: Counts = new Map()): StandIn {
  const known = new Map<string, string>()
  return eachAccount((identity, original) => {
    const key = `${identity} ${identity === 'mac' ? macAddress(original) : original}`
    const before = known.get(key)
    if (before !== undefined) return before
    const n = (counts.get(identity) ?? 0) + 1
    counts.set(identity, n)
    const standIn = forms[identity].write(n)
    known.set(key, standIn)
    return standIn
  })
}

/**
 * Which stand-ins a file holds already, so that a later run takes others: two heaters of two runs never look like one.
 * The redactor finds them, as it found what they stand for.
 * @param lines of a recording.
 */
export async function countsIn(lines: AsyncIterable<string>): Promise<Counts> {
  const counts: Counts = new Map()
  const count = eachAccount((identity, found) => {
    const n = Number(forms[identity].read.exec(found)?.[1] ?? 0)
    if (Number.isSafeInteger(n)) counts.set(identity, Math.max(n, counts.get(identity) ?? 0))
    return found
  })
  for await (const line of lines) {
    try {
      redactWith(count, JSON.parse(line))
    } catch {
      redactTextWith(count, line)
    }
  }
  return counts
}

/** In a topic home and user stand together, with a slash between them. */
const eachAccount =
  (one: StandIn): StandIn =>
  (identity, text) =>
    identity === 'account'
      ? text
          .split('/')
          .map(part => one(identity, part))
          .join('/')
      : one(identity, text)
