/**
 * What a heater drew between two samples. Power jumps with the relays, and the message that tells of a relay still
 * carries the power from before it switched, so a straight line from sample to sample would be wrong at every start.
 */
import { elementPower, type Heating, heating } from '#schema/derived'
import { type Status, type StatusKey, statusFields } from '#schema/status'
import type { StoredSample } from '../store/store.ts'
import { countOf } from './count.ts'

/** A straight line of power while the same parts were at work. */
export interface PowerPiece {
  readonly from: number
  readonly until: number
  /** W, at its ends. */
  readonly first: number
  readonly last: number
  readonly heating: Heating
}

type Relays = Pick<Status, 'compUse' | 'heatUpperUse' | 'heatLowerUse' | 'operationMode'>

/** What a sample tells of power and relays. */
interface Told {
  readonly at: number
  /** W; undefined where it doesn't tell. */
  readonly power: number | undefined
  readonly relays: Relays
  /** Whether a relay has switched since the sample before. */
  readonly switched: boolean
  /** Whether the power is still that from before a relay switched. */
  readonly late: boolean
}

/** Power of the same state, W: a heat pump alone draws some 300 W more than nothing. */
const [steadyWithin, steadyPart] = [30, 0.03]
/** With an element at least, with the heat pump alone at least, with neither at most, W. */
const [leastElement, leastHeatPump, mostAtRest] = [1000, 60, 150]
/** Measured anew by then, ms: recorded heaters did so within seconds. */
const latest = 10_000

/** Goes from sample to sample. */
export class PowerReader {
  #last: Told | undefined

  /** Begins anew, without anything from before. */
  begin(sample: StoredSample): void {
    this.#last = { ...toldBy(sample), switched: false, late: false }
  }

  /**
   * What was drawn since the sample before: nothing known where one of the two doesn't tell.
   * @param turn when a relay switched, if one has.
   */
  follow(sample: StoredSample, turn: number): PowerPiece[] {
    const first = this.#last
    if (!first) throw new RangeError('Power is read from a first sample on.')
    const told = toldBy(sample)
    const switched = !sameRelays(first, told)
    // A push about the second of two relays has the power that the first one made.
    const last = {
      ...told,
      switched,
      late: isLate(first, told, switched) || (switched && first.late && turn === told.at),
    }
    this.#last = last
    return piecesBetween(first, last, turn)
  }
}

function piecesBetween(first: Told, last: Told, turn: number): PowerPiece[] {
  if (first.power === undefined || last.power === undefined) return []
  const begin = first.late ? last.power : first.power
  // Late, the last power is that of the parts that were at work until then.
  if (!last.switched) return [piece(first.at, last.at, begin, last.power, last)]
  if (last.late) return [piece(first.at, last.at, begin, last.power, first)]
  const before = piece(first.at, turn, first.power, first.power, first)
  return turn === last.at ? [before] : [before, piece(turn, last.at, last.power, last.power, last)]
}

const piece = (from: number, until: number, first: number, last: number, { relays }: Told): PowerPiece => ({
  from,
  until,
  first,
  last,
  heating: heating({ ...relays, currentInstPower: (first + last) / 2 }),
})

function toldBy({ at, raw }: StoredSample): Pick<Told, 'at' | 'power' | 'relays'> {
  const relays: { -readonly [Key in keyof Relays]: Relays[Key] } = {}
  for (const key of ['compUse', 'heatUpperUse', 'heatLowerUse', 'operationMode'] as const) {
    const name = labelOf(raw, key)
    if (name !== undefined) Object.assign(relays, { [key]: name })
  }
  return { at, power: countOf(raw, 'currentInstPower'), relays }
}

function labelOf(raw: StoredSample['raw'], key: StatusKey): string | undefined {
  const count = countOf(raw, key)
  return count === undefined ? undefined : statusFields[key].labels?.[count]
}

const sameRelays = ({ relays: one }: Pick<Told, 'relays'>, { relays: other }: Pick<Told, 'relays'>) =>
  one.compUse === other.compUse && one.heatUpperUse === other.heatUpperUse && one.heatLowerUse === other.heatLowerUse

function isLate(
  before: Told,
  { at, power, relays }: Pick<Told, 'at' | 'power' | 'relays'>,
  switched: boolean,
): boolean {
  if (power === undefined || before.power === undefined) return false
  if (!switched && !(before.switched && before.late && at - before.at <= latest)) return false
  const alike = steadyWithin + steadyPart * Math.max(power, before.power)
  return Math.abs(power - before.power) <= alike || !fitsRelays(power, relays)
}

function fitsRelays(power: number, { compUse, heatUpperUse, heatLowerUse }: Relays): boolean {
  if (heatUpperUse === 'on' || heatLowerUse === 'on') return power >= leastElement
  if (heatUpperUse !== 'off' || heatLowerUse !== 'off') return true
  if (compUse === 'on') return power >= leastHeatPump && power <= elementPower
  return compUse !== 'off' || power <= mostAtRest
}
