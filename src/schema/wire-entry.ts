/** A list of entries between wire and plain values, so that nothing that a heater holds is lost on the way. */
import { ProtocolError } from './errors.ts'

/** An entry as the wire has it. */
export type WireEntry = Readonly<Record<string, unknown>>

/** What a heater holds of an entry that plain values can't say. */
export interface Held {
  /**
   * The whole entry as it came, where it has fields or numbers that the values beside it can't say. Each of its fields
   * is written back unless the value that it was read as has been changed; leave it out to write the values alone.
   */
  readonly raw?: WireEntry
}

/** Something in a list that is no entry. It is written back at its place as it came. */
export interface Unreadable {
  /** Its place in the list. */
  readonly index: number
  readonly raw: unknown
}

/** Master switch and list, in the words of the wire. */
export interface WireSchedule {
  /** 2 on, 1 off. */
  readonly reservationUse: number
  readonly reservation: readonly unknown[]
}

/** What all schedules have beside their entries. */
export interface Master {
  /** The master switch. Off, the heater keeps its entries and follows none. */
  readonly enabled: boolean
  /** The wire's own number where it is neither 2 nor 1. It is written back while `enabled` is false. */
  readonly use?: number
  /** What the list held that is no entry. */
  readonly unreadable?: readonly Unreadable[]
}

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const isWhole = (value: unknown, least: number, most: number): value is number =>
  Number.isInteger(value) && (value as number) >= least && (value as number) <= most

export const isByte = (value: unknown): value is number => isWhole(value, 0, 255)

/** The master switch of a body, and its list, whichever form that has. */
export function readMaster(body: unknown, what: string): { readonly master: Master; readonly list: unknown } {
  const { reservationUse: use, reservation: list } = isRecord(body) ? body : {}
  // An empty schedule instead of these would be written back, and wipe the heater's.
  if (list === undefined || list === null) throw new ProtocolError(`A ${what} came without its list of entries.`)
  if (!isWhole(use, -(2 ** 31), 2 ** 32)) throw new ProtocolError(`A ${what} came without its master switch.`)
  return { master: { enabled: use === 2, ...(use !== 1 && use !== 2 && { use }) }, list }
}

export const reservationUse = ({ enabled, use }: Master): number => (enabled ? 2 : (use ?? 1))

/** Reads what can be read of a list; one bad entry doesn't cost the others. */
export function readList<Entry>(
  list: readonly unknown[],
  read: (entry: WireEntry) => Entry | undefined,
): { readonly entries: readonly Entry[]; readonly unreadable?: readonly Unreadable[] } {
  const entries: Entry[] = []
  const unreadable: Unreadable[] = []
  list.forEach((raw, index) => {
    const entry = isRecord(raw) ? read(raw) : undefined
    if (entry === undefined) unreadable.push({ index, raw })
    else entries.push(entry)
  })
  return unreadable.length > 0 ? { entries, unreadable } : { entries }
}

/** The inverse of {@link readList}. */
export function writeList(entries: readonly WireEntry[], unreadable: readonly Unreadable[] = []): readonly unknown[] {
  const list: unknown[] = [...entries]
  for (const { index, raw } of unreadable.toSorted((a, b) => a.index - b.index)) list.splice(index, 0, raw)
  return list
}

/** For each plain value the fields of the wire that say it, in the wire's order. */
export type Writers<Entry> = Readonly<Record<string, (entry: Entry) => WireEntry>>

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)

/** The fields of an entry: those of `raw` where the values still are what was read from it, the values' own elsewhere. */
export function writeEntry<Entry extends Held>(
  entry: Entry,
  writers: Writers<Entry>,
  read: (raw: WireEntry) => Entry | undefined,
): WireEntry {
  const before = entry.raw && read(entry.raw)
  const fields: Record<string, unknown> = { ...(before && entry.raw) }
  for (const write of Object.values(writers)) {
    const said = write(entry)
    if (before === undefined || !same(said, write(before))) Object.assign(fields, said)
  }
  return fields
}

/** Whether the values say all that the wire said. */
export function saysAll<Entry>(entry: Entry, writers: Writers<Entry>, raw: WireEntry): boolean {
  const said = Object.assign({}, ...Object.values(writers).map(write => write(entry))) as WireEntry
  const keys = Object.keys(raw)
  return keys.length === Object.keys(said).length && keys.every(key => said[key] === raw[key])
}
