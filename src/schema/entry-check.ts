/** Checks what all schedules that a person gives have in common: the switches, the list, fields one by one. */
import { type ClockTime, clockTimeAt, parseClockTime } from './clock-time.ts'
import { collisions } from './coverage.ts'
import { type Checked, Findings, type Path, pathText, shown } from './findings.ts'
import { parseWeekdays, type Weekdays, weekdaysText } from './weekdays.ts'
import { type Held, isRecord, isWhole, type Master, type Unreadable, type WireEntry } from './wire-entry.ts'

/** The fields of one object, taken one after the other. */
export class FieldCheck<Entry extends object> {
  readonly findings: Findings
  readonly path: Path
  readonly given: Readonly<Record<string, unknown>>
  /** What the heater held, where the object says so under `raw`: a value that is still the same is never wrong. */
  readonly held: Entry | undefined
  readonly raw: WireEntry | undefined
  readonly read: (raw: WireEntry) => Entry | undefined

  constructor(
    findings: Findings,
    path: Path,
    given: Readonly<Record<string, unknown>>,
    names: readonly string[],
    read: (raw: WireEntry) => Entry | undefined,
  ) {
    this.findings = findings
    this.path = path
    this.given = given
    this.read = read
    const { raw } = given
    this.held = isRecord(raw) ? read(raw) : undefined
    this.raw = this.held && isRecord(raw) ? raw : undefined
    if (raw !== undefined && this.held === undefined)
      findings.problem(this.at('raw'), 'is nothing that a heater may have held; leave it out')
    knownNames(findings, path, given, [...names, 'raw'])
  }

  at(name: string): Path {
    return [...this.path, name]
  }

  isHeld(name: string): boolean {
    return (
      this.held !== undefined && JSON.stringify(this.given[name]) === JSON.stringify(this.held[name as keyof Entry])
    )
  }

  /** The field's value; undefined when it is wrong, which is noted. */
  take<Name extends keyof Entry & string>(
    name: Name,
    parse: (given: unknown) => Entry[Name] | undefined,
    right: string,
  ): Entry[Name] | undefined {
    if (this.isHeld(name)) return this.held?.[name]
    const value = parse(this.given[name])
    if (value === undefined) this.findings.wrong(this.at(name), this.given[name], right)
    return value
  }

  /** The entry as the heater will tell it: through the wire, which leaves of `raw` what is still needed. */
  throughWire(entry: Entry, write: (entry: Entry) => WireEntry): Entry {
    const told: Entry & Held = this.read(write(this.raw ? { ...entry, raw: this.raw } : entry)) ?? entry
    if (told.raw) this.findings.warning(this.at('raw'), 'has what only a heater may say; it is written back as it came')
    return told
  }
}

/** The checks of fields that several kinds of entry have. */
export const fields = {
  /** An entry that doesn't say is on. */
  enabled: [(given: unknown) => (given === undefined ? true : booleanOf(given)), 'true or false'],
  days: [
    (given: unknown): Weekdays | undefined => nonEmpty(parseWeekdays(given)),
    'one or more days such as [mon, tue], mon-fri or every day',
  ],
  time: [(given: unknown): ClockTime | undefined => parseClockTime(given), '00:00 to 23:59'],
} as const

const booleanOf = (given: unknown): boolean | undefined => (typeof given === 'boolean' ? given : undefined)

export const nonEmpty = <Item>(list: readonly Item[] | undefined): readonly Item[] | undefined =>
  list && list.length > 0 ? list : undefined

function knownNames(
  findings: Findings,
  path: Path,
  given: Readonly<Record<string, unknown>>,
  names: readonly string[],
): void {
  for (const name of Object.keys(given))
    if (!names.includes(name)) findings.problem([...path, name], `isn't known; known are ${names.join(', ')}`)
}

/** Checks the object of one entry; undefined when it is wrong, which is noted. */
export type CheckEntry<Entry> = (
  findings: Findings,
  path: Path,
  given: Readonly<Record<string, unknown>>,
) => Entry | undefined

function checkObject<Entry>(findings: Findings, path: Path, given: unknown, check: CheckEntry<Entry>) {
  if (isRecord(given)) return check(findings, path, given)
  findings.problem(path, `is ${shown(given)}; it must be an object with the fields of an entry`)
  return undefined
}

/** Checks an entry that stands alone. `path` is where, for the sentences. */
export function checkAlone<Entry>(given: unknown, path: Path, check: CheckEntry<Entry>): Checked<Entry> {
  const findings = new Findings()
  return findings.checked(checkObject(findings, path, given, check))
}

/** Master switch and list of a schedule; `held` lends its master switch where none is given. */
export function checkSchedule<Entry>(
  findings: Findings,
  given: unknown,
  listName: string,
  check: CheckEntry<Entry>,
  held?: Master,
): { readonly master: Master; readonly list: readonly Entry[] } | undefined {
  if (!isRecord(given)) {
    findings.problem([], `is ${shown(given)}; it must be an object with enabled and ${listName}`)
    return undefined
  }
  knownNames(findings, [], given, ['enabled', listName, 'use', 'unreadable'])
  const enabled = given.enabled === undefined ? held?.enabled : booleanOf(given.enabled)
  if (enabled === undefined) findings.wrong(['enabled'], given.enabled, 'true or false, for the whole schedule')
  const use = given.enabled === undefined ? held?.use : given.use
  if (use !== undefined && !isWhole(use, -(2 ** 31), 2 ** 32)) findings.wrong(['use'], use, 'a whole number')
  const list = given[listName]
  if (!Array.isArray(list)) {
    // Never taken for an empty list, which would wipe what the heater holds.
    findings.wrong([listName], list, 'a list of entries, [] for none')
    return undefined
  }
  if (list.length === 0) findings.warning([listName], 'is empty; writing it leaves the heater without any')
  const entries = list.flatMap((item: unknown, index) => checkObject(findings, [listName, index], item, check) ?? [])
  const unreadable = unreadableOf(findings, given.unreadable)
  const master = {
    enabled: enabled ?? false,
    ...(use !== undefined && { use: use as number }),
    ...(unreadable.length > 0 && { unreadable }),
  }
  return { master, list: entries }
}

function unreadableOf(findings: Findings, given: unknown): readonly Unreadable[] {
  if (given === undefined) return []
  const isOne = (item: unknown): item is Unreadable => isRecord(item) && isWhole(item.index, 0, 10_000) && 'raw' in item
  if (Array.isArray(given) && given.every(isOne)) {
    if (given.length > 0)
      findings.warning(['unreadable'], "is what the heater held and can't be understood; it is written back as it came")
    return given
  }
  findings.wrong(['unreadable'], given, 'a list of {index, raw}, as it was exported')
  return []
}

/** Notes which entries fire in the same minute. */
export function warnOfCollisions(findings: Findings, schedule: Parameters<typeof collisions>[0]): void {
  for (const { days, at, entries } of collisions(schedule)) {
    const [first, ...others] = entries.map(index => ['entries', index])
    if (first === undefined) continue
    const when = `${weekdaysText(days)} ${clockTimeAt(at)}`
    findings.warning(first, `and ${others.map(pathText).join(', ')} fire at ${when}; which one wins is unknown`)
  }
}
