/** Checks recirculation schedules that a person gives. What a heater holds is never refused, only read. */
import { checkAlone, checkSchedule, FieldCheck, fields, warnOfCollisions } from './entry-check.ts'
import { type Checked, Findings, type Path } from './findings.ts'
import { pumpRuns } from './pump-runs.ts'
import {
  mostRecirculationEvents,
  type RecirculationEvent,
  type RecirculationSchedule,
  readRecirculationEvent,
  recirculationEntry,
} from './recirculation.ts'

/** What a check goes by beyond the rules of the wire. */
export interface RecirculationLimits {
  /** What the heater holds now: it lends its master switch where none is given. */
  readonly held?: RecirculationSchedule
}

/** A file of YAML 1.1 has made `true` and `false` of `on` and `off`. */
const parsePump = (given: unknown): 'on' | 'off' | undefined =>
  given === 'on' || given === true ? 'on' : given === 'off' || given === false ? 'off' : undefined

function checkEntry(findings: Findings, path: Path, given: Readonly<Record<string, unknown>>) {
  const before = findings.problems.length
  const check = new FieldCheck<RecirculationEvent>(
    findings,
    path,
    given,
    ['enabled', 'days', 'time', 'pump'],
    readRecirculationEvent,
  )
  const enabled = check.take('enabled', ...fields.enabled)
  const days = check.take('days', ...fields.days)
  const time = check.take('time', ...fields.time)
  const pump = check.take('pump', parsePump, 'on or off')
  if (enabled === undefined || !days || time === undefined || pump === undefined) return undefined
  if (findings.problems.length > before) return undefined
  return check.throughWire({ enabled, days, time, pump }, recirculationEntry)
}

/** Checks one entry. `path` is where it stands, for the sentences. */
export function checkRecirculationEvent(given: unknown, path: Path = []): Checked<RecirculationEvent> {
  return checkAlone<RecirculationEvent>(given, path, checkEntry)
}

/** Checks a whole recirculation schedule. */
export function checkRecirculation(given: unknown, { held }: RecirculationLimits = {}): Checked<RecirculationSchedule> {
  const findings = new Findings()
  const schedule = checkSchedule(findings, given, 'entries', checkEntry, held)
  if (schedule === undefined) return findings.checked<RecirculationSchedule>(undefined)
  const value = { ...schedule.master, entries: schedule.list }
  if (value.entries.length > mostRecirculationEvents)
    findings.warning(['entries'], `are ${value.entries.length}; more than ${mostRecirculationEvents} were never sent`)
  if (findings.problems.length === 0) {
    warnOfCollisions(findings, value)
    for (const warning of pumpRuns(value).warnings) findings.warning(['entries'], `have a flaw: ${warning}`)
  }
  return findings.checked(value)
}
