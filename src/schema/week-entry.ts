/** The six fields that reservations and recirculation entries share on the wire, and their form as six bytes in hex. */
import { ProtocolError } from './errors.ts'
import {
  isByte,
  isRecord,
  isWhole,
  type Master,
  readList,
  readMaster,
  reservationUse,
  type WireEntry,
  type WireSchedule,
  writeList,
} from './wire-entry.ts'

/** The fields that an entry needs to be one. */
export interface WeekFields {
  readonly enable: number
  readonly week: number
  readonly hour: number
  readonly min: number
  readonly mode: number
  /** Undefined when it wasn't a whole number; −1 for 255 too, which is how six bytes say it. */
  readonly param: number | undefined
}

/** Undefined when a field is missing or no byte. */
export function weekFields({ enable, week, hour, min, mode, param }: WireEntry): WeekFields | undefined {
  if (!isByte(enable) || !isByte(week) || !isByte(hour) || !isByte(min) || !isByte(mode)) return undefined
  return { enable, week, hour, min, mode, param: isWhole(param, -255, 255) ? (param === 255 ? -1 : param) : undefined }
}

const order = ['enable', 'week', 'hour', 'min', 'mode', 'param'] as const
const digits = 2 * order.length

const isPadding = (entry: unknown) => isRecord(entry) && order.every(field => entry[field] === 0)

/** The objects of the list form, whichever form came. Unused slots, all six zero, are left out. */
function listOf(list: unknown, what: string): readonly unknown[] {
  if (typeof list === 'string') return listFromHex(list, what)
  if (!Array.isArray(list)) throw new ProtocolError(`A ${what} came with something else than a list of entries.`)
  return list.filter(entry => !isPadding(entry))
}

function listFromHex(hex: string, what: string): readonly WireEntry[] {
  // Cut off somewhere, it might lack entries, and what lacks entries must not be written back.
  if (!/^[\da-f]*$/i.test(hex) || hex.length % digits !== 0)
    throw new ProtocolError(`A ${what} came as a text that isn't six bytes an entry.`)
  const entries: WireEntry[] = []
  for (let at = 0; at < hex.length; at += digits) {
    const bytes = order.map((_, i) => Number.parseInt(hex.slice(at + 2 * i, at + 2 * i + 2), 16))
    const entry = Object.fromEntries(order.map((field, i) => [field, bytes[i]]))
    if (!isPadding(entry)) entries.push(bytes[5] === 255 ? { ...entry, param: -1 } : entry)
  }
  return entries
}

/**
 * Six bytes an entry, in hex, filled up with zeros to `slots` entries. What is no byte is cut to one, as in the memory of
 * a heater, and what is no entry is left out.
 */
export function hexOf(list: readonly unknown[], slots = 0): string {
  const entries = list
    .filter(isRecord)
    .map(entry =>
      order
        .map(field => ((typeof entry[field] === 'number' ? entry[field] : 0) & 255).toString(16).padStart(2, '0'))
        .join(''),
    )
  return entries.join('').padEnd(slots * digits, '0')
}

/** A schedule of weekly entries with its master switch. */
export interface WeekSchedule<Entry> extends Master {
  readonly entries: readonly Entry[]
}

/** @throws ProtocolError when the body is no schedule: see {@link readMaster}. */
export function readWeekSchedule<Entry>(
  body: unknown,
  what: string,
  read: (entry: WireEntry) => Entry | undefined,
): WeekSchedule<Entry> {
  const { master, list } = readMaster(body, what)
  return { ...master, ...readList(listOf(list, what), read) }
}

export function weekScheduleFields<Entry>(
  schedule: WeekSchedule<Entry>,
  write: (entry: Entry) => WireEntry,
): WireSchedule {
  return {
    reservationUse: reservationUse(schedule),
    reservation: writeList(schedule.entries.map(write), schedule.unreadable),
  }
}
