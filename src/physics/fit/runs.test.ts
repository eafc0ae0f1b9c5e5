import { describe, expect, it } from 'vitest'
import { HistoryBuilder, type HistoryRow } from './history.ts'
import { runsOf } from './runs.ts'

const minute = (at: number, row: Omit<HistoryRow, 'time'>): HistoryRow => ({ time: at * 60, ...row })
function historyOf(rows: readonly HistoryRow[]) {
  const builder = new HistoryBuilder()
  for (const row of rows) builder.add(row)
  return builder.history()
}
/** A compressor that runs in these minutes of 200, and what the sensors read meanwhile. */
const rowsOf = (from: number, to: number, more: (at: number) => Omit<HistoryRow, 'time'> = () => ({})) =>
  Array.from({ length: 200 }, (_, at) =>
    minute(at, { upper: 55, lower: 55, compressor: at >= from && at < to, ...more(at) }),
  )

describe('a run', () => {
  it('lies halfway between the rows around its switches', () => {
    expect(runsOf(historyOf(rowsOf(50, 120)))).toEqual([
      { start: 49.5 * 60, end: 119.5 * 60, even: true, upper: 55, lower: 55 },
    ])
  })

  it('is told by its power where nobody tells of the relay', () => {
    const rows = rowsOf(0, 0, at => ({ compressor: undefined, power: at >= 50 && at < 120 ? 430 : 12 }))
    expect(runsOf(historyOf(rows)).map(({ start, end }) => [start / 60, end / 60])).toEqual([[49.5, 119.5]])
    // Of an element alone nobody can say what the compressor does.
    const element = rowsOf(0, 0, at => ({ compressor: undefined, power: at >= 50 && at < 120 ? 5400 : 1 }))
    expect(runsOf(historyOf(element))).toEqual([])
  })

  it('leaves no even tank when it was short, or the lower reading stayed behind', () => {
    expect(runsOf(historyOf(rowsOf(50, 60))).map(({ even }) => even)).toEqual([false])
    expect(runsOf(historyOf(rowsOf(50, 120, () => ({ lower: 53 })))).map(({ even }) => even)).toEqual([false])
  })

  it('ends before a silence and begins after it, and its end wasn’t seen', () => {
    const rows = rowsOf(50, 180).filter(({ time }) => time < 90 * 60 || time > 150 * 60)
    const found = runsOf(historyOf(rows)).map(({ start, end, even }) => [start / 60, end / 60, even])
    expect(found).toEqual([
      [49.5, 89, false],
      [151, 179.5, true],
    ])
  })

  it('that goes on at the end of the record isn’t over', () => {
    expect(runsOf(historyOf(rowsOf(150, 300))).map(({ end, even }) => [end / 60, even])).toEqual([[199, false]])
  })
})
