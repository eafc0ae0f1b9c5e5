/** Prints a weekly schedule: its entries with what they cover, and on a terminal the week that they make. */

import { clockTimeAt } from '#schema/clock-time'
import { coverage, coverageText, type EntryCoverage } from '#schema/coverage'
import type { RecirculationSchedule } from '#schema/recirculation'
import type { ReservationSchedule } from '#schema/reservation'
import { canonicalOrder, scheduleHash } from '#schema/schedule'
import { temperatureText } from '#schema/schedule-text'
import { type UnitSystem, unitOf } from '#schema/units'
import { weekdaysText } from '#schema/weekdays'
import type { CommandContext } from '../command-context.ts'
import type { OutputFormat } from '../output-format.ts'
import type { ScheduleKind } from '../scheduling/schedule-kind.ts'
import { csvLine } from './csv-text.ts'
import { entryJson } from './entry-record.ts'
import { jsonText, printable } from './printable.ts'
import type { FlatRecord } from './records-output.ts'
import { countText } from './schedule-outcome-text.ts'
import { warningSentences } from './schedule-warnings.ts'
import { weekGrid } from './week-grid.ts'
import { wideTable } from './wide-table.ts'

export type WeeklySchedule = ReservationSchedule | RecirculationSchedule
type Entry = WeeklySchedule['entries'][number]

type AnyKind = Pick<ScheduleKind<WeeklySchedule>, 'kind'>

export async function printSchedule<Of extends WeeklySchedule>(
  context: Pick<CommandContext, 'print' | 'note' | 'paint' | 'settings' | 'terminal'>,
  format: OutputFormat,
  name: string,
  { kind, words: { what }, draw, flaws }: ScheduleKind<Of>,
  given: Of,
): Promise<void> {
  const { print, note, paint, settings, terminal } = context
  const { units } = settings
  const schedule = canonicalOrder(given)
  const entries: readonly Entry[] = schedule.entries
  const covers = coverage(schedule)
  const version = scheduleHash(schedule)
  const { enabled, unreadable = [] } = schedule
  if (unreadable.length > 0)
    note(`! ${countText(unreadable.length)} can't be understood; whatever is changed, they stay as they are.`)
  if (format === 'json') {
    const list = entries.map((entry, i) => ({ number: i + 1, ...entryJson(entry), in_force: spansJson(covers[i]) }))
    return print(`${jsonText({ name, version, enabled, entries: list, unreadable }, 2)}\n`)
  }
  if (format === 'csv') return print(csvOf(entries, covers, units, csvNames(kind, units)))
  const state = enabled ? 'on' : 'off, so nothing of it is done'
  const title = `${name}: ${what} ${state}; ${countText(entries.length)}, version ${version}`
  await print(`${paint('bold', printable(title))}\n`)
  if (entries.length === 0) return
  const { isTTY, columns = 80 } = terminal.stdout
  const rows = entries.map((entry, i) => rowOf(entry, covers[i], i, units))
  await print(`\n${wideTable(titles(entries[0]), rows, paint, isTTY ? columns : undefined)}`)
  for (const sentence of warningSentences(flaws(schedule), schedule, units)) note(`! ${sentence}`)
  if (!isTTY) return
  const grid = weekGrid(draw(schedule), columns, paint)
  if (grid.length > 0) await print(`\n${grid.map(line => `${line}\n`).join('')}`)
}

const isEvent = (entry: Entry | undefined) => entry !== undefined && 'pump' in entry
const titles = (entry: Entry | undefined) =>
  isEvent(entry) ? ['#', 'days', 'time', 'pump', 'until'] : ['#', 'days', 'time', 'mode', 'setpoint', 'until']

function rowOf(entry: Entry, cover: EntryCoverage | undefined, i: number, units: UnitSystem): readonly string[] {
  const days = weekdaysText(entry.days) || 'no day'
  const until = entry.enabled ? coverText(cover) || 'never' : '(disabled)'
  if ('pump' in entry) return [String(i + 1), days, entry.time, entry.pump, until]
  const { mode, temperature } = entry
  const setpoint = temperature === undefined ? '–' : temperatureText(temperature, units)
  return [String(i + 1), days, entry.time, mode.replaceAll('-', ' '), setpoint, until]
}

/** An entry that holds equally long on all its days needs no days before that. */
function coverText(cover: EntryCoverage | undefined): string {
  const text = cover ? coverageText(cover) : ''
  return text.includes(',') ? text : text.replace(/^.*?\buntil /, '')
}

const spansJson = (cover: EntryCoverage | undefined) =>
  (cover?.spans ?? []).map(({ day, from, minutes, untilDay, until }) => ({
    day,
    from: clockTimeAt(from),
    until_day: untilDay,
    until: clockTimeAt(until),
    minutes,
  }))

function csvOf(
  entries: readonly Entry[],
  covers: readonly EntryCoverage[],
  units: UnitSystem,
  names: readonly string[],
): string {
  const { from } = unitOf('temperature', units)
  const records = entries.map((entry, i): FlatRecord => {
    const { enabled, days, time } = entry
    const inForce = covers[i] && coverageText(covers[i])
    const common = { number: i + 1, enabled, days: days.join(' '), time, in_force: inForce }
    if ('pump' in entry) return { ...common, pump: entry.pump }
    const { mode, temperature } = entry
    return { ...common, mode, [setpointName(units)]: temperature && Number(from(temperature).toFixed(1)) }
  })
  return [names, ...records.map(record => names.map(name => record[name]))].map(csvLine).join('')
}

const setpointName = (units: UnitSystem) => (units === 'us' ? 'temperature_f' : 'temperature_c')

const csvNames = (kind: AnyKind['kind'], units: UnitSystem): readonly string[] => [
  'number',
  'enabled',
  'days',
  'time',
  ...(kind === 'recirculation' ? ['pump'] : ['mode', setpointName(units)]),
  'in_force',
]
