/** Checks time-of-use schedules that a person gives. What a heater holds is never refused, only read. */
import { hourAndMinute } from './clock-time.ts'
import { checkAlone, checkSchedule, FieldCheck, fields, nonEmpty } from './entry-check.ts'
import { type Checked, Findings, type Path } from './findings.ts'
import { parseMonths } from './months.ts'
import { decimalsOf, mostDecimals, parsePrice, priceCount } from './price.ts'
import {
  highestPriceCount,
  mostTouPeriods,
  readTouPeriod,
  type TouPeriod,
  type TouSchedule,
  touInterval,
} from './tou.ts'
import { stretchText, touGaps, touOverlaps } from './tou-coverage.ts'

/** What a check goes by beyond the rules of the wire. */
export interface TouLimits {
  /** What the heater holds now: it lends its master switch where none is given. */
  readonly held?: TouSchedule
}

const priceRight = 'a price such as 0.36261'
const names = ['months', 'days', 'start', 'end', 'priceMin', 'priceMax', 'price']

function checkEntry(findings: Findings, path: Path, source: Readonly<Record<string, unknown>>) {
  const before = findings.problems.length
  const given = withBothPrices(findings, path, source)
  const check = new FieldCheck<TouPeriod>(findings, path, given, names, readTouPeriod)
  const months = check.take(
    'months',
    given => nonEmpty(parseMonths(given)),
    'one or more months such as [6, 7] or jun-sep',
  )
  const days = check.take('days', ...fields.days)
  const start = check.take('start', ...fields.time)
  const end = check.take('end', ...fields.time)
  const priceMin = check.take('priceMin', parsePrice, priceRight)
  const priceMax = check.take('priceMax', parsePrice, priceRight)
  if (!months || !days || start === undefined || end === undefined) return undefined
  if (priceMin === undefined || priceMax === undefined) return undefined
  if (!check.isHeld('start') || !check.isHeld('end')) checkWindow(check, start, end)
  if (!check.isHeld('priceMin') || !check.isHeld('priceMax')) checkPrices(check, priceMin, priceMax)
  if (findings.problems.length > before) return undefined
  return check.throughWire({ months, days, start, end, priceMin, priceMax }, touInterval)
}

/** One `price` for a period whose lowest and highest are the same. */
function withBothPrices(findings: Findings, path: Path, { price, ...given }: Readonly<Record<string, unknown>>) {
  if (price === undefined) return given
  if (parsePrice(price) === undefined) findings.wrong([...path, 'price'], price, priceRight)
  return { priceMin: parsePrice(price) ?? '0', priceMax: parsePrice(price) ?? '0', ...given }
}

function checkWindow(check: FieldCheck<TouPeriod>, start: string, end: string): void {
  const { findings } = check
  if (end < start)
    findings.problem(
      check.at('end'),
      `is ${end}, before its start ${start}; a period that crosses midnight must be two, one until 23:59 and one from 00:00`,
    )
  else if (hourAndMinute(end).minute !== 59)
    findings.warning(
      check.at('end'),
      `is ${end}; it is the last minute of the period, and others than :59 were never tried`,
    )
}

function checkPrices(check: FieldCheck<TouPeriod>, priceMin: string, priceMax: string): void {
  const { findings } = check
  const decimals = Math.max(decimalsOf(priceMin), decimalsOf(priceMax))
  const counts = { priceMin: 0, priceMax: 0 }
  for (const [name, price] of Object.entries({ priceMin, priceMax })) {
    const count = decimals > mostDecimals ? Number.NaN : priceCount(price, decimals)
    counts[name as 'priceMin'] = count
    if (!(Math.abs(count) <= highestPriceCount))
      findings.problem(check.at(name), `is ${price}; it must have fewer digits, ten at most with its decimals`)
    else if (count < 0) findings.warning(check.at(name), `is ${price}; a price below zero was never tried`)
  }
  if (counts.priceMin > counts.priceMax)
    findings.problem(check.at('priceMax'), `is ${priceMax}; it must not be below priceMin, ${priceMin}`)
}

/** Checks one period. `path` is where it stands, for the sentences. */
export function checkTouPeriod(given: unknown, path: Path = []): Checked<TouPeriod> {
  return checkAlone<TouPeriod>(given, path, checkEntry)
}

/** Checks a whole time-of-use schedule. */
export function checkTou(given: unknown, { held }: TouLimits = {}): Checked<TouSchedule> {
  const findings = new Findings()
  const schedule = checkSchedule(findings, given, 'periods', checkEntry, held)
  if (schedule === undefined) return findings.checked<TouSchedule>(undefined)
  const value = { ...schedule.master, periods: schedule.list }
  if (value.periods.length > mostTouPeriods)
    findings.warning(['periods'], `are ${value.periods.length}; the heater's table has ${mostTouPeriods} slots`)
  if (findings.problems.length === 0 && value.periods.length > 0) {
    for (const stretch of touOverlaps(value)) {
      const which = stretch.periods.map(index => `[${index}]`).join(' and ')
      findings.warning(['periods'], `${which} overlap: ${stretchText(stretch)}; which price counts is unknown`)
    }
    for (const stretch of touGaps(value))
      findings.warning(['periods'], `leave a gap: ${stretchText(stretch)} has no price`)
  }
  return findings.checked(value)
}
