/**
 * What a schedule brings along that plain values can't say: only what the heater holds at this moment. The heater would
 * take anything else too, a setpoint of 100 °C among it.
 */
import { isDeepStrictEqual } from 'node:util'
import type { Checked, Path } from '#schema/findings'
import type { Reservation, ReservationSchedule } from '#schema/reservation'
import { checkReservation, type ReservationLimits } from '#schema/reservation-check'
import { entriesOf, entryKey, type Schedule } from '#schema/schedule'
import type { Master } from '#schema/wire-entry'

type Entry = Readonly<Record<string, unknown>>

export interface GivenParts {
  readonly unreadable?: Master['unreadable'] | undefined
  readonly use?: number | undefined
  readonly entries: readonly Entry[]
}

/** Checks one entry by itself, without what the heater holds of it. */
export type CheckAlone = (entry: Entry, path: Path) => Pick<Checked<unknown>, 'problems'>

export interface HeldRules {
  /** What its list is called. */
  readonly list: 'entries' | 'periods'
  /** So many entries are taken; as many as the heater holds in any case. */
  readonly most: number
  readonly alone: CheckAlone
}

/** @throws RangeError with a sentence that names the entry. */
export function mustBeHeld(
  { entries, unreadable = [], use }: GivenParts,
  held: Schedule,
  { list, most, alone }: HeldRules,
): void {
  const there: Entry[] = [...(entriesOf(held) as readonly object[] as readonly Entry[])]
  const strange = [...(held.unreadable ?? [])]
  const longest = Math.max(most, there.length + strange.length)
  if (entries.length + unreadable.length > longest)
    throw new RangeError(`${list} are ${entries.length + unreadable.length}; ${longest} at most are taken.`)
  if (use !== undefined && use !== held.use)
    throw new RangeError('use is not the number that the heater holds; leave it out.')
  for (const [i, { index, raw }] of unreadable.entries()) {
    const place = strange.findIndex(one => isDeepStrictEqual(one.raw, raw))
    if (place < 0) throw new RangeError(`unreadable[${i}] (index ${index}) is not what the heater holds; leave it out.`)
    strange.splice(place, 1)
  }
  // Those that are there unchanged come first, so that a changed one takes the place of none of them.
  const changed = [...entries.entries()].filter(([, entry]) => !taken(there, other => isDeepStrictEqual(other, entry)))
  for (const [i, { raw, ...entry }] of changed) {
    if (raw !== undefined && !taken(there, other => isDeepStrictEqual(other.raw, raw)))
      throw new RangeError(`${list}[${i}].raw is not what the heater holds; leave it out.`)
    const { problems } = alone(entry, [list, i])
    if (problems.length > 0) throw new RangeError(`${problems.map(({ text }) => text).join('. ')}.`)
  }
}

function taken(there: Entry[], is: (one: Entry) => boolean): boolean {
  const place = there.findIndex(is)
  if (place >= 0) there.splice(place, 1)
  return place >= 0
}

/** Within the heater's limits, whatever the mode: also a setpoint that is given with switching off. */
export function aloneReservation(
  entry: Entry,
  path: Path,
  { lowest = 35, highest = 65.5, ...limits }: ReservationLimits & { readonly held: ReservationSchedule },
): Pick<Checked<Reservation>, 'problems'> {
  const { value, problems } = checkReservation(entry, { lowest, highest, ...limits }, path)
  const { temperature } = value ?? {}
  if (value === undefined || temperature === undefined || (temperature >= lowest && temperature <= highest))
    return { problems }
  const key = entryKey(value)
  if (limits.held.entries.some(other => entryKey(other) === key)) return { problems }
  const { problems: range } = checkReservation({ ...entry, mode: 'heat-pump' }, { ...limits, lowest, highest }, path)
  return { problems: range }
}
