/** Draws of one's own from a CSV text: `start`, `litres` or `gallons`, a flow or a duration, and `at`, which is the tank by default. */

import { beyond, type GivenUnit, givenUnits, type Limited, rangeText } from '../limits.ts'
import {
  type CsvRow,
  csvTable,
  type FileProblem,
  fewProblems,
  numberOf,
  problemAt,
  quoted,
  type ReadFile,
} from './csv-table.ts'
import { repeatedDaily } from './daily-draws.ts'
import { type Draw, type Draws, drawList } from './draw.ts'
import { momentText, parseFileTime, type TimeSpan, timeForms } from './file-time.ts'
import { type UtcOffset, utc } from './wall-time.ts'

/** A draw with the line that told it. */
export interface FileDraw extends Draw {
  readonly line: number
}

export interface DrawsFile {
  /** Every day: starts are seconds of the day. Otherwise they are seconds since 1970. */
  readonly daily: boolean
  readonly draws: readonly FileDraw[]
}

interface Quantity {
  readonly column: string
  readonly what: Limited
  readonly unit: GivenUnit
}

const amounts: readonly Quantity[] = [
  { column: 'litres', what: 'draw', unit: givenUnits.litres },
  { column: 'gallons', what: 'draw', unit: givenUnits.gallons },
]
const paces: readonly Quantity[] = [
  { column: 'flow_l_min', what: 'flow', unit: givenUnits.litresAMinute },
  { column: 'flow_gal_min', what: 'flow', unit: givenUnits.gallonsAMinute },
  { column: 'duration_s', what: 'duration', unit: givenUnits.seconds },
  { column: 'duration_min', what: 'duration', unit: givenUnits.minutes },
]

const names = (quantities: readonly Quantity[]) => quantities.map(({ column }) => column)

/** In the order of the sentence that names them. */
export const drawColumns: readonly string[] = ['start', ...names(amounts), ...names(paces), 'at']

/** Reads such a text. @param offset of the clocks that times without an offset are from. */
export function parseDrawsFile(text: string, offset: UtcOffset = utc): ReadFile<DrawsFile> {
  const { headerLine, columns, rows, problems: unread } = csvTable(text, drawColumns)
  const problems = [...unread]
  const failed = () => ({ value: undefined, problems: fewProblems(problems) })
  if (problems.length > 0) return failed()
  const chosen = (from: readonly Quantity[]) => {
    const found = from.filter(({ column }) => columns.includes(column))
    if (found.length !== 1)
      problems.push(problemAt(headerLine, `there must be one column of ${names(from).join(', ')}`))
    return found[0]
  }
  const [amount, pace] = [chosen(amounts), chosen(paces)]
  if (!columns.includes('start')) problems.push(problemAt(headerLine, 'there must be a column start'))
  if (amount === undefined || pace === undefined || problems.length > 0) return failed()

  const draws: FileDraw[] = []
  let daily: boolean | undefined
  for (const row of rows) {
    const wrong = (words: string) => problems.push(problemAt(row.line, words))
    const shown = quoted(row.cell('start'))
    const start = parseFileTime(row.cell('start'), offset)
    daily ??= start?.daily
    if (start === undefined) wrong(`start is ${shown}; it must be ${timeForms}`)
    else if (start.daily !== daily) wrong(`start is ${shown}; all must be dates, or all times of a day`)
    const draw = drawnBy(row, amount, pace, wrong)
    if (start !== undefined && draw !== undefined) draws.push({ line: row.line, start: start.second, ...draw })
  }
  return problems.length > 0 ? failed() : { value: { daily: daily ?? true, draws }, problems: [] }
}

/** The draws of such a file, to be read in any span. @param offset by whose clocks days are repeated. */
export const fileDraws = ({ daily, draws }: DrawsFile, offset: UtcOffset = utc): Draws =>
  daily ? repeatedDaily(draws, offset) : drawList(draws)

/** Draws that don't lie wholly in a span, so that none gets lost unsaid. Those of every day always do. */
export function drawsOutside({ daily, draws }: DrawsFile, { from, to }: TimeSpan): readonly FileProblem[] {
  if (daily) return []
  const between = (span: TimeSpan) => `${momentText(span.from)} to ${momentText(span.to)}`
  return fewProblems(
    draws
      .map(({ line, start, seconds }) => ({ line, from: start, to: start + seconds }))
      .filter(draw => draw.from < from || draw.to > to)
      .map(draw =>
        problemAt(draw.line, `the draw from ${between(draw)} must lie within the span from ${between({ from, to })}`),
      ),
  )
}

function drawnBy(
  row: CsvRow,
  amount: Quantity,
  pace: Quantity,
  wrong: (words: string) => void,
): Omit<Draw, 'start'> | undefined {
  const [litres, rate] = [quantity(row, amount, wrong), quantity(row, pace, wrong)]
  const at = row.cell('at').toLowerCase() || 'tank'
  if (at !== 'tank' && at !== 'tap') wrong(`at is ${quoted(at)}; it must be tank or tap`)
  else if (litres !== undefined && rate !== undefined) {
    const seconds = pace.what === 'flow' ? (litres / rate) * 60 : rate
    const implied = pace.what === 'flow' ? impliedDuration(seconds) : impliedFlow((litres / seconds) * 60)
    if (implied === undefined) return { seconds, litres, at }
    wrong(implied)
  }
  return undefined
}

function quantity(row: CsvRow, { column, what, unit }: Quantity, wrong: (words: string) => void): number | undefined {
  const cell = row.cell(column)
  const value = numberOf(cell)
  const words = Number.isNaN(value)
    ? `is ${quoted(cell)}; it must be ${rangeText(what, unit)}`
    : beyond(what, value, unit)
  if (words !== undefined) wrong(`${column} ${words}`)
  return words === undefined ? unit.inside(value) : undefined
}

const impliedDuration = (seconds: number) => {
  const words = beyond('duration', Math.round(seconds * 10) / 10)
  return words && `at that flow the draw’s duration ${words}`
}

const impliedFlow = (flow: number) => {
  const words = beyond('flow', Number(flow.toPrecision(4)))
  return words && `in that time the draw’s flow ${words}`
}
