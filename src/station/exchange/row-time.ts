/** When a row was written: from its text, and where it names no zone from the clock of a zone and the order of the rows. */
import { LocalTime } from '#physics/schedule/local-time'

const written =
  /^(\d{4})-(\d\d?)-(\d\d?)[T ](\d\d?):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?\s*(Z|UTC|[+-]\d\d:?(?:\d\d)?)?$/i

/** `wall` is what a clock on the wall showed, as if it stood in Greenwich; `at` is a moment. ms since 1970. */
export type WrittenTime = { readonly at: number } | { readonly wall: number }

/** @returns undefined for what is no time. */
export function writtenTime(text: string): WrittenTime | undefined {
  if (/^\d{9,10}(\.\d+)?$/.test(text)) return { at: Math.round(Number(text) * 1000) }
  if (/^\d{12,13}$/.test(text)) return { at: Number(text) }
  const [whole, year, month, day, hour, minute, second = 0, fraction = '', zone] = written.exec(text.trim()) ?? []
  if (whole === undefined) return undefined
  const millisecond = Number(fraction.slice(0, 3).padEnd(3, '0'))
  const parts = [Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second)] as const
  const wall = Date.UTC(...parts, millisecond)
  const date = new Date(wall)
  // 31 April is a day of May for Date, and no day at all.
  if (date.getUTCDate() !== parts[2] || date.getUTCMonth() !== parts[1] || date.getUTCHours() !== parts[3])
    return undefined
  return zone === undefined ? { wall } : { at: wall - offsetOf(zone) }
}

function offsetOf(zone: string): number {
  const [, sign, hours, minutes = '0'] = /^([+-])(\d\d):?(\d\d)?$/.exec(zone) ?? []
  if (sign === undefined) return 0
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000
}

/** Far enough from a change of the clock, ms, that its zone's offset before and after it are both seen. */
const aDay = 86_400_000

/** Tells moments from the wall clock of a zone. The hour that comes twice is told by the order of the rows. */
export class RowClock {
  readonly #zone: LocalTime
  #last = Number.NEGATIVE_INFINITY

  /** @throws RangeError for a zone that this Node doesn't know. */
  constructor(zone: string) {
    this.#zone = new LocalTime(zone)
  }

  /** @returns undefined for an hour that the clock left out. */
  moment(wall: number): number | undefined {
    const offsets = new Set([this.#zone.offsetAt(wall - aDay), this.#zone.offsetAt(wall + aDay)])
    const moments = [...offsets]
      .map(offset => wall - offset)
      .filter(at => at + this.#zone.offsetAt(at) === wall)
      .sort((one, other) => one - other)
    const at = moments.find(moment => moment >= this.#last) ?? moments.at(-1)
    if (at !== undefined) this.#last = at
    return at
  }
}
