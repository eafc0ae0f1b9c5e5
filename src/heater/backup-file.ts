/** A backup as a file, YAML or JSON, and back. */
import { type Finding, type Path, pathText, shown } from '#schema/findings'
import { celsiusOf } from '#schema/temperature'
import { isRecord } from '#schema/wire-entry'
import { type HeaterBackup, type HeaterSettings, isMode, isRecirculation, notInBackups } from './backup.ts'
import { markedText, textOf } from './marked-text.ts'
import { type ScheduleFile, type ScheduleKind, scheduleDocument, temperatureDocument } from './schedule-document.ts'
import { checkedDocument, type FileText, type ParsedFile } from './schedule-file.ts'

/** What a backup calls its schedules. */
const sections: Readonly<Record<ScheduleKind, string>> = {
  reservations: 'reservations',
  recirculation: 'recirculation_schedule',
  tou: 'time_of_use_plan',
}

const known = ['navilink_backup', 'made_at', 'heater', 'settings', ...Object.values(sections), 'missing']

/** Whatever the wire says: what a heater held must be readable, and what it takes is its own to say, when it is restored. */
const limits = { lowest: 0, highest: 127.5 }

const heading = [
  'Settings and schedules of a water heater, to be restored with: navilink restore FILE',
  ...notInBackups,
]

/** A backup as YAML or JSON that a person can read. */
export function backupText(
  backup: HeaterBackup,
  { format = 'yaml', units = 'metric' }: FileText = {},
): Promise<string> {
  const { version, madeAt, heater, settings, schedules, missing } = backup
  const { temperature, vacationDays, antiLegionellaDays, airFilterLife, timeOfUse, ...others } = settings
  const document = {
    navilink_backup: version,
    made_at: madeAt.toISOString(),
    heater,
    settings: {
      ...others,
      ...temperatureDocument(temperature, units),
      vacation_days: vacationDays,
      anti_legionella_days: antiLegionellaDays,
      air_filter_life_hours: airFilterLife,
      time_of_use: timeOfUse,
    },
    ...Object.fromEntries(schedules.map(file => [sections[file.kind], scheduleDocument(file, units)])),
    ...(missing.length > 0 && { missing }),
  }
  return textOf(JSON.parse(JSON.stringify(document)), format, heading)
}

/** Reads one; what is wrong in it is told with line and field. */
export async function parseBackup(source: string): Promise<ParsedFile<HeaterBackup>> {
  const text = await markedText(source)
  const failed = (...problems: ParsedFile<HeaterBackup>['problems']) => ({ value: undefined, problems, warnings: [] })
  if (text.problems.length > 0) return failed(...text.problems)
  const document = text.value
  if (!isRecord(document) || document.navilink_backup === undefined)
    return failed(text.problem([], 'this is no backup: navilink_backup is missing'))
  if (document.navilink_backup !== 1)
    return failed(
      text.problem(['navilink_backup'], `navilink_backup is ${shown(document.navilink_backup)}; this program knows 1`),
    )
  const problems: Finding[] = []
  const warnings: Finding[] = []
  for (const field of Object.keys(document)) if (!known.includes(field)) problems.push(unknown([field], known))
  const settings = readSettings(document.settings, problems)
  const schedules: ScheduleFile[] = []
  for (const [kind, section] of Object.entries(sections) as [ScheduleKind, string][]) {
    const given = document[section]
    if (given === undefined) continue
    const checked = checkedDocument(kind, isRecord(given) ? given : {}, limits)
    const inSection = ({ path, text: words }: Finding) => ({ path: [section, ...path], text: `${section}.${words}` })
    problems.push(...checked.problems.map(inSection))
    warnings.push(...checked.warnings.map(inSection))
    if (checked.value) schedules.push(checked.value)
  }
  const { heater, made_at, missing } = document
  const madeAt = new Date(String(made_at))
  if (Number.isNaN(madeAt.getTime())) problems.push(wrong(['made_at'], made_at, 'a time such as 2026-11-21T10:00:00Z'))
  const { id, name } = isRecord(heater) ? heater : {}
  // Four digits alone are a number in YAML, and 1e10 is another one.
  if (typeof id !== 'string' && typeof id !== 'number') problems.push(wrong(['heater', 'id'], id, 'as it was written'))
  const shownIn = (findings: readonly Finding[]) => findings.map(({ path, text: words }) => text.problem(path, words))
  if (problems.length > 0) return { value: undefined, problems: shownIn(problems), warnings: shownIn(warnings) }
  const value: HeaterBackup = {
    version: 1,
    madeAt,
    heater: { id: String(id).padStart(4, '0'), name: String(name ?? 'unnamed') },
    settings,
    schedules,
    missing: Array.isArray(missing) ? missing.map(String) : [],
  }
  return { value, problems: [], warnings: shownIn(warnings) }
}

