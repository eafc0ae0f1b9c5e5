import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { someTou } from '../../test/fixtures/schedules.ts'
import { minutesOf } from './clock-time.ts'
import { allMonths } from './months.ts'
import type { TouPeriod } from './tou.ts'
import { stretchText, touDay, touGaps, touOverlaps, touWeek } from './tou-coverage.ts'
import { weekdays } from './weekdays.ts'

const summer = [6, 7, 8, 9]
const winter = [1, 2, 3, 4, 5, 10, 11, 12]
const workdays = weekdays.slice(0, 5)
const period = (
  months: readonly number[],
  days: TouPeriod['days'],
  start: string,
  end: string,
  price = '0.3',
): TouPeriod => ({ months, days, start, end, priceMin: price, priceMax: price })

/** Two seasons, dear evenings on workdays. */
const plan = [summer, winter].flatMap(months => [
  period(months, workdays, '00:00', '15:59'),
  period(months, workdays, '16:00', '20:59', '0.5'),
  period(months, workdays, '21:00', '23:59'),
  period(months, ['sat', 'sun'], '00:00', '23:59'),
])

describe('a whole plan', () => {
  it('has no gaps and no overlaps', () => {
    expect(touGaps({ periods: plan })).toEqual([])
    expect(touOverlaps({ periods: plan })).toEqual([])
  })

  it('shows each day of a month', () => {
    const week = touWeek({ periods: plan }, 7)
    expect(week.wed).toEqual([
      { from: 0, until: 960, entries: [0] },
      { from: 960, until: 1260, entries: [1] },
      { from: 1260, until: 1440, entries: [2] },
    ])
    expect(week.sun).toEqual([{ from: 0, until: 1440, entries: [3] }])
    expect(touWeek({ periods: plan }, 12).sun).toEqual([{ from: 0, until: 1440, entries: [7] }])
  })
})

describe('what is missing', () => {
  it('is told with its months and days', () => {
    const gaps = touGaps({ periods: plan.toSpliced(1, 1) })
    expect(gaps).toEqual([{ months: summer, days: workdays, from: 960, until: 1260, periods: [] }])
    expect(gaps.map(stretchText)).toEqual(['jun–sep mon–fri 16:00–20:59'])
  })

  it('is the whole year where there is no plan', () => {
    expect(touGaps({ periods: [] }).map(stretchText)).toEqual(['all year every day 00:00–23:59'])
  })

  it('a period across midnight covers nothing', () => {
    expect(touGaps({ periods: [period(allMonths, weekdays, '21:00', '05:59')] }).map(stretchText)).toEqual([
      'all year every day 00:00–23:59',
    ])
  })
})

describe('what is there twice', () => {
  it('is told with the periods', () => {
    const periods = [...plan, period([5, 6], ['fri', 'sat'], '15:00', '16:59')]
    expect(touOverlaps({ periods }).map(overlap => [stretchText(overlap), overlap.periods])).toEqual([
      ['may fri 15:00–15:59', [4, 8]],
      ['may fri 16:00–16:59', [5, 8]],
      ['may sat 15:00–16:59', [7, 8]],
      ['jun fri 15:00–15:59', [0, 8]],
      ['jun fri 16:00–16:59', [1, 8]],
      ['jun sat 15:00–16:59', [3, 8]],
    ])
  })

  it('needs the same month and the same day', () => {
    const [a, b] = [period(summer, ['mon'], '00:00', '23:59'), period(winter, ['mon'], '00:00', '23:59')]
    expect(touOverlaps({ periods: [a, b, period(summer, ['tue'], '00:00', '23:59')] })).toEqual([])
  })
})

it('each minute of the year has the periods that say so', () => {
  fc.assert(
    fc.property(
      someTou,
      fc.constantFrom(...allMonths),
      fc.constantFrom(...weekdays),
      fc.nat(1439),
      (tou, month, day, at) => {
        const said = tou.periods.flatMap(({ months, days, start, end }, index) => {
          const within = (minutesOf(start) ?? 0) <= at && at <= (minutesOf(end) ?? 0)
          return within && months.includes(month) && days.includes(day) ? index : []
        })
        const here = ({ from, until }: { from: number; until: number }) => from <= at && at < until
        expect(touDay(tou, month, day).find(here)?.entries).toEqual(said)
        const stretch = [...touGaps(tou), ...touOverlaps(tou)].filter(
          found => found.months.includes(month) && found.days.includes(day) && here(found),
        )
        expect(stretch.map(({ periods }) => periods)).toEqual(said.length === 1 ? [] : [said])
      },
    ),
  )
})
