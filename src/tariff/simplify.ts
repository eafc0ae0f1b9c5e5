/** Simplifies a year of prices until a heater's table holds it: what is closest becomes the same, and the dearest hours stay. */
import { priceDistance, type TieredPrice } from './price.ts'
import { fewestWindows, periodCount, type Run, runsOf, type Window, windowsOf } from './windows.ts'
import { daysCount, type RowMask, seventhsOf, type YearRows } from './year.ts'

/** A window, or its part in some rows, that takes another price of the plan. */
interface Change {
  readonly first: number
  readonly last: number
  readonly rows: RowMask
  readonly price: number
  /** Price difference × time, all in units of their own. */
  readonly error: number
  /** Periods fewer. Only an estimate, as a longer run may be one that others have. */
  readonly saves: number
  /** Makes hours the dearest that aren't. */
  readonly widensPeak: boolean
}

/** Beyond so many too many it isn't worth looking for the very fewest windows. */
const nearlyThere = 10

/**
 * Rows that need `limit` periods at most. Of two neighbours in time, or of the same hours in two seasons, the one that
 * lasts less takes the price of the other: so each price stays one of the plan, and the error is the least. It is a
 * greedy search, one change at a time. Hours at the highest price never lose it; when nothing else is left to
 * join, others are counted as dear as they are.
 */
export function simplified(rows: YearRows, prices: readonly TieredPrice[], limit: number): YearRows {
  const now = rows.map(hours => [...hours])
  for (;;) {
    const days = now.map((hours, row) => ({ rows: 1 << row, runs: runsOf(hours) }))
    const windows = windowsOf(days)
    const count = periodCount(windows)
    if (count <= limit || (count <= limit + nearlyThere && periodCount(fewestWindows(now)) <= limit)) return now
    const change = best([...inTime(days, windows, prices), ...acrossSeasons(windows, prices)])
    if (!change) return now
    for (const [row, hours] of now.entries())
      if (change.rows & (1 << row)) hours.fill(change.price, change.first, change.last + 1)
  }
}

function best(changes: Iterable<Change>): Change | undefined {
  const rank = ({ widensPeak, saves }: Change) => Number(widensPeak) * 2 + Number(saves < 1)
  const cost = ({ error, saves }: Change) => error / Math.max(1, saves)
  let least: Change | undefined
  for (const change of changes)
    if (!least || rank(change) < rank(least) || (rank(change) === rank(least) && cost(change) < cost(least)))
      least = change
  return least
}

const rowsOfWindow = (windows: readonly Window[]) => {
  const byKey = new Map(windows.map(window => [`${window.first} ${window.last} ${window.price}`, window.rows]))
  return (first: number, last: number, price: number) => byKey.get(`${first} ${last} ${price}`) ?? 0
}

/** Runs that follow each other become one, in all rows that have both. */
function* inTime(
  days: readonly { readonly rows: RowMask; readonly runs: readonly Run[] }[],
  windows: readonly Window[],
  prices: readonly TieredPrice[],
): Iterable<Change> {
  const rowsOf = rowsOfWindow(windows)
  const pairs = new Map<string, { readonly one: Run; readonly two: Run; readonly rows: RowMask }>()
  for (const { rows, runs } of days)
    for (const [i, one] of runs.entries()) {
      const two = runs[i + 1]
      if (!two) continue
      const key = `${one.first} ${one.price} ${two.first} ${two.last} ${two.price}`
      pairs.set(key, { one, two, rows: rows | (pairs.get(key)?.rows ?? 0) })
    }
  for (const { one, two, rows } of pairs.values()) {
    const days = seventhsOf(rows)
    const winner = stronger(one, lengthOf(one) * days, two, lengthOf(two) * days, prices)
    const loser = winner === one ? two : one
    const freed = (run: Run) => {
      const all = rowsOf(run.first, run.last, run.price)
      return daysCount(all) - daysCount(all & ~rows)
    }
    const joined = rowsOf(one.first, two.last, winner.price)
    yield changeOf(
      loser,
      rows,
      winner.price,
      prices,
      freed(one) + freed(two) + daysCount(joined) - daysCount(joined | rows),
    )
  }
}

/** The same hours at two prices become one price. */
function* acrossSeasons(windows: readonly Window[], prices: readonly TieredPrice[]): Iterable<Change> {
  const byHours = Map.groupBy(windows, ({ first, last }) => `${first} ${last}`)
  for (const same of byHours.values())
    for (const [i, one] of same.entries())
      for (const two of same.slice(i + 1)) {
        const winner = stronger(one, seventhsOf(one.rows), two, seventhsOf(two.rows), prices)
        const loser = winner === one ? two : one
        const saves = daysCount(one.rows) + daysCount(two.rows) - daysCount(one.rows | two.rows)
        yield changeOf(loser, loser.rows, winner.price, prices, saves)
      }
}

const lengthOf = ({ first, last }: Run) => last - first + 1

/** The highest price of the plan in any case, else what lasts longer. */
function stronger<T extends Run>(one: T, time: number, two: T, otherTime: number, prices: readonly TieredPrice[]): T {
  const peak = prices.length - 1
  if (one.price === peak || two.price === peak) return one.price === peak ? one : two
  return time > otherTime || (time === otherTime && one.price > two.price) ? one : two
}

const changeOf = (
  { first, last, price: old }: Run,
  rows: RowMask,
  price: number,
  prices: readonly TieredPrice[],
  saves: number,
): Change => ({
  first,
  last,
  rows,
  price,
  saves,
  widensPeak: price === prices.length - 1,
  error: between(prices, old, price) * (last - first + 1) * seventhsOf(rows),
})

function between(prices: readonly TieredPrice[], one: number, other: number): number {
  const [a, b] = [prices[one], prices[other]]
  return a && b ? priceDistance(a, b) : 0
}
