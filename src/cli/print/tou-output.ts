/** Prints the time-of-use plan of a heater, and on a terminal its weeks, a season each. */
import type { RegisteredTou } from '#heater/registered-tou'
import { monthsText } from '#schema/months'
import { canonicalOrder, scheduleHash } from '#schema/schedule'
import type { TouPeriods, TouSchedule } from '#schema/tou'
import { weekdaysText } from '#schema/weekdays'
import type { CommandContext } from '../command-context.ts'
import type { OutputFormat } from '../output-format.ts'
import { csvLine } from './csv-text.ts'
import { entryJson } from './entry-record.ts'
import { priceRangeText } from './price-text.ts'
import { jsonText, printable } from './printable.ts'
import { countText } from './schedule-outcome-text.ts'
import { table } from './table.ts'
import { touSeasonWeeks } from './tou-week.ts'
import { weekGrid } from './week-grid.ts'

type Printing = Pick<CommandContext, 'print' | 'note' | 'paint' | 'terminal'>

export interface ToldPlan {
  readonly plan: RegisteredTou | undefined
  /** The heater's own word. */
  readonly touStatus: string | undefined
}

const states: Readonly<Record<string, string>> = {
  'tou-off': 'off, so the heater takes no notice of it',
  'off-peak': 'on',
  'on-peak': 'on, and its dearest period is in force',
}

export const touStateText = (touStatus: string | undefined): string =>
  touStatus === undefined ? 'the heater does not tell whether it is on' : (states[touStatus] ?? touStatus)

export async function printPlan(
  printing: Printing,
  format: OutputFormat,
  name: string,
  { plan, touStatus }: ToldPlan,
): Promise<void> {
  const { print, note, paint } = printing
  if (plan === undefined) {
    note(`The cloud keeps no time-of-use plan for ${name}. The heater itself: ${touStateText(touStatus)}.`)
    if (format === 'json') await print(`${jsonText({ name, plan: null, tou_status: touStatus ?? null }, 2)}\n`)
    return
  }
  const { name: planName = null, utility = null, zipCode = null, ...periods } = plan
  const schedule: TouSchedule = canonicalOrder({ ...periods, enabled: touStatus !== 'tou-off' })
  const version = scheduleHash(schedule)
  if (format === 'json') {
    const about = { name: planName, utility, zip_code: zipCode, version }
    return print(
      `${jsonText({ name, plan: { ...about, periods: periodsJson(schedule) }, tou_status: touStatus ?? null }, 2)}\n`,
    )
  }
  if (format === 'csv') return print(periodsCsv(schedule))
  const what = [
    planName ?? 'a plan without a name',
    ...(utility ? [`of ${utility}`] : []),
    ...(zipCode ? [`(${zipCode})`] : []),
  ]
  const title = `${name}: ${what.join(' ')}; ${touStateText(touStatus)}; ${countText(schedule.periods.length, 'period')}, version ${version}`
  await print(`${paint('bold', printable(title))}\n\n`)
  await printPeriods(printing, schedule)
}

export const periodsJson = ({ periods }: TouPeriods): readonly object[] =>
  periods.map((period, i) => ({ number: i + 1, ...entryJson(period) }))

export function periodsCsv({ periods }: TouPeriods): string {
  const names = ['number', 'months', 'days', 'start', 'end', 'price_min_per_kwh', 'price_max_per_kwh']
  const rows = periods.map(({ months, days, start, end, priceMin, priceMax }, i) => [
    i + 1,
    months.join(' '),
    days.join(' '),
    start,
    end,
    priceMin,
    priceMax,
  ])
  return [names, ...rows].map(csvLine).join('')
}

/** The table, and the weeks where there is a terminal for them. */
export async function printPeriods({ print, paint, terminal }: Printing, plan: TouPeriods): Promise<void> {
  const { isTTY, columns = 80 } = terminal.stdout
  const rows = plan.periods.map((period, i) => [
    String(i + 1),
    monthsText(period.months) || 'no month',
    weekdaysText(period.days) || 'no day',
    `${period.start}–${period.end}`,
    priceRangeText(period),
  ])
  const titles = ['#', 'months', 'days', 'time', 'price a kWh']
  await print(
    table(
      titles.map(title => ({ title, align: title === '#' ? 'right' : 'left' })),
      rows,
      paint,
    ),
  )
  if (!isTTY) return
  for (const { title, days } of touSeasonWeeks(plan)) {
    const grid = weekGrid(days, columns, paint)
    if (grid.length > 0) await print(`\n${paint('bold', title)}\n${grid.map(line => `${line}\n`).join('')}`)
  }
}