const wrong = (path: Path, given: unknown, right: string): Finding => ({
  path,
  text: `${pathText(path)} is ${given === undefined ? 'missing' : shown(given)}; it must be ${right}`,
})

const unknown = (path: Path, names: readonly string[]): Finding => ({
  path,
  text: `${pathText(path)} isn't known; known are ${names.join(', ')}`,
})

interface Reader {
  readonly name: keyof HeaterSettings
  readonly right: string
  /** Undefined for what it can't be. */
  read(given: unknown): unknown
}

const oneOf = (...words: readonly string[]): Omit<Reader, 'name'> => ({
  right: words.join(' or '),
  read: given => words.find(word => word === onOrOff(given)),
})
const wholeNumber = (least: number, most: number): Omit<Reader, 'name'> => ({
  right: `a whole number from ${least} to ${most}`,
  read: given => (Number.isInteger(given) && Number(given) >= least && Number(given) <= most ? given : undefined),
})
const temperature = (read: (given: number) => number): Omit<Reader, 'name'> => ({
  right: 'a temperature',
  read: given => (typeof given === 'number' ? read(given) : undefined),
})
/** A file of YAML 1.1 has made these of `on` and `off`. */
const onOrOff = (given: unknown) => (given === true ? 'on' : given === false ? 'off' : given)

/** Whether a heater takes a value is its own to say, when it is restored. */
const readers: Readonly<Record<string, Reader>> = {
  power: { name: 'power', ...oneOf('on', 'off') },
  mode: {
    name: 'mode',
    right: 'heat-pump, electric, energy-saver, high-demand or vacation',
    read: given => (isMode(given) || given === 'vacation' ? given : undefined),
  },
  recirculation: {
    name: 'recirculation',
    right: 'always, schedule, hot-button or none',
    read: given => (isRecirculation(given) ? given : undefined),
  },
  temperature_c: { name: 'temperature', ...temperature(given => given) },
  temperature_f: {
    name: 'temperature',
    ...temperature(fahrenheit => Number(celsiusOf({ fahrenheit }).toFixed(6))),
  },
  vacation_days: { name: 'vacationDays', ...wholeNumber(1, 99) },
  anti_legionella_days: { name: 'antiLegionellaDays', ...wholeNumber(0, 30) },
  air_filter_life_hours: { name: 'airFilterLife', ...wholeNumber(0, 100_000) },
  time_of_use: { name: 'timeOfUse', ...oneOf('on', 'off') },
}

function readSettings(given: unknown, problems: Finding[]): HeaterSettings {
  if (!isRecord(given)) {
    problems.push(wrong(['settings'], given, 'an object'))
    return {}
  }
  const settings: Record<string, unknown> = {}
  for (const [field, value] of Object.entries(given)) {
    const path = ['settings', field]
    const reader = Object.hasOwn(readers, field) ? readers[field] : undefined
    if (reader === undefined) problems.push(unknown(path, Object.keys(readers)))
    else if (reader.name in settings) {
      const other = Object.keys(given).find(name => readers[name]?.name === reader.name)
      problems.push({ path, text: `${pathText(path)} is there twice, as ${other} too; write one of them` })
    } else {
      settings[reader.name] = reader.read(value)
      if (settings[reader.name] === undefined) problems.push(wrong(path, value, reader.right))
    }
  }
  return settings
}
