/** Covers a year of prices with as few windows as can be: hours of some months' weekdays or weekends at one price. */
import { daysCount, hoursOfDay, type RowMask, type YearRows } from './year.ts'

export interface Window {
  /** Hours of the day, 0–23, both included. */
  readonly first: number
  readonly last: number
  /** The index that the rows have there. */
  readonly price: number
  readonly rows: RowMask
}

/** A stretch of hours at one price, in one row. */
export type Run = Omit<Window, 'rows'>

/** Rows with the same day are cut alike. */
interface SameDays {
  readonly hours: readonly number[]
  readonly rows: RowMask
}

/** As long as they can be. */
export function runsOf(hours: readonly number[]): Run[] {
  const runs: { first: number; last: number; price: number }[] = []
  for (const [hour, price] of hours.entries()) {
    const before = runs.at(-1)
    if (before?.price === price) before.last = hour
    else runs.push({ first: hour, last: hour, price })
  }
  return runs
}

const keyOf = ({ first, last, price }: Run) => (price * hoursOfDay + first) * hoursOfDay + last

/**
 * The longest windows are not always the fewest: an even day can borrow the cuts of two others and then need no window
 * of its own. So each kind of day is cut anew, at the least that it adds to all others, until nothing is saved any more.
 */
export function fewestWindows(rows: YearRows): Window[] {
  const days = sameDays(rows)
  const cuts = days.map(({ hours }) => runsOf(hours))
  const shared = new Map<number, RowMask>()
  const rowsOf = (run: Run) => shared.get(keyOf(run)) ?? 0
  const put = (runs: readonly Run[], mask: RowMask) => {
    for (const run of runs) shared.set(keyOf(run), rowsOf(run) | mask)
  }
  const take = (runs: readonly Run[], mask: RowMask) => {
    for (const run of runs) shared.set(keyOf(run), rowsOf(run) & ~mask)
  }
  for (const [i, { rows }] of days.entries()) put(cuts[i] ?? [], rows)

  for (let saving = true; saving; ) {
    saving = false
    for (const [i, day] of days.entries()) {
      const old = cuts[i] ?? []
      const adds = (run: Run) => daysCount(rowsOf(run) | day.rows) - daysCount(rowsOf(run))
      take(old, day.rows)
      const cut = cheapestCut(day.hours, adds)
      const saved = old.reduce((sum, run) => sum + adds(run), 0) - cut.reduce((sum, run) => sum + adds(run), 0)
      if (saved > 0) {
        cuts[i] = cut
        saving = true
      }
      put(cuts[i] ?? [], day.rows)
    }
  }
  return windowsOf(days.map(({ rows }, i) => ({ rows, runs: cuts[i] ?? [] })))
}

/** Equal runs of several days as one window. */
export function windowsOf(days: readonly { readonly rows: RowMask; readonly runs: readonly Run[] }[]): Window[] {
  const windows = new Map<number, Window>()
  for (const { rows, runs } of days)
    for (const run of runs) {
      const key = keyOf(run)
      windows.set(key, { ...run, rows: (windows.get(key)?.rows ?? 0) | rows })
    }
  return [...windows.values()]
}

/** How many periods windows make: some months' weekdays and others' weekends are two. */
export const periodCount = (windows: readonly Window[]): number =>
  windows.reduce((sum, { rows }) => sum + daysCount(rows), 0)

function sameDays(rows: YearRows): SameDays[] {
  const days = new Map<string, SameDays>()
  for (const [row, hours] of rows.entries()) {
    const key = hours.join()
    days.set(key, { hours, rows: (days.get(key)?.rows ?? 0) | (1 << row) })
  }
  return [...days.values()]
}

/** The way through the day, from its end to its beginning, on which the runs add least. */
function cheapestCut(hours: readonly number[], adds: (run: Run) => number): Run[] {
  const best: { readonly cost: number; readonly run?: Run }[] = Array.from({ length: hours.length + 1 })
  best[hours.length] = { cost: 0 }
  for (let first = hours.length - 1; first >= 0; first--) {
    const price = hours[first] ?? 0
    for (let last = first; last < hours.length && hours[last] === price; last++) {
      const run = { first, last, price }
      const cost = adds(run) + (best[last + 1]?.cost ?? 0)
      if (cost <= (best[first]?.cost ?? Number.POSITIVE_INFINITY)) best[first] = { cost, run }
    }
  }
  const cut: Run[] = []
  for (let run = best[0]?.run; run; run = best[run.last + 1]?.run) cut.push(run)
  return cut
}
