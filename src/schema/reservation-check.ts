/** Checks reservations that a person gives. What a heater holds is never refused, only read. */
import { checkAlone, checkSchedule, FieldCheck, fields, warnOfCollisions } from './entry-check.ts'
import { type Checked, Findings, type Path } from './findings.ts'
import {
  mostReservations,
  type Reservation,
  type ReservationSchedule,
  type ReservedMode,
  readReservation,
  reservationEntry,
  reservationModes,
} from './reservation.ts'
import { entryKey } from './schedule.ts'
import { temperatureText } from './schedule-text.ts'
import type { UnitSystem } from './units.ts'

/** What a check goes by beyond the rules of the wire. */
export interface ReservationLimits {
  /** °C, as the heater's device info says; the data plate's 35 and 65.5 otherwise. */
  readonly lowest?: number
  readonly highest?: number
  /** Steps of the setpoint, K. */
  readonly step?: number
  /** What the heater holds now: its entries may go on, and it lends its master switch where none is given. */
  readonly held?: ReservationSchedule
  /** In which sentences speak of temperatures. The values are °C in any case. */
  readonly units?: UnitSystem
}

const names = ['enabled', 'days', 'time', 'mode', 'temperature']

/** `heat pump`, `HEAT_PUMP` → `heat-pump`. A file of YAML 1.1 has made `false` of an `off`. */
function parseMode(given: unknown): ReservedMode | undefined {
  const name =
    given === false
      ? 'off'
      : String(given)
          .trim()
          .toLowerCase()
          .replace(/[\s_]+/g, '-')
  return reservationModes.find(mode => mode === name)
}

function checkEntry(
  limits: ReservationLimits,
  findings: Findings,
  path: Path,
  given: Readonly<Record<string, unknown>>,
) {
  const before = findings.problems.length
  const check = new FieldCheck<Reservation>(findings, path, given, names, readReservation)
  const enabled = check.take('enabled', ...fields.enabled)
  const days = check.take('days', ...fields.days)
  const time = check.take('time', ...fields.time)
  const mode = check.take('mode', parseMode, `${reservationModes.slice(0, -1).join(', ')} or off`)
  if (enabled === undefined || !days || time === undefined || mode === undefined) return undefined
  const temperature =
    check.isHeld('mode') && check.isHeld('temperature')
      ? check.held?.temperature
      : checkTemperature(limits, check, { enabled, days, time, mode })
  if (findings.problems.length > before) return undefined
  const entry = { enabled, days, time, mode, ...(temperature !== undefined && { temperature }) }
  return check.throughWire(entry, reservationEntry)
}

function checkTemperature(
  limits: ReservationLimits,
  check: FieldCheck<Reservation>,
  rest: Reservation,
): number | undefined {
  const { lowest = 35, highest = 65.5, step = 0.5, held, units = 'metric' } = limits
  const {
    findings,
    given: { temperature: given },
  } = check
  const path = check.at('temperature')
  const text = (celsius: number) => temperatureText(Math.round(celsius * 100) / 100, units)
  const right = `${text(lowest)} to ${text(highest)}`
  if (given === undefined && rest.mode === 'off') return undefined
  if (typeof given !== 'number' || !Number.isFinite(given)) {
    findings.wrong(path, given, `a number${units === 'us' ? '' : ' of °C'}, ${right}`)
    return undefined
  }
  const inHalves = Math.round(given * 2) / 2
  const entry = entryKey({ ...rest, temperature: inHalves })
  // What the heater holds already may go on as it is, whatever it would take today.
  const isHeld = held?.entries.some(other => entryKey(other) === entry) ?? false
  const rounded = isHeld ? inHalves : inSteps(given, { lowest, highest, step })
  if (rest.mode === 'off' && rounded > 0 && rounded < 127.5)
    findings.warning(path, `is ${text(given)}, and nothing is heated with the mode off`)
  else if (rounded < lowest || rounded > highest) {
    const problem = `is ${text(given)}; it must be ${right}`
    if (isHeld) findings.warning(path, `${problem}. The heater holds it so`)
    else findings.problem(path, problem)
  }
  if (text(rounded) !== text(given)) findings.warning(path, `is ${text(given)}; it becomes ${text(rounded)}`)
  return rounded
}

/** Rounded as the heater's own setpoint is: 65.5 °C stays that where steps of 1 °C end at 65.5. */
function inSteps(
  given: number,
  { lowest, highest, step }: Required<Pick<ReservationLimits, 'lowest' | 'highest' | 'step'>>,
) {
  const rounded = Math.round(given / step) * step
  return given >= lowest && given <= highest ? Math.min(highest, Math.max(lowest, rounded)) : rounded
}

/** Checks one reservation. `path` is where it stands, for the sentences. */
export function checkReservation(
  given: unknown,
  limits: ReservationLimits = {},
  path: Path = [],
): Checked<Reservation> {
  return checkAlone<Reservation>(given, path, (...entry) => checkEntry(limits, ...entry))
}

/** Checks a whole schedule of reservations. */
export function checkReservations(given: unknown, limits: ReservationLimits = {}): Checked<ReservationSchedule> {
  const findings = new Findings()
  const schedule = checkSchedule<Reservation>(
    findings,
    given,
    'entries',
    (...entry) => checkEntry(limits, ...entry),
    limits.held,
  )
  if (schedule === undefined) return findings.checked<ReservationSchedule>(undefined)
  const value = { ...schedule.master, entries: schedule.list }
  if (value.entries.length > mostReservations)
    findings.warning(['entries'], `are ${value.entries.length}; more than ${mostReservations} were never tried`)
  if (findings.problems.length === 0) warnOfCollisions(findings, value)
  return findings.checked(value)
}
