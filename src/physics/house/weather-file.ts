/** Air, cold water and humidity of one's own from a CSV text: `time`, and a column for each that is known. */

import { beyond, type GivenUnit, givenUnits, rangeText } from '../limits.ts'
import {
  type CsvTable,
  csvTable,
  type FileProblem,
  fewProblems,
  numberOf,
  problemAt,
  quoted,
  type ReadFile,
} from './csv-table.ts'
import { momentText, parseFileTime, type TimeSpan, timeForms } from './file-time.ts'
import type { Weather } from './house.ts'
import { linear, linearDaily } from './series.ts'
import { daySeconds, type UtcOffset, utc } from './wall-time.ts'

type Kind = keyof Weather

export interface WeatherFile {
  /** What the file tells; the rest must come from elsewhere. Between its times it goes in straight lines. */
  readonly weather: Partial<Weather>
  /** From its first time to its last; undefined where a day is repeated. */
  readonly span: TimeSpan | undefined
  /** From its first time to the next one, and from the last but one to its last, s. */
  readonly steps: readonly [first: number, last: number]
}

interface Unit {
  readonly kind: Kind
  readonly unit: GivenUnit
}

/** A column with what it told. */
interface Told extends Unit {
  readonly column: string
  readonly times: number[]
  readonly values: number[]
}

const unitsOf: Readonly<Record<string, Unit>> = {
  air_c: { kind: 'air', unit: givenUnits.celsius },
  air_f: { kind: 'air', unit: givenUnits.fahrenheit },
  inlet_c: { kind: 'inlet', unit: givenUnits.celsius },
  inlet_f: { kind: 'inlet', unit: givenUnits.fahrenheit },
  humidity: { kind: 'humidity', unit: givenUnits.percent },
}

/** In the order of the sentence that names them. */
export const weatherColumns: readonly string[] = ['time', ...Object.keys(unitsOf)]

/** Reads such a text. @param offset of the clocks that times without an offset are from. */
export function parseWeatherFile(text: string, offset: UtcOffset = utc): ReadFile<WeatherFile> {
  const table = csvTable(text, weatherColumns)
  const problems = [...table.problems]
  const failed = () => ({ value: undefined, problems: fewProblems(problems) })
  if (problems.length > 0) return failed()
  const told = toldBy(table, problems)
  if (problems.length > 0) return failed()
  const times = timesOf(table, offset, problems)
  for (const [i, row] of table.rows.entries()) {
    for (const column of told) {
      const cell = row.cell(column.column)
      // A sensor may have been silent.
      if (cell === '') continue
      const words = addCell(column, times.seconds[i] ?? 0, cell)
      if (words !== undefined) problems.push(problemAt(row.line, words))
    }
  }
  for (const { column, values } of told)
    if (values.length === 0) problems.push(problemAt(table.headerLine, `the column ${column} is empty`))
  if (problems.length > 0) return failed()
  const { daily, seconds } = times
  const series = told.map(({ kind, times: at, values }) => [
    kind,
    daily ? linearDaily(at, values, offset) : linear(at, values),
  ])
  const span = daily ? undefined : { from: seconds[0] ?? 0, to: seconds.at(-1) ?? 0 }
  const after = (i: number) => (seconds.at(i + 1) ?? 0) - (seconds.at(i) ?? 0)
  const steps = seconds.length > 1 ? ([after(0), after(-2)] as const) : ([0, 0] as const)
  return { value: { weather: Object.fromEntries(series), span, steps }, problems: [] }
}

/** Our choice, s: a table by months reaches to the end of its last month, and not further. */
const longestReach = 31 * daySeconds

/** Why the file can't serve for a span: beyond its first and last time, it is taken as there for one more step at most. */
export function weatherMissing({ span, steps }: WeatherFile, { from, to }: TimeSpan): string | undefined {
  if (span === undefined) return undefined
  const [before, after] = steps.map(step => Math.min(step, longestReach)) as [number, number]
  if (from >= span.from - before && to <= span.to + after) return undefined
  const [known, wanted] = [span, { from, to }].map(part => `${momentText(part.from)} to ${momentText(part.to)}`)
  return `the weather goes from ${known}; it must reach from ${wanted}`
}

function toldBy({ columns, headerLine }: CsvTable, problems: FileProblem[]): Told[] {
  const told: Told[] = []
  for (const column of columns) {
    const unit = unitsOf[column]
    if (unit === undefined) continue
    const other = told.find(({ kind }) => kind === unit.kind)
    if (other !== undefined)
      problems.push(problemAt(headerLine, `${other.column} and ${column} tell the same; there must be one of them`))
    told.push({ column, ...unit, times: [], values: [] })
  }
  if (!columns.includes('time') || told.length === 0) {
    const others = weatherColumns.slice(1).join(', ')
    problems.push(problemAt(headerLine, `there must be a column time and one of ${others}`))
  }
  return told
}

function timesOf({ rows }: CsvTable, offset: UtcOffset, problems: FileProblem[]) {
  const seconds: number[] = []
  let daily: boolean | undefined
  let before: { readonly second: number; readonly line: number; readonly text: string } | undefined
  for (const { line, cell } of rows) {
    const shown = quoted(cell('time'))
    const wrong = (words: string) => problems.push(problemAt(line, `time is ${shown}${words}`))
    const time = parseFileTime(cell('time'), offset)
    seconds.push(time?.second ?? Number.NaN)
    if (time === undefined) {
      wrong(`; it must be ${timeForms}`)
      continue
    }
    daily ??= time.daily
    if (time.daily !== daily) wrong('; all must be dates, or all times of a day')
    else if (before !== undefined && time.second <= before.second)
      wrong(`, which is not after line ${before.line}; ${fallingWords(before.text, cell('time'))}`)
    before = { second: time.second, line, text: cell('time') }
  }
  return { daily: daily ?? true, seconds }
}

/** Times that rise as they are written fall where clocks are changed: an hour comes twice in autumn, and none in spring. */
function fallingWords(before: string, text: string): string {
  const [one, next] = [before, text].map(written => parseFileTime(written, utc)?.second ?? 0) as [number, number]
  return next > one ? 'clocks are changed there, so write times with Z or an offset' : 'times must rise'
}

/** Takes a cell over, or says why not. */
function addCell({ column, kind, unit, times, values }: Told, second: number, cell: string): string | undefined {
  const value = numberOf(cell)
  times.push(second)
  values.push(unit.inside(value))
  if (Number.isNaN(value)) return `${column} is ${quoted(cell)}; it must be ${rangeText(kind, unit)}`
  const words = beyond(kind, value, unit)
  return words && `${column} ${words}`
}
