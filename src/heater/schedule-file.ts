/** A schedule as a file that a person can read and write: YAML or JSON, whose mistakes are told with line and field. */
import { type Checked, type Finding, pathText, shown } from '#schema/findings'
import { checkRecirculation } from '#schema/recirculation-check'
import { checkReservations, type ReservationLimits } from '#schema/reservation-check'
import type { Schedule } from '#schema/schedule'
import { difference, type ScheduleDifference } from '#schema/schedule-difference'
import { checkTou } from '#schema/tou-check'
import type { UnitSystem } from '#schema/units'
import { isRecord } from '#schema/wire-entry'
import { completed, type GivenSchedule } from './editable-schedule.ts'
import { type FileProblem, markedText, type TextFormat, textOf } from './marked-text.ts'
import {
  givenDocument,
  type ScheduleFile,
  type ScheduleKind,
  scheduleDocument,
  type TouNames,
} from './schedule-document.ts'

/** Limits of the setpoint, as the heater told them; a reservation beyond them may stay that the heater holds already. */
export type Limits = Pick<ReservationLimits, 'lowest' | 'highest' | 'step' | 'held'>

/** How a file is written. */
export interface FileText {
  /** YAML by default. */
  readonly format?: TextFormat | undefined
  /** Of the temperatures in it; °C by default. */
  readonly units?: UnitSystem | undefined
}

/** What a file says, or why it can't be used. */
export interface ParsedFile<Value> {
  /** Undefined when there are problems. */
  readonly value: Value | undefined
  readonly problems: readonly FileProblem[]
  readonly warnings: readonly FileProblem[]
}

const kinds: readonly ScheduleKind[] = ['reservations', 'recirculation', 'tou']

/** The text of a file; reading it gives the same schedule, whatever a heater held. */
export const scheduleText = (
  file: ScheduleFile,
  { format = 'yaml', units = 'metric' }: FileText = {},
): Promise<string> => textOf({ kind: file.kind, ...scheduleDocument(file, units) }, format, headings[file.kind])

const headings: Readonly<Record<ScheduleKind, readonly string[]>> = {
  reservations: [
    'Reservations of a water heater, by its own clock. Without `enabled` its schedule stays on or off as it is.',
  ],
  recirculation: ['When the recirculation pump of a water heater is switched on and off, by its own clock.'],
  tou: ['Time-of-use plan of a water heater. A period ends with its last minute; prices are those of a kilowatt-hour.'],
}

/**
 * Reads such a file.
 * @param options the kind that it must be of, and what the heater takes.
 */
export async function parseScheduleFile(
  source: string,
  { kind: expected, limits }: { readonly kind?: ScheduleKind | undefined; readonly limits?: Limits | undefined } = {},
): Promise<ParsedFile<ScheduleFile>> {
  const text = await markedText(source)
  const failed = (...problems: readonly FileProblem[]) => ({ value: undefined, problems, warnings: [] })
  if (text.problems.length > 0) return failed(...text.problems)
  if (!isRecord(text.value)) return failed(text.problem([], 'the file must have kind and entries, or periods'))
  const { kind: given, ...document } = text.value
  const kind = kinds.find(name => name === given)
  const right = expected ?? `${kinds.slice(0, -1).join(', ')} or ${kinds.at(-1)}`
  if (kind === undefined || (expected !== undefined && kind !== expected))
    return failed(
      text.problem(['kind'], `kind is ${given === undefined ? 'missing' : shown(given)}; it must be ${right}`),
    )
  const { value, problems, warnings } = checkedDocument(kind, document, limits)
  const shownIn = (findings: readonly Finding[]) => findings.map(({ path, text: words }) => text.problem(path, words))
  return { value, problems: shownIn(problems), warnings: shownIn(warnings) }
}

/** Checks the object of a file; paths and sentences are in its words. */
export function checkedDocument(
  kind: ScheduleKind,
  document: Readonly<Record<string, unknown>>,
  limits: Limits = {},
): Checked<ScheduleFile> {
  const { name, utility, zip_code, ...own } = document
  const names = kind === 'tou' ? checkedNames({ name, utility, zip_code }) : { value: {}, problems: [] }
  const { given, units, problems, inFile } = givenDocument(kind, kind === 'tou' ? own : document)
  const checked = checkAs[kind](given, { ...limits, units })
  const translated = (findings: readonly Finding[]) =>
    findings.map(({ path, text }) => {
      const place = inFile(path)
      return { path: place, text: `${pathText(place)}${inFileWords(text.slice(pathText(path).length))}` }
    })
  const all = [
    ...names.problems,
    ...problems.map(({ path, text }) => ({ path, text: `${pathText(path)} ${text}` })),
    ...translated(checked.problems),
  ]
  const warnings = translated(checked.warnings)
  if (all.length > 0 || checked.value === undefined) return { value: undefined, problems: all, warnings }
  const { enabled, ...rest } = checked.value
  const schedule = own.enabled === undefined ? rest : { ...rest, enabled }
  return { value: { kind, schedule, ...names.value } as ScheduleFile, problems: [], warnings }
}

/** The names that a file knows are its own. */
const inFileWords = (text: string) =>
  text.replace(/(?<=known are .*)\b(temperature|priceMin|priceMax)\b/g, name => ownName[name] ?? name)
const ownName: Readonly<Record<string, string>> = {
  temperature: 'temperature_c, temperature_f',
  priceMin: 'price_min',
  priceMax: 'price_max',
}

/** Where the file says nothing of the master switch, one that is off stands in for the check, and is taken out again. */
const off = { enabled: false, entries: [] }
const checkAs: Readonly<Record<ScheduleKind, (given: unknown, limits: ReservationLimits) => Checked<Schedule>>> = {
  reservations: (given, limits) =>
    checkReservations(given, { ...limits, held: { ...off, entries: limits.held?.entries ?? [] } }),
  recirculation: given => checkRecirculation(given, { held: off }),
  tou: given => checkTou(given, { held: { enabled: false, periods: [] } }),
}

function checkedNames({ name, utility, zip_code: zip }: Readonly<Record<string, unknown>>) {
  const problems: Finding[] = []
  const wrong = (field: string, value: unknown, right: string) =>
    problems.push({ path: [field], text: `${field} is ${shown(value)}; it must be ${right}` })
  if (name !== undefined && typeof name !== 'string') wrong('name', name, 'a text')
  if (utility !== undefined && typeof utility !== 'string') wrong('utility', utility, 'a text')
  // Without quotes 02101 is a number, and its zero is gone.
  const zipCode = typeof zip === 'number' ? String(zip).padStart(5, '0') : zip
  if (zipCode !== undefined && !/^\d{5}$/.test(String(zipCode))) wrong('zip_code', zip, 'five digits such as 02101')
  const value = { ...(name !== undefined && { name }), ...(utility !== undefined && { utility }) }
  return { value: { ...value, ...(zipCode !== undefined && { zipCode }) } as TouNames, problems }
}

/** What applying a file would change in what the heater holds. */
export const fileDifference = <Of extends Schedule>(given: GivenSchedule<Of>, held: Of): ScheduleDifference =>
  difference<Schedule>(held, completed(given, held)) as ScheduleDifference

export type { ScheduleFile, ScheduleKind }
